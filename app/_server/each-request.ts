import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse }

/** Shows each request to this process, from now on, with its answer, before Next.js sees it. */
export function onEachRequest(see: (exchange: Exchange) => void): void {
  subscribe('http.server.request.start', message => {
    if (isExchange(message)) see(message)
  })
}

function isExchange(message: unknown): message is Exchange {
  return (
    typeof message === 'object' && message !== null && 'request' in message && 'response' in message
  )
}
