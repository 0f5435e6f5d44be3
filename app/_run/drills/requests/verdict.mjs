/** Headers that every answer must have. */
const SECURITY_HEADERS = [
  ...['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy'],
  ...['cross-origin-opener-policy', 'cross-origin-resource-policy', 'permissions-policy'],
]

/** What no body may contain: stack traces, the framework's own errors, server paths, SQL. */
const SECRETS = [
  ...[
    /^\s+at .+:\d+:\d+\)?$/m,
    /Internal Server Error/,
    /\bInvariant\b/,
    /digest":"\d/,
    /\bE\d+\)/,
  ],
  ...[
    /node_modules|\.next\/server|webpack-internal|file:\/\//,
    /\b(?:Type|Syntax|Range|Reference)Error\b/,
  ],
  ...[
    /PostgresError|Failed query|SQLSTATE|syntax error at|drizzle/i,
    /\bselect\b.{1,200}\bfrom\b.{1,80}\bwhere\b/is,
  ],
]

/**
 * Why an answer is wrong; an empty list when it is right.
 * @param {{ status: number, headers: Map<string, string>, body: string }} answer
 * @param {{ method?: string, target?: string, mayBeSilent?: boolean, hangUp?: boolean }} request
 */
export function faultsOf(answer, request, { folder, port }) {
  const { status, headers, body } = answer
  if (status === -1) return ['no answer in time']
  if (status === 0) return request.mayBeSilent || request.hangUp ? [] : ['closed without an answer']
  const faults = []
  if (status >= 500 && status !== 503) faults.push(`status ${status}`)
  if (request.isRefused && status < 400) faults.push(`is carried out: ${status}`)
  const missing = SECURITY_HEADERS.filter(name => !headers.has(name))
  if (missing.length > 0) faults.push(`without ${missing.join(', ')}`)
  const location = headers.get('location')
  if (location !== undefined && !isHere(location, port)) faults.push(`redirects to ${location}`)
  const allow = headers.get('allow')?.split(', ')
  if (status === 405 && !allow) faults.push('405 without Allow')
  if (status === 405 && allow?.includes(request.method))
    faults.push(`refuses ${request.method}, which allow lists (${allow})`)
  if (request.method === 'TRACE' && status < 400) faults.push(`TRACE answered with ${status}`)
  const isKept = status < 400 && /\/_next\/|\.png|\.svg|favicon/.test(request.target ?? '')
  if (!isKept && !/no-store/.test(headers.get('cache-control') ?? '')) faults.push('may be cached')
  const isFile = status === 200 && /\/_next\/|\.png|\.svg/.test(request.target ?? '')
  const told = isFile ? undefined : [...SECRETS, folder].find(secret => has(body, secret))
  if (told) faults.push(`the body reveals ${told}`)
  return faults
}

function has(body, secret) {
  return typeof secret === 'string' ? body.includes(secret) : secret.test(body)
}

/** Whether an address leads to this bank's own origin. */
function isHere(location, port) {
  const base = `http://127.0.0.1:${port}`
  return URL.canParse(location, base) && new URL(location, base).origin === base
}
