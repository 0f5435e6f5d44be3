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
import { callAuth, EMAIL_LENGTH_MAX, PASSWORD_LENGTH_MAX } from './auth'
import { sentenceForSignIn, type Viewer, viewerOf } from './viewer'

export type { Role } from '@/app/_wire/types'
export type { Viewer } from './viewer'

/** The signed-in viewer of this page or action, or null. Cached for one request. */
export const currentViewer = cache(async (): Promise<Viewer | null> => viewerOf(await headers()))

/** The signed-in viewer; redirects to sign-in, and back afterwards, when there is none. */
export async function requireViewer(): Promise<Viewer> {
  const viewer = await currentViewer()
  if (viewer) return viewer
  const path = pathOnSite(await askedPath())
  redirect(path === null ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`)
}

/** A refusal is a sentence for the reader. */
export type SignIn = { ok: true } | { ok: false; sentence: string }

/**
 * Signs in from a server action: sets the session's cookie. Goes through the API's endpoint, so
 * that its rate limits apply here too.
 */
export async function signIn(email: string, password: string): Promise<SignIn> {
  if (email.length > EMAIL_LENGTH_MAX || password.length > PASSWORD_LENGTH_MAX) {
    return { ok: false, sentence: sentenceForSignIn(401) }
  }
  const response = await askAuth('/sign-in/email', { email, password })
  if (response.ok) return { ok: true }
  const trouble = troubleMet()
  if (trouble) return { ok: false, sentence: unavailable(trouble).detail }
  const waitS = waitOf(response)
  if (response.status === 429) answerTooMany(waitS)
  return { ok: false, sentence: sentenceForSignIn(response.status, waitS) }
}

/** Signs out from a server action: ends the session and removes its cookie. */
export async function signOut(): Promise<void> {
  await askAuth('/sign-out', {})
}

async function askAuth(path: Parameters<typeof callAuth>[0], body: Record<string, string>) {
  // A server action's origin was checked by Next.js.
  const response = await callAuth(path, body, await headers())
  await keepCookies(response)
  return response
}

async function keepCookies(response: Response): Promise<void> {
  const store = await cookies()
  const header = response.headers.get('set-cookie')
  if (!header) return
  for (const [name, cookie] of parseSetCookieHeader(header)) {
    store.set(name, cookie.value, toCookieOptions(cookie))
  }
}
