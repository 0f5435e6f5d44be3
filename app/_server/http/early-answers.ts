import 'server-only'
import type { IncomingHttpHeaders } from 'node:http'
import { parseAndValidateFlightRouterState } from 'next/dist/server/app-render/parse-and-validate-flight-router-state'
import { FOREIGN, isForeign } from './origins'

/** The parts of a request that decide whether Next.js can process it. */
export type Asking = {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: IncomingHttpHeaders
}

/** An answer sent before Next.js sees the request; the sentence is for a person. */
export type EarlyAnswer = {
  readonly status: 204 | 400 | 403 | 405 | 413 | 415
  readonly sentence: string
  readonly allow?: string
}

/** The largest form that a page accepts, in bytes; equal to the limit of Next.js. */
export const FORM_BYTES_MAX = 1024 * 1024

export const UNREADABLE = 'This request can’t be read. Go back to the page and try again.'
export const TOO_LARGE = 'This form is too large. Shorten it, then send it again.'

const FILE =
  /^\/(?:_next\/|favicon\.ico(?:\/|$))|\.(?:css|gif|ico|jpe?g|js|json|map|png|svg|txt|webp|woff2?|xml)$/i
const FILE_METHODS = 'GET, HEAD, OPTIONS'
const PAGE_METHODS = 'GET, HEAD, OPTIONS, POST'

/**
 * Rejects requests that Next.js would answer with 500 or misread; null for all others. API routes
 * validate their own input.
 */
export function earlyAnswer(request: Asking): EarlyAnswer | null {
  const { method = '', url = '', headers } = request
  if (url === '*' && method === 'OPTIONS') return options(PAGE_METHODS)
  if (!url.startsWith('/')) return refuse(400, 'Invalid address. Check the link.')
  const [path = ''] = url.split('?', 1)
  if (isApi(path)) return null
  const allow = isFile(url) ? FILE_METHODS : PAGE_METHODS
  if (method === 'OPTIONS') return options(allow)
  if (!allow.split(', ').includes(method)) {
    return {
      ...refuse(405, 'Method not allowed. Open this address in a browser.'),
      allow,
    }
  }
  if (!isRouterState(headers['next-router-state-tree'])) return refuse(400, UNREADABLE)
  return method === 'POST' ? refusedPost(headers) : null
}

/** Whether an address is that of a static file, which is the same for everybody. */
export function isFile(address: string): boolean {
  const [path = ''] = address.split('?', 1)
  return !isApi(path) && FILE.test(path)
}

export function isApi(path: string): boolean {
  return path === '/api' || path.startsWith('/api/')
}

/**
 * Why a page rejects a post; null when it may accept it. Forms without scripts send multipart
 * bodies; Next.js sends multipart or text with the id of an action.
 */
function refusedPost(headers: IncomingHttpHeaders): EarlyAnswer | null {
  if (isOfOtherSite(headers)) {
    return refuse(403, FOREIGN)
  }
  const type = headers['content-type'] ?? ''
  const isForm = /^multipart\/form-data(?:;|$)/i.test(type)
  const isText = headers['next-action'] !== undefined && /^text\/plain(?:;|$)/i.test(type)
  if (!isForm && !isText) return refuse(415, 'Only this site’s forms can be submitted here.')
  if (isForm && !/;\s*boundary=(?:"[^"]+"|[^\s";]+)/i.test(type)) return refuse(400, UNREADABLE)
  return Number(headers['content-length'] ?? 0) > FORM_BYTES_MAX ? refuse(413, TOO_LARGE) : null
}

/** Whether a request was made by a page of another site. */
export function isOfOtherSite(headers: IncomingHttpHeaders): boolean {
  const { origin = null, host = null } = headers
  const site = singleOf(headers['sec-fetch-site'])
  return isForeign({ site, origin, hosts: [host, forwardedHost(headers)] })
}

function forwardedHost(headers: IncomingHttpHeaders): string | null {
  return singleOf(headers['x-forwarded-host'])?.split(',')[0]?.trim() ?? null
}

function singleOf(header: string | string[] | undefined): string | null {
  return typeof header === 'string' ? header : null
}

/** Whether Next.js can parse its router state header, by its own parser. */
function isRouterState(header: string | string[] | undefined): boolean {
  try {
    parseAndValidateFlightRouterState(header)
    return true
  } catch {
    return false
  }
}

function options(allow: string): EarlyAnswer {
  return { status: 204, sentence: '', allow }
}

function refuse(status: EarlyAnswer['status'], sentence: string): EarlyAnswer {
  return { status, sentence }
}
