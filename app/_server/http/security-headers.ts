import 'server-only'
import type { ServerResponse } from 'node:http'
import { isServedByTls } from './cookies'
import { isFile } from './early-answers'

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

/** For a year the browser goes to this host by TLS only (RFC 6797). */
const HSTS = ['strict-transport-security', 'max-age=31536000'] as const

/** The security headers as the bank is served: by TLS there is one more. */
export function securityHeaders(): readonly (readonly [name: string, value: string])[] {
  return isServedByTls() ? [...SECURITY_HEADERS, HSTS] : [...SECURITY_HEADERS]
}

/**
 * Adds missing security headers just before the head is written. Not earlier: the static file
 * server drops every header that begins with `content-` from a 304. Nothing but static files may
 * be kept by a browser or a proxy: what isn't personal today may be tomorrow.
 */
export function secure(response: ServerResponse): void {
  beforeHead(response, status => {
    for (const [name, value] of securityHeaders()) {
      if (!response.hasHeader(name)) response.setHeader(name, value)
    }
    if (mayBeKept(response, status)) return
    const written = String(response.getHeader('cache-control') ?? '')
    if (!/\bno-store\b/.test(written)) response.setHeader('cache-control', 'no-store')
  })
}

/** Whether an answer is a static file. */
function mayBeKept({ req: { url = '' } }: ServerResponse, status: number): boolean {
  return status < 400 && isFile(url)
}

/** Runs `work` just before the head of an answer is written, explicitly or by its first bytes. */
export function beforeHead(response: ServerResponse, work: (status: number) => void): void {
  const writeHead = response.writeHead
  response.writeHead = (...args: unknown[]) => {
    if (!response.headersSent) work(Number(args[0]))
    return Reflect.apply(writeHead, response, args)
  }
}
