import 'server-only'
import type { IncomingMessage } from 'node:http'
import { addressGroup, clientAddress, readTrustedProxies, type Trust } from './trusted-proxies.mjs'

/**
 * The header by which the front door tells the rest of the bank who a request comes from. It
 * replaces what a client sends under this name.
 */
export const CLIENT_HEADER = 'x-daybook-client'

let trust: Trust | undefined

/** Tells the rest of the bank the address of a request's client. */
export function markClient({ headers, socket }: IncomingMessage): void {
  trust ??= readTrustedProxies(process.env.TRUSTED_PROXIES)
  const forwardedFor = headers['x-forwarded-for']
  const claimed = Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor
  headers[CLIENT_HEADER] = clientAddress(socket.remoteAddress, claimed, trust)
}

/** The client of a request; of none when it came through no front door, as in tests. */
export function clientOf(headers: Headers): string {
  return headers.get(CLIENT_HEADER) ?? 'none'
}

/** What limits count as one client. */
export function clientGroupOf(headers: Headers): string {
  return addressGroup(clientOf(headers))
}
