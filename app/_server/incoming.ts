import 'server-only'
import { onEachRequest } from './each-request'

/**
 * Makes requests readable that Next.js would answer with 500: an address with a broken escape, and
 * the methods that the Fetch standard forbids. It sees each request before Next.js does.
 */
export function mendRequests(): void {
  onEachRequest(({ request }) => {
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
