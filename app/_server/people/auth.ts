import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { getSessionCookie } from 'better-auth/cookies'
import { CLIENT_HEADER } from '@/app/_server/http/client-address'
import { cookieName, isServedByTls, withoutOldCookies } from '@/app/_server/http/cookies'
import { publicUrl, trustedOrigins } from '@/app/_server/http/origins'
import { limitSignIn, rememberPerson } from '@/app/_server/limits/sign-ins'
import { bank } from '@/app/_server/process/bank'
import { logFailure } from '@/app/_server/process/log'
import { sessionTimes } from '@/app/_server/process/settings'
import {
  authAccounts,
  authPasskeys,
  authSessions,
  authTwoFactors,
  authUsers,
  authVerifications,
} from '@/db/auth-schema'
import { recordAccess } from './access-log'
import { hashInTurn, verifyInTurn } from './password-hashes'
import { PASSWORD_BYTES_MAX } from './password-rules'
import { sessionHooks } from './sessions/begin'
import { passkeys } from './sessions/passkeys'
import { rotation } from './sessions/rotation'
import { hashedCodes, secondFactor, singleUseCodes } from './sessions/second-factor'
import { toldSignIns } from './sessions/told'

/** Begins the names of better-auth's cookies. */
const PREFIX = 'daybook'

/** Longer e-mails are rejected unchecked; in UTF-16 code units. */
export const EMAIL_LENGTH_MAX = 320

type Auth = ReturnType<typeof createAuth>

declare global {
  var daybookAuth: Auth | undefined
}

/** Authentication, created on first use; one per process. */
export function auth(): Auth {
  globalThis.daybookAuth ??= createAuth()
  return globalThis.daybookAuth
}

/**
 * The session token from a request's cookie; null when the cookie is missing or not signed by this
 * bank. The database decides whether the session is still valid. Called on every request;
 * better-auth's own `getSession` takes over a millisecond for it.
 */
export function sessionToken(from: Headers): string | null {
  const value = getSessionCookie(from, { cookiePrefix: cookieName(PREFIX) })
  if (value === null) return null
  const end = value.lastIndexOf('.')
  const [token, given] = [value.slice(0, end), Buffer.from(value.slice(end + 1), 'base64')]
  const signature = createHmac('sha256', authSecret()).update(token).digest()
  const isOurs = given.length === signature.length && timingSafeEqual(given, signature)
  return end > 0 && isOurs ? token : null
}

/** The name of the session's cookie. */
export function sessionCookie(): string {
  return `${cookieName(PREFIX)}.session_token`
}

/** The secret from which keys are derived; `npm start` makes it. */
export function authSecret(): string {
  const { BETTER_AUTH_SECRET } = process.env
  if (BETTER_AUTH_SECRET) return BETTER_AUTH_SECRET
  throw new Error('BETTER_AUTH_SECRET is not set. npm start sets it by itself.')
}

/** A flood of guesses makes one entry of the access log in so long. */
export const TOLD_AGAIN_MS = 10_000

/** The endpoints of better-auth that are called on behalf of people. */
export type AuthPath =
  | '/sign-in/email'
  | '/sign-out'
  | '/change-password'
  | `/two-factor/${'enable' | 'disable' | 'verify-totp' | 'verify-backup-code' | 'generate-backup-codes'}`
  | `/passkey/${'verify-registration' | 'verify-authentication'}`

/**
 * Calls better-auth from the server on behalf of a request with the headers `from`, whose origin
 * was checked. The response carries the cookies to set.
 * @param person the e-mail of whose password is in the body: wrong ones are counted
 */
export async function callAuth(
  path: AuthPath,
  body: Record<string, unknown>,
  from: Headers,
  person: string | null = typeof body.email === 'string' ? body.email : null,
): Promise<Response> {
  const headers = new Headers({
    'content-type': 'application/json',
    origin: new URL(publicUrl()).origin,
  })
  for (const name of ['cookie', 'user-agent', CLIENT_HEADER]) {
    const value = from.get(name)
    if (value) headers.set(name, name === 'cookie' ? value : plain(value))
  }
  const url = `${publicUrl()}/api/auth${path}`
  const request = new Request(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const response = await limited(person, from, () => auth().handler(request))
  if (response.status === 429) {
    const detail = { reason: 'too many attempts' }
    recordAccess({ kind: 'sign-in-failed', by: null, detail, onceInMs: TOLD_AGAIN_MS })
  }
  if (!response.ok) return response
  withoutOldCookies(from, response)
  if (path.startsWith('/two-factor/verify-')) {
    const { user }: { user?: { email?: string } } = await response.clone().json()
    if (user?.email) await rememberPerson(user.email, from, authSecret(), response)
  }
  return response
}

/** Makes an attempt with a person's password, unless there were too many wrong ones. */
export function limited(
  person: string | null,
  from: Headers,
  attempt: () => Promise<Response>,
): Promise<Response> {
  return person === null ? attempt() : limitSignIn(person, from, authSecret(), attempt)
}

/** A header as stored with the session: ASCII, of bounded length. */
function plain(header: string): string {
  return header.slice(0, 500).replace(/[^ -~]/g, '?')
}

/**
 * Messages of better-auth can quote a query with a session token: then only the cause is logged.
 */
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
    secret: authSecret(),
    baseURL: publicUrl(),
    trustedOrigins: trustedOrigins(),
    database: drizzleAdapter(bank().db, {
      provider: 'pg',
      schema: {
        user: authUsers,
        session: authSessions,
        account: authAccounts,
        verification: authVerifications,
        twoFactor: authTwoFactors,
        passkey: authPasskeys,
      },
    }),
    // People are created by the bank: there is no sign-up, and no request sets a role. Which
    // passwords can be chosen is said by password-rules.ts.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 1,
      maxPasswordLength: PASSWORD_BYTES_MAX,
      password: { hash: hashInTurn, verify: verifyInTurn },
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, defaultValue: 'customer', input: false },
      },
    },
    session: {
      // The cookie lasts as long as a session can; sessions/ says when it is over.
      expiresIn: sessionTimes().lifetimeMs / 1000,
      disableSessionRefresh: true,
      freshAge: 0,
      additionalFields: { role: { type: 'string', required: false, input: false } },
    },
    databaseHooks: sessionHooks,
    // The first sees a session before the second factor takes it back, the last after that.
    plugins: [rotation, singleUseCodes, hashedCodes, secondFactor, passkeys(), toldSignIns],
    advanced: {
      cookiePrefix: cookieName(PREFIX),
      // Its own prefix would be `__Secure-`, which other hosts of the domain can write.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isServedByTls() },
      ipAddress: { ipAddressHeaders: [CLIENT_HEADER] },
    },
    // Sign-ins have limits of their own, which all instances share.
    rateLimit: { customRules: { '/sign-in/email': false } },
    telemetry: { enabled: false },
    logger: { log: logSignIn },
  })
}
