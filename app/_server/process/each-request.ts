import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** A request, its response and its server. */
export type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly server: Server
}

declare global {
  var daybookOtherServers: WeakSet<Server> | undefined
}

/** Keeps the requests of a server, such as that of the metrics, from being taken for the bank's. */
export function leaveAlone(server: Server): void {
  globalThis.daybookOtherServers ??= new WeakSet()
  globalThis.daybookOtherServers.add(server)
}

/** Passes every request and response to `see` before Next.js handles them. */
export function onEachRequest(see: (exchange: Exchange) => void): void {
  subscribe('http.server.request.start', message => {
    if (!isExchange(message) || globalThis.daybookOtherServers?.has(message.server)) return
    see(message)
  })
}

function isExchange(message: unknown): message is Exchange {
  return (
    typeof message === 'object' &&
    message !== null &&
    ['request', 'response', 'server'].every(name => Object.hasOwn(message, name))
  )
}
