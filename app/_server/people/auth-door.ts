import 'server-only'
import { z } from 'zod'
import { inputProblem, problem, unavailable } from '@/app/_server/http/problems'
import { isJson } from '@/app/_server/http/strict-json'
import { waitOf } from '@/app/_server/limits/sign-ins'
import { troubleMet } from '@/app/_server/process/deadlines'
import type { Problem } from '@/app/_wire/types'
import { auth, callAuth, EMAIL_LENGTH_MAX, PASSWORD_LENGTH_MAX } from './auth'
import {
  json,
  methodAnswer,
  NOT_JSON,
  problemResponse,
  readJson,
  refuseForeignOrigin,
} from './requests'
import { sentenceForSignIn } from './viewer'

/** The better-auth endpoints that are exposed; all others answer 404. */
const DOORS: ReadonlyMap<string, 'GET' | 'POST'> = new Map([
  ['/api/auth/sign-in/email', 'POST'],
  ['/api/auth/sign-out', 'POST'],
  ['/api/auth/get-session', 'GET'],
])

const BODY_BYTES_MAX = 16 * 1024

const credentials = z.object(
  {
    email: z.email({ error: '“email” must be an e-mail address.' }).max(EMAIL_LENGTH_MAX, {
      error: `“email” can have at most ${EMAIL_LENGTH_MAX} characters.`,
    }),
    password: z.string({ error: '“password” must be a string.' }).max(PASSWORD_LENGTH_MAX, {
      error: `“password” can have at most ${PASSWORD_LENGTH_MAX} characters.`,
    }),
    rememberMe: z.boolean({ error: '“rememberMe” must be true or false.' }).optional(),
  },
  { error: 'The request body must be a JSON object with email and password.' },
)

/**
 * Passes a request with a readable body on to better-auth if its endpoint is exposed, and
 * translates its errors to problem details.
 */
export async function answerAuth(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  const method = DOORS.get(pathname)
  if (method === undefined) {
    return problemResponse(problem('NotFound', 'This address does not exist.'))
  }
  if (request.method !== method && !(request.method === 'HEAD' && method === 'GET')) {
    return methodAnswer(request, method)
  }
  if (method === 'GET') return translated(await auth().handler(request))
  const foreign = refuseForeignOrigin(request)
  if (foreign) return problemResponse(foreign)
  if (!pathname.endsWith('/sign-in/email')) {
    const type = request.headers.get('content-type')
    if (type !== null && !isJson(type)) return problemResponse(problem('NotJson', NOT_JSON))
    return translated(await callAuth('/sign-out', {}, request.headers))
  }
  const body = await readJson(request, BODY_BYTES_MAX)
  if (!body.ok) return problemResponse(body.problem)
  const parsed = credentials.safeParse(body.value)
  if (!parsed.success) return problemResponse(unreadable(parsed.error))
  return translated(await callAuth('/sign-in/email', parsed.data, request.headers))
}

function unreadable({ issues: [issue] }: z.ZodError): Problem {
  const detail = issue?.message ?? 'The request body is invalid.'
  const [field] = issue?.path ?? []
  return field === undefined
    ? problem('Malformed', detail)
    : inputProblem('Malformed', String(field), detail)
}

/** Translates errors of better-auth to problem details. */
async function translated(response: Response): Promise<Response> {
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
  if (status === 401) return problemResponse(problem('SignInRefused', sentenceForSignIn(status)))
  if (status === 403)
    return problemResponse(problem('NotAllowed', 'Requests from this origin are not allowed.'))
  if (status < 500) return problemResponse(problem('Malformed', 'Invalid request.'))
  return problemResponse(unavailable(troubleMet() ?? 'outage'))
}

/** The session token belongs in its cookie only, which scripts can't read. */
function withoutToken(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body
  const fields = Object.entries(body).filter(([name]) => name !== 'token')
  return Object.fromEntries(
    fields.map(([name, value]) => [name, name === 'session' ? withoutToken(value) : value]),
  )
}
