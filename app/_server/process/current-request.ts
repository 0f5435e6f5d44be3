import 'server-only'
import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage } from 'node:http'
import { onEachRequest } from './each-request'

/** The header by which the front door tells the rest of the bank who a request comes from. */
const CLIENT_HEADER = 'x-daybook-client'

declare global {
  var daybookRequest: AsyncLocalStorage<IncomingMessage> | undefined
}

/** Shared by all copies that Next.js makes of this module. */
function current(): AsyncLocalStorage<IncomingMessage> {
  globalThis.daybookRequest ??= new AsyncLocalStorage()
  return globalThis.daybookRequest
}

/** Lets `currentClient` know each request. Call once, before the first one. */
export function followRequests(): void {
  onEachRequest(({ request }) => current().enterWith(request))
}

/** The address of the client whose request is being answered; null outside a request. */
export function currentClient(): string | null {
  const client = current().getStore()?.headers[CLIENT_HEADER]
  return typeof client === 'string' ? client : null
}
