import 'server-only'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

/**
 * Makes requests readable that Next.js would answer with 500: an address with a broken escape, and
 * the methods that the Fetch standard forbids. It sees each request before Next.js does.
 */
export function mendRequests(): void {
  subscribe('http.server.request.start', message => {
    if (!hasRequest(message)) return
    const { request } = message
    if (request.url !== undefined) request.url = mendAddress(request.url)
    if (request.method === 'TRACE' || request.method === 'TRACK') request.method = 'UNKNOWN'
  })
}

/** The same address, in which a percent sign that begins no escape stands for itself. */
export function mendAddress(address: string): string {
  const end = address.indexOf('?')
  const path = end === -1 ? address : address.slice(0, end)
  try {
    decodeURIComponent(path)
    return address
  } catch {
    return path.replaceAll('%', '%25') + address.slice(path.length)
  }
}

function hasRequest(message: unknown): message is { request: IncomingMessage } {
  return typeof message === 'object' && message !== null && 'request' in message
}
