import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { getSessionCookie } from 'better-auth/cookies'
import { publicUrl, trustedOrigins } from '@/app/_server/http/origins'
import { bank } from '@/app/_server/process/bank'
import { logFailure } from '@/app/_server/process/log'
import { authAccounts, authSessions, authUsers, authVerifications } from '@/db/auth-schema'
import { forgetAttempts, mayAttempt } from './guessing'
import { endStreamsOf } from './watchers'

/** A session lasts a working day and is not prolonged: reading never writes. */
const SESSION_SECONDS = 24 * 60 * 60

const COOKIE_PREFIX = 'daybook'

/** The longest e-mail and password that are looked at, in UTF-16 code units. */
export const EMAIL_LENGTH_MAX = 320
export const PASSWORD_LENGTH_MAX = 128

type Auth = ReturnType<typeof createAuth>

declare global {
  var daybookAuth: Auth | undefined
}

/** Sign-in, made when it is first asked for; one for the process, as are its rate limits. */
export function auth(): Auth {
  globalThis.daybookAuth ??= createAuth()
  return globalThis.daybookAuth
}

/**
 * The token of the session that a request names; null when its cookie is missing or was not signed by
 * the bank. Whether that session goes on is for the database to say. Every request asks this, and
 * better-auth's own `getSession` takes over a millisecond for it.
 */
export function sessionToken(from: Headers): string | null {
  const value = getSessionCookie(from, { cookiePrefix: COOKIE_PREFIX })
  if (value === null) return null
  const end = value.lastIndexOf('.')
  const [token, given] = [value.slice(0, end), Buffer.from(value.slice(end + 1), 'base64')]
  const signature = createHmac('sha256', secret()).update(token).digest()
  const isOurs = given.length === signature.length && timingSafeEqual(given, signature)
  return end > 0 && isOurs ? token : null
}

function secret(): string {
  const { BETTER_AUTH_SECRET } = process.env
  if (BETTER_AUTH_SECRET) return BETTER_AUTH_SECRET
  throw new Error('BETTER_AUTH_SECRET is not set. npm start sets it by itself.')
}

/**
 * Sends a request of the bank's own to better-auth, on behalf of one with the headers `from`, whose
 * origin was checked. Its answer carries the cookies to set.
 */
export async function callAuth(
  path: '/sign-in/email' | '/sign-out',
  body: Record<string, unknown>,
  from: Headers,
): Promise<Response> {
  const headers = new Headers({
    'content-type': 'application/json',
    origin: new URL(publicUrl()).origin,
  })
  for (const name of ['cookie', 'user-agent', 'x-forwarded-for']) {
    const value = from.get(name)
    if (value) headers.set(name, name === 'cookie' ? value : plain(value))
  }
  const url = `${publicUrl()}/api/auth${path}`
  const request = new Request(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const response = await auth().handler(request)
  const token = path === '/sign-out' && response.ok ? sessionToken(from) : null
  if (token !== null) endStreamsOf(token)
  return response
}

/** What is kept of a header with the session: in ASCII, and of bounded length. */
function plain(header: string): string {
  return header.slice(0, 500).replace(/[^ -~]/g, '?')
}

// Beside better-auth's limit per address, which a client behind no proxy can claim to change.
const countAttempt = createAuthMiddleware(async ({ path, body }) => {
  if (path === '/sign-in/email' && !mayAttempt(String(body?.email))) {
    throw new APIError('TOO_MANY_REQUESTS')
  }
})

const forgetOnSuccess = createAuthMiddleware(async ({ path, body, context }) => {
  if (path === '/sign-in/email' && context.newSession) forgetAttempts(String(body?.email))
})

/** Its messages can quote a query with the token of a session: then only the cause is written. */
function logSignIn(level: string, message: string, ...details: readonly unknown[]): void {
  if (level !== 'error') return
  const error = details.find(detail => detail instanceof Error)
  const [first = ''] = message.split('\n')
  const quoted = first.includes('Failed query') || details.length > 0
  logFailure('Sign-in failed', error ?? (quoted ? 'A query failed' : first))
}

function createAuth() {
  return betterAuth({
    appName: 'Daybook',
    secret: secret(),
    baseURL: publicUrl(),
    trustedOrigins: trustedOrigins(),
    database: drizzleAdapter(bank().db, {
      provider: 'pg',
      schema: {
        user: authUsers,
        session: authSessions,
        account: authAccounts,
        verification: authVerifications,
      },
    }),
    // The bank knows its people: nobody signs themselves up, and no request sets a role.
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, defaultValue: 'customer', input: false },
      },
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    advanced: { cookiePrefix: COOKIE_PREFIX },
    // Ten a client in ten seconds: a class room behind one address can begin its day.
    rateLimit: { customRules: { '/sign-in/email': { window: 10, max: 10 } } },
    hooks: { before: countAttempt, after: forgetOnSuccess },
    telemetry: { enabled: false },
    logger: { log: logSignIn },
  })
}
