import 'server-only'

/**
 * A path and query without dot segments, also written `%2e` (RFC 3986, section 5.2.4). Next.js
 * resolves them later, when the rules for the path that is written would have been applied.
 */
export function withoutDots(address: string): string {
  const [path = ''] = address.split('?', 1)
  if (!DOTS.test(path)) return address
  const kept: string[] = []
  const segments = path.slice(1).split('/')
  for (const [at, segment] of segments.entries()) {
    const dots = segment.replaceAll(/%2e/gi, '.')
    if (dots === '..') kept.pop()
    if (dots !== '.' && dots !== '..') kept.push(segment)
    else if (at === segments.length - 1) kept.push('')
  }
  return `/${kept.join('/')}${address.slice(path.length)}`
}

const DOTS = /\/(?:\.|%2e){1,2}(?:\/|$)/i

/** Escapes each percent sign that begins no escape. */
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
