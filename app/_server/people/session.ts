import 'server-only'
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies'
import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { askedPath, pathOnSite } from '@/app/_server/http/address'
import { unavailable } from '@/app/_server/http/problems'
import { waitOf } from '@/app/_server/limits/sign-ins'
import { troubleMet } from '@/app/_server/process/deadlines'
import { answerTooMany } from '@/app/_server/process/status'
import { type AuthPath, callAuth, EMAIL_LENGTH_MAX, sessionCookie } from './auth'
import { isPasswordTooLong } from './password-rules'
import { readCode } from './sessions/second-factor'
import { isPrefetch, noteUse } from './sessions/use'
import { type Session, sentenceForCode, sentenceForSignIn, signedInBy, type Viewer } from './viewer'

export type { Role } from '@/app/_wire/types'
export type { Viewer } from './viewer'

/** Who is signed in for this page or action, or null; it counts as use of their session. */
const signedIn = cache(async () => {
  const [sent, store] = await Promise.all([headers(), cookies()])
  // After an action that gave the session a new token, the page is rendered for the old headers.
  const name = sessionCookie()
  const value = store.get(name)?.value
  const found = await signedInBy(
    value === undefined ? sent : new Headers({ cookie: `${name}=${encodeURIComponent(value)}` }),
  )
  if (found && !isPrefetch(sent)) noteUse(found.session.token, found.viewer.role)
  return found
})

/** The signed-in viewer of this page or action, or null. Cached for one request. */
export async function currentViewer(): Promise<Viewer | null> {
  return (await signedIn())?.viewer ?? null
}

/** The session of this page or action, or null. */
export async function currentSession(): Promise<Session | null> {
  return (await signedIn())?.session ?? null
}

/** Everybody's own page, where a second factor is set up. */
const OWN_PAGE = '/me'

/**
 * The signed-in viewer; redirects to sign-in, and back afterwards, when there is none, and to their own
 * page while they must set up a second factor.
 */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await currentViewer()
  if (viewer && !viewer.lacksFactor) return viewer
  const path = pathOnSite(await askedPath())
  if (viewer) {
    if (path?.split('?', 1)[0] !== OWN_PAGE) redirect(OWN_PAGE)
    return viewer
  }
  redirect(path === null ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`)
}

/** A refusal is a sentence for the reader. */
export type SignIn = { ok: true; needsCode: boolean } | { ok: false; sentence: string }

/**
 * Signs in from a server action: sets the session's cookie, or that of the question for a code. Goes
 * through the API's endpoint, so that its rate limits apply here too.
 */
export async function signIn(email: string, password: string): Promise<SignIn> {
  if (email.length > EMAIL_LENGTH_MAX || isPasswordTooLong(password)) {
    return { ok: false, sentence: sentenceForSignIn(401) }
  }
  const response = await askAuth('/sign-in/email', { email, password })
  if (!response.ok) return { ok: false, sentence: refusalOf(response, sentenceForSignIn) }
  const body: { twoFactorRedirect?: boolean } = await response.json()
  return { ok: true, needsCode: body.twoFactorRedirect === true }
}

/** Whether a password was right and a code is asked for. */
export async function isCodeAwaited(): Promise<boolean> {
  return (await cookies()).getAll().some(({ name }) => name.endsWith('.two_factor'))
}

/** The second step of signing in: a code of the authenticator app, or a recovery code. */
export async function signInWithCode(typed: string): Promise<SignIn> {
  const { kind, code } = readCode(typed)
  const path = kind === 'app' ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code'
  const response = await askAuth(path, { code })
  if (response.ok) return { ok: true, needsCode: false }
  return { ok: false, sentence: refusalOf(response, sentenceForCode) }
}

/** Signs out from a server action: ends the session and removes its cookie. */
export async function signOut(): Promise<void> {
  await askAuth('/sign-out', {})
}

/** Calls better-auth from a server action, and keeps the cookies of its answer. */
export async function askAuth(
  path: AuthPath,
  body: Record<string, string | boolean>,
  person?: string,
): Promise<Response> {
  // A server action's origin was checked by Next.js.
  const response = await callAuth(path, body, await headers(), person)
  await keepCookies(response)
  return response
}

/** Why better-auth refused, as a sentence. */
export function refusalOf(
  response: Response,
  sentenceFor: (status: number, waitS: number) => string,
): string {
  const trouble = troubleMet()
  if (trouble) return unavailable(trouble).detail
  const waitS = waitOf(response)
  if (response.status === 429) answerTooMany(waitS)
  return sentenceFor(response.status, waitS)
}

async function keepCookies(response: Response): Promise<void> {
  const store = await cookies()
  const header = response.headers.get('set-cookie')
  if (!header) return
  for (const [name, cookie] of parseSetCookieHeader(header)) {
    store.set(name, cookie.value, toCookieOptions(cookie))
  }
}
