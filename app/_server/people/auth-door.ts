import 'server-only'
import { z } from 'zod'
import { inputProblem, problem, unavailable } from '@/app/_server/http/problems'
import { isJson } from '@/app/_server/http/strict-json'
import { waitOf } from '@/app/_server/limits/sign-ins'
import { troubleMet } from '@/app/_server/process/deadlines'
import type { Problem } from '@/app/_wire/types'
import { type AuthPath, auth, callAuth, EMAIL_LENGTH_MAX } from './auth'
import { isPasswordTooLong } from './password-rules'
import { mustProve } from './proof'
import {
  json,
  methodAnswer,
  NOT_JSON,
  problemResponse,
  readJson,
  refuseForeignOrigin,
} from './requests'
import { PASSKEY_NAME_MAX } from './sessions/passkeys'
import { sentenceForSignIn, signedInBy, viewerOf } from './viewer'

/** The better-auth endpoints that are exposed; all others answer 404. */
const DOORS: ReadonlyMap<string, 'GET' | AuthPath> = new Map([
  ['/api/auth/sign-in/email', '/sign-in/email'],
  ['/api/auth/sign-out', '/sign-out'],
  ['/api/auth/get-session', 'GET'],
  ['/api/auth/passkey/generate-authenticate-options', 'GET'],
  ['/api/auth/passkey/verify-authentication', '/passkey/verify-authentication'],
  ['/api/auth/passkey/generate-register-options', 'GET'],
  ['/api/auth/passkey/verify-registration', '/passkey/verify-registration'],
])

const BODY_BYTES_MAX = 16 * 1024

const credentials = z.object(
  {
    email: z.email({ error: '“email” must be an e-mail address.' }).max(EMAIL_LENGTH_MAX, {
      error: `“email” can have at most ${EMAIL_LENGTH_MAX} characters.`,
    }),
    password: z
      .string({ error: '“password” must be a string.' })
      .refine(password => !isPasswordTooLong(password), {
        error: '“password” is longer than any that can be chosen.',
      }),
    rememberMe: z.boolean({ error: '“rememberMe” must be true or false.' }).optional(),
  },
  { error: 'The request body must be a JSON object with email and password.' },
)

/** What an authenticator has signed, as WebAuthn writes it; better-auth checks the rest. */
const signed = z.object(
  {
    response: z.record(z.string(), z.unknown(), { error: '“response” must be an object.' }),
    name: z.string({ error: '“name” must be a string.' }).max(PASSKEY_NAME_MAX).optional(),
  },
  { error: 'The request body must be a JSON object with a response.' },
)

/**
 * Passes a request with a readable body on to better-auth if its endpoint is exposed, and
 * translates its errors to problem details.
 */
export async function answerAuth(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const door = DOORS.get(pathname)
  if (door === undefined) {
    return problemResponse(problem('NotFound', 'This address does not exist.'))
  }
  const method = door === 'GET' ? 'GET' : 'POST'
  if (request.method !== method && !(request.method === 'HEAD' && method === 'GET')) {
    return methodAnswer(request, method)
  }
  if (door === 'GET')
    return (await early(request, pathname)) ?? translated(await auth().handler(request), door)
  const foreign = refuseForeignOrigin(request)
  if (foreign) return problemResponse(foreign)
  if (door === '/sign-out') {
    const type = request.headers.get('content-type')
    if (type !== null && !isJson(type)) return problemResponse(problem('NotJson', NOT_JSON))
    return translated(await callAuth(door, {}, request.headers), door)
  }
  const body = await readJson(request, BODY_BYTES_MAX)
  if (!body.ok) return problemResponse(body.problem)
  const parsed = (door === '/sign-in/email' ? credentials : signed).safeParse(body.value)
  if (!parsed.success) return problemResponse(unreadable(parsed.error))
  return (
    (await early(request, pathname)) ??
    translated(await callAuth(door, parsed.data, request.headers), door)
  )
}

/**
 * What is answered before better-auth is asked: it doesn't know that a session ends with the role of
 * its person, and would let every open session add a passkey.
 */
async function early(request: Request, pathname: string): Promise<Response | null> {
  if (pathname.endsWith('/get-session')) {
    return (await viewerOf(request.headers)) ? null : json(null)
  }
  if (!pathname.includes('/passkey/') || !pathname.includes('regist')) return null
  const found = await signedInBy(request.headers)
  if (!found) return problemResponse(problem('NotSignedIn', 'Sign in first.'))
  const unproven = mustProve(found.viewer, 'addPasskeys')
  return unproven && problemResponse(unproven)
}

function unreadable({ issues: [issue] }: z.ZodError): Problem {
  const detail = issue?.message ?? 'The request body is invalid.'
  const [field] = issue?.path ?? []
  return field === undefined
    ? problem('Malformed', detail)
    : inputProblem('Malformed', String(field), detail)
}

/** Translates errors of better-auth to problem details. */
async function translated(response: Response, door: 'GET' | AuthPath): Promise<Response> {
  if (response.ok) {
    const answer = json(withoutToken(await response.json()))
    for (const cookie of response.headers.getSetCookie())
      answer.headers.append('set-cookie', cookie)
    return answer
  }
  const { status } = response
  if (status === 429) {
    const retryAfter = waitOf(response)
    const sentence = sentenceForSignIn(status, retryAfter)
    return problemResponse(problem('TooManyAttempts', sentence, { retryAfter }))
  }
  if (status < 500 && door.startsWith('/passkey/')) {
    return problemResponse(problem('SignInRefused', PASSKEY_REFUSED))
  }
  if (status === 401) return problemResponse(problem('SignInRefused', sentenceForSignIn(status)))
  if (status === 403)
    return problemResponse(problem('NotAllowed', 'Requests from this origin are not allowed.'))
  if (status < 500) return problemResponse(problem('Malformed', 'Invalid request.'))
  return problemResponse(unavailable(troubleMet() ?? 'fault'))
}

const PASSKEY_REFUSED = 'This passkey was not accepted. Try again, or use your password.'

/** The session token belongs in its cookie only, which scripts can't read. */
function withoutToken(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  const fields = Object.entries(body).filter(([name]) => name !== 'token')
  return Object.fromEntries(
    fields.map(([name, value]) => [name, name === 'session' ? withoutToken(value) : value]),
  )
}
