import 'server-only'
import { headers } from 'next/headers'

/**
 * The header in which the front door tells the address that was asked for, as it was written: the
 * path and the query. Next.js keeps a query in an object with a prototype, which loses `__proto__`
 * and makes a function of `constructor`.
 */
export const ADDRESS_HEADER = 'x-daybook-address'

/** Next.js adds this parameter to the address of a page whose parts alone are asked for. */
const PARTS_PARAMETER = '_rsc'

/** The query of a page: each name once, and no name that nobody has written. */
export type Query = Readonly<Record<string, string | string[] | undefined>>

/** The address that a request of the API asks for, as it was written. */
export function addressOf(request: Request): string {
  const written = request.headers.get(ADDRESS_HEADER)
  return written === null ? request.url : addressIn(written).href
}

/** The query of the page that is asked for, as it was written. */
export async function askedQuery(searchParams: Promise<Query>): Promise<Query> {
  const [known, written] = await Promise.all([searchParams, headers()])
  const address = written.get(ADDRESS_HEADER)
  return address === null ? known : queryOf(partsIn(address).searchParams)
}

/** The path and query of the page that is asked for; null outside a request. */
export async function askedPath(): Promise<string | null> {
  const written = (await headers()).get(ADDRESS_HEADER)
  if (written === null) return null
  const { pathname, searchParams } = partsIn(written)
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`
}

/** Parameters as an object without a prototype; a name that is given twice has all its texts. */
export function queryOf(parameters: URLSearchParams): Query {
  const query: Record<string, string | string[]> = Object.create(null)
  for (const name of new Set(parameters.keys())) {
    const texts = parameters.getAll(name)
    query[name] = texts.length === 1 ? (texts[0] ?? '') : texts
  }
  return query
}

const BASE = 'http://daybook.invalid'

/** The address of a page, whether all of it or parts of it are asked for. */
function partsIn(written: string): URL {
  const url = addressIn(written)
  url.searchParams.delete(PARTS_PARAMETER)
  return url
}

function addressIn(written: string): URL {
  // Put behind the host as it is: resolved against it, `//host` would name another one.
  return new URL(URL.canParse(BASE + written) ? BASE + written : BASE)
}

/**
 * The path and query of this site that an address from outside names, for a redirect or a link; null
 * when a browser could be led anywhere else by it. It is judged as the browser resolves it, and once
 * more as what would be written: `/.//host` becomes `//host`, which names another site.
 */
export function pathOnSite(address: string | null | undefined): string | null {
  if (!address?.startsWith('/') || !URL.canParse(address, BASE)) return null
  const url = new URL(address, BASE)
  const path = url.pathname + url.search
  // Something between that decodes a path must not make a host of it either.
  if (url.origin !== BASE || /^\/(?:[/\\]|%2f|%5c)/i.test(path)) return null
  return URL.canParse(path, BASE) && new URL(path, BASE).origin === BASE ? path : null
}

/** The path to go to after signing in: one of this site, whatever the address bar says. */
export function pathAfterSignIn(next: string | null | undefined): string {
  const path = pathOnSite(next)
  return path === null || path.startsWith('/sign-in') ? '/accounts' : path
}
