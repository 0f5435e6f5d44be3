import 'server-only'
import { headers } from 'next/headers'

/**
 * The header in which the front door passes the requested path and query on, verbatim. Next.js
 * keeps a query in an object with a prototype, which loses `__proto__` and turns `constructor` into
 * a function.
 */
export const ADDRESS_HEADER = 'x-daybook-address'

/** Next.js adds this parameter to the address of a page when it fetches only parts of it. */
const PARTS_PARAMETER = '_rsc'

/** The query of a page, without inherited names. */
export type Query = Readonly<Record<string, string | string[] | undefined>>

/** The address of an API request, verbatim. */
export function addressOf(request: Request): string {
  const written = request.headers.get(ADDRESS_HEADER)
  return written === null ? request.url : addressIn(written).href
}

/** The query of the requested page, verbatim. */
export async function askedQuery(searchParams: Promise<Query>): Promise<Query> {
  const [known, written] = await Promise.all([searchParams, headers()])
  const address = written.get(ADDRESS_HEADER)
  return address === null ? known : queryOf(partsIn(address).searchParams)
}

/** The path and query of the requested page; null outside a request. */
export async function askedPath(): Promise<string | null> {
  const written = (await headers()).get(ADDRESS_HEADER)
  if (written === null) return null
  const { pathname, searchParams } = partsIn(written)
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`
}

/** Parameters as an object without a prototype; a repeated name has an array of its values. */
export function queryOf(parameters: URLSearchParams): Query {
  const query: Record<string, string | string[]> = Object.create(null)
  for (const name of new Set(parameters.keys())) {
    const texts = parameters.getAll(name)
    query[name] = texts.length === 1 ? (texts[0] ?? '') : texts
  }
  return query
}

/** The parameters of a query: repeated names stay repeated. */
export function searchOf(query: Query): URLSearchParams {
  const search = new URLSearchParams()
  for (const [name, values] of Object.entries(query)) {
    for (const value of [values ?? []].flat()) search.append(name, value)
  }
  return search
}

const BASE = 'http://daybook.invalid'

/** The address of a page, without the parameter that Next.js adds. */
function partsIn(written: string): URL {
  const url = addressIn(written)
  url.searchParams.delete(PARTS_PARAMETER)
  return url
}

function addressIn(written: string): URL {
  // Appended to the host verbatim: resolved against it, `//host` would name another host.
  return new URL(URL.canParse(BASE + written) ? BASE + written : BASE)
}

/**
 * Validates an address from outside for a redirect or a link: its path and query, or null when a
 * browser could leave this site by it. Checked as a browser resolves it, and again as it would be
 * written: `/.//host` becomes `//host`, which names another site.
 */
export function pathOnSite(address: string | null | undefined): string | null {
  if (!address?.startsWith('/') || !URL.canParse(address, BASE)) return null
  const url = new URL(address, BASE)
  const path = url.pathname + url.search
  // A proxy that decodes paths must not turn it into a host either.
  if (url.origin !== BASE || /^\/(?:[/\\]|%2f|%5c)/i.test(path)) return null
  return URL.canParse(path, BASE) && new URL(path, BASE).origin === BASE ? path : null
}

/** The path to redirect to after sign-in; always on this site. */
export function pathAfterSignIn(next: string | null | undefined): string {
  const path = pathOnSite(next)
  return path === null || path.startsWith('/sign-in') ? '/accounts' : path
}
