import { type NextRequest, NextResponse } from 'next/server'

/**
 * Gives each page its nonce. Access is not controlled here but next to the data, in app/_server.
 * The other headers of every answer are in app/_server/http/security-headers.ts.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = isReadable(request.nextUrl.pathname)
    ? NextResponse.next({ request: { headers } })
    : NextResponse.rewrite(new URL(nowhereBeside(request.nextUrl.pathname), request.url), {
        request: { headers },
      })
  response.headers.set('content-security-policy', policy)
  return response
}

/**
 * Pages only: the API answers no HTML, and static files need no nonce. Of the API, only addresses
 * that may be malformed.
 */
export const config = {
  matcher: ['/((?!api/|_next/static/).*)', '/(api/.*%.*)'],
}

/** Whether Next.js can decode the address; it answers 500 to one such as `/accounts/%E0%A4%A`. */
function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** A path without a page, so that the page or the API answers with its own 404. */
function nowhereBeside(path: string): string {
  return path.startsWith('/api/') ? '/api/unreadable' : '/unreadable'
}

function contentSecurityPolicy(nonce: string): string {
  // In development, React rebuilds stacks with eval, and styles come without a nonce.
  const dev = process.env.NODE_ENV === 'development'
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    // Positions that components compute are style attributes, which can't load or run anything.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    dev ? "connect-src 'self' ws:" : "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
