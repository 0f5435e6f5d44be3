import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { getSessionCookie } from 'better-auth/cookies'
import { CLIENT_HEADER } from '@/app/_server/http/client-address'
import { cookieName, isServedByTls, withoutOldCookies } from '@/app/_server/http/cookies'
import { publicUrl, trustedOrigins } from '@/app/_server/http/origins'
import { limitSignIn } from '@/app/_server/limits/sign-ins'
import { bank } from '@/app/_server/process/bank'
import { logFailure } from '@/app/_server/process/log'
import { authAccounts, authSessions, authUsers, authVerifications } from '@/db/auth-schema'
import { hashInTurn, verifyInTurn } from './password-hashes'
import { endStreamsOf } from './watchers'

/** A session lasts 24 hours and is not extended, so that reads never write. */
const SESSION_SECONDS = 24 * 60 * 60

/** Begins the names of better-auth's cookies. */
const PREFIX = 'daybook'

/** Longer e-mails and passwords are rejected unchecked; in UTF-16 code units. */
export const EMAIL_LENGTH_MAX = 320
export const PASSWORD_LENGTH_MAX = 128

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
 * Calls better-auth from the server on behalf of a request with the headers `from`, whose origin
 * was checked. The response carries the cookies to set.
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
  for (const name of ['cookie', 'user-agent', CLIENT_HEADER]) {
    const value = from.get(name)
    if (value) headers.set(name, name === 'cookie' ? value : plain(value))
  }
  const url = `${publicUrl()}/api/auth${path}`
  const request = new Request(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const send = () => auth().handler(request)
  const response =
    path === '/sign-in/email'
      ? await limitSignIn(String(body.email), from, secret(), send)
      : await send()
  const token = path === '/sign-out' && response.ok ? sessionToken(from) : null
  if (token !== null) endStreamsOf(token)
  if (response.ok) withoutOldCookies(from, response)
  return response
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
    // People are created by the bank: there is no sign-up, and no request sets a role.
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: { hash: hashInTurn, verify: verifyInTurn },
    },
    user: {
      additionalFields: {
        role: { type: 'string', required: true, defaultValue: 'customer', input: false },
      },
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
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
