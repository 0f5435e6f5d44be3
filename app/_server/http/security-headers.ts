import 'server-only'
import type { ServerResponse } from 'node:http'

/**
 * The security headers of every answer. Pages have a policy of their own, with the nonce of their
 * scripts (proxy.ts); anything else that a browser takes for a page can load and run nothing.
 */
export const SECURITY_HEADERS: ReadonlyMap<string, string> = new Map([
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()'],
])

/**
 * Adds missing security headers just before the head is written. Not earlier: the static file
 * server drops every header that begins with `content-` from a 304.
 */
export function secure(response: ServerResponse): void {
  beforeHead(response, () => {
    for (const [name, value] of SECURITY_HEADERS) {
      if (!response.hasHeader(name)) response.setHeader(name, value)
    }
  })
}

/** Runs `work` just before the head of an answer is written, explicitly or by its first bytes. */
function beforeHead(response: ServerResponse, work: () => void): void {
  const writeHead = response.writeHead
  response.writeHead = (...args: unknown[]) => {
    if (!response.headersSent) work()
    return Reflect.apply(writeHead, response, args)
  }
}
