import 'server-only'
import { FOREIGN, isForeign } from '@/app/_server/http/origins'
import { problem, unavailableBecause } from '@/app/_server/http/problems'
import { isJson, parseStrictJson } from '@/app/_server/http/strict-json'
import { deadlineFor, within } from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { noteRequestId } from '@/app/_server/process/request-notes'
import type { Problem } from '@/app/_wire/types'
import { bearerIn, hashOf, serviceOf } from './bearer'
import { mayEnter } from './denials'
import type { Right } from './rights'
import { type Session, signedInBy, type Viewer } from './viewer'

/** An authenticated request. */
export type Asked = {
  readonly request: Request
  readonly viewer: Viewer
  /** The token of the session; the hash of the token of a service. */
  readonly token: string
  /** Of a person; a service has none. */
  readonly session: Session | null
  readonly requestId: string
}

/** Answers an API request within its deadline: never throws, and sends no internals to a client. */
export async function answer(
  request: Request,
  handle: (requestId: string) => Promise<Response>,
): Promise<Response> {
  const requestId = crypto.randomUUID()
  noteRequestId(requestId)
  const ms = deadlineFor(request.method, new URL(request.url).pathname)
  const response = await within(ms, () => handle(requestId)).catch((error: unknown) => {
    logFailure('A request failed', error, requestId)
    return problemResponse(failure(error, requestId))
  })
  response.headers.set('x-request-id', requestId)
  return response
}

/**
 * As `answer`, for requests of viewers who have a right; what it is about is asked beside the data.
 * @param unseen what customers are told who lack the right, where even that there is something is not
 *   theirs to know
 */
export function answerViewer(
  request: Request,
  right: Right,
  handle: (asked: Asked) => Promise<Response>,
  unseen?: () => Problem,
): Promise<Response> {
  return answer(request, async requestId => {
    const caller = await callerOf(request.headers)
    if ('status' in caller) return problemResponse(caller)
    const barred = mayEnter(caller.viewer, right)
    if (!barred) return handle({ request, ...caller, requestId })
    const isUnseen = unseen && caller.viewer.role === 'customer'
    return problemResponse(isUnseen ? unseen() : barred)
  })
}

type Caller = Pick<Asked, 'viewer' | 'token' | 'session'>

/** The service or the person of a request: a bearer token counts alone, whatever cookie comes too. */
async function callerOf(headers: Headers): Promise<Caller | Problem> {
  const bearer = bearerIn(headers)
  if (bearer !== null) {
    const viewer = await serviceOf(bearer)
    const refused = problem('NotSignedIn', UNKNOWN_TOKEN, { scheme: 'Bearer' })
    return viewer ? { viewer, token: hashOf(bearer), session: null } : refused
  }
  const found = await signedInBy(headers)
  if (!found) return problem('NotSignedIn', 'Sign in first.')
  return { ...found, token: found.session.token }
}

const UNKNOWN_TOKEN = 'This token is not valid, has expired or was revoked.'

/** JSON that must not be cached: every answer is private. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}

/** The answer to a request that has changed something and has nothing to tell. */
export function noContent(): Response {
  return new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
}

export function problemResponse(of: Problem): Response {
  const headers = new Headers({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
  const challenge = challengeFor(of)
  if (challenge !== null) headers.set('www-authenticate', challenge)
  if (of.status === 429 || of.status === 503) {
    headers.set('retry-after', String(of.retryAfter ?? RETRY_AFTER_S))
  }
  return new Response(JSON.stringify(of), { status: of.status, headers })
}

/** For problems that know no better time to try again. */
const RETRY_AFTER_S = 10

/** How to authenticate instead (RFC 9110, RFC 6750); null where that would not help. */
function challengeFor({ status, scheme, scope }: Problem): string | null {
  if (status === 401) {
    return scheme === 'Bearer' ? `${BEARER}, error="invalid_token"` : 'Session realm="daybook"'
  }
  const lacks = status === 403 && typeof scope === 'string'
  return lacks ? `${BEARER}, error="insufficient_scope", scope="${scope}"` : null
}

const BEARER = 'Bearer realm="daybook"'

type Method = 'GET' | 'POST' | 'DELETE'

/**
 * Answers methods that a route doesn't have, and OPTIONS; names the allowed ones (GET includes
 * HEAD).
 */
export function refuseMethod(...allowed: Method[]): (request: Request) => Promise<Response> {
  return request => answer(request, async () => methodAnswer(request, ...allowed))
}

/** The answer to a request with the wrong method. */
export function methodAnswer(request: Request, ...allowed: Method[]): Response {
  const detail = `Method not allowed at this address. Use ${allowed.join(' or ')}.`
  const response =
    request.method === 'OPTIONS'
      ? new Response(null, { status: 204, headers: { 'cache-control': 'no-store' } })
      : problemResponse(problem('MethodNotAllowed', detail))
  const names = [...allowed, 'OPTIONS', ...(allowed.includes('GET') ? ['HEAD'] : [])]
  response.headers.set('allow', names.sort().join(', '))
  return response
}

/** Refuses a command from another site (CSRF). */
export function refuseForeignOrigin({ headers }: Request): Problem | null {
  // No page of another site can make a browser send a token.
  if (bearerIn(headers) !== null) return null
  const hosts = [headers.get('host')]
  const sender = { site: headers.get('sec-fetch-site'), origin: headers.get('origin'), hosts }
  if (!isForeign(sender)) return null
  return problem('NotAllowed', FOREIGN)
}

/** The largest request body in bytes: a thousand commands with the longest notes. */
const BODY_BYTES_MAX = 4 * 1024 * 1024

export type ReadBody = { ok: true; value: unknown } | { ok: false; problem: Problem }

/**
 * The JSON of a request, if its header says that it is JSON: browsers let any page send a body of
 * another type to the bank, with the reader's cookie.
 */
export async function readJson(request: Request, bytesMax = BODY_BYTES_MAX): Promise<ReadBody> {
  if (!isJson(request.headers.get('content-type'))) {
    return { ok: false, problem: problem('NotJson', NOT_JSON) }
  }
  const bytes = await readBytes(request, bytesMax).catch(() => undefined)
  // A truncated body is no failure of the server, and usually nobody receives the answer.
  if (bytes === undefined) {
    return {
      ok: false,
      problem: problem('Malformed', 'The request body was cut off. Send it again.'),
    }
  }
  if (bytes === null) {
    const detail = `The request body can have at most ${Math.floor(bytesMax / 1024)} KiB. Send a smaller one.`
    return { ok: false, problem: problem('TooLarge', detail) }
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const read = parseStrictJson(text)
    return read.ok ? read : { ok: false, problem: problem('Malformed', read.sentence) }
  } catch {
    return { ok: false, problem: problem('Malformed', 'The request body must be JSON in UTF-8.') }
  }
}

export const NOT_JSON =
  'The request body must be JSON. Send it with “Content-Type: application/json”.'

/** The bytes of a file that is the body of a request, of one of these media types. */
export async function readFile(
  request: Request,
  types: readonly string[],
  bytesMax: number,
): Promise<{ ok: true; bytes: Uint8Array } | { ok: false; problem: Problem }> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!types.includes(type)) {
    const detail = `Send the file with “Content-Type: ${types.join('” or “Content-Type: ')}”.`
    return { ok: false, problem: problem('NotJson', detail) }
  }
  const bytes = await readBytes(request, bytesMax).catch(() => undefined)
  if (bytes) return { ok: true, bytes }
  if (bytes === undefined) {
    const detail = 'The request body was cut off. Send it again.'
    return { ok: false, problem: problem('Malformed', detail) }
  }
  const detail = `A file can have at most ${Math.floor(bytesMax / 1024 / 1024)} MiB. Split it.`
  return { ok: false, problem: problem('TooLarge', detail) }
}

async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) return null
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request.body ?? []) {
    size += part.byteLength
    if (size > bytesMax) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function failure(error: unknown, requestId: string): Problem {
  const instance = `urn:uuid:${requestId}`
  const its = unavailableBecause(error)
  if (its) return { ...its, instance }
  const detail = 'Internal error. It has been logged. Try again.'
  return problem('Failure', detail, { instance })
}
