import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'

/** A request with the answer that it will get, and the server that it came to. */
export type Exchange = {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly server: Server
}

/** Shows each request to this process, from now on, with its answer, before Next.js sees it. */
export function onEachRequest(see: (exchange: Exchange) => void): void {
  subscribe('http.server.request.start', message => {
    if (isExchange(message)) see(message)
  })
}

function isExchange(message: unknown): message is Exchange {
  return (
    typeof message === 'object' &&
    message !== null &&
    ['request', 'response', 'server'].every(name => Object.hasOwn(message, name))
  )
}
