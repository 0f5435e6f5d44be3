import 'server-only'
import type { ServerResponse } from 'node:http'

/**
 * What every answer tells the browser, whoever makes it. Pages have a policy of their own, with the
 * nonce of their scripts (proxy.ts); whatever else is taken for a page can load and run nothing.
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
 * Adds what is missing of them in the moment in which the head of the answer is written. Not
 * earlier: the sender of files drops every header that begins with `content-` from a 304.
 */
export function secure(response: ServerResponse): void {
  beforeHead(response, () => {
    for (const [name, value] of SECURITY_HEADERS) {
      if (!response.hasHeader(name)) response.setHeader(name, value)
    }
  })
}

/** Has `work` done just before the head of an answer is written, explicitly or by its first bytes. */
export function beforeHead(response: ServerResponse, work: () => void): void {
  const writeHead = response.writeHead
  response.writeHead = (...args: unknown[]) => {
    if (!response.headersSent) work()
    return Reflect.apply(writeHead, response, args)
  }
}
