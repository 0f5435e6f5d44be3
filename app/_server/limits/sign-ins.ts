import 'server-only'
import { parseCookies } from 'better-auth/cookies'
import { clientGroupOf } from '@/app/_server/http/client-address'
import { cookieName, isServedByTls } from '@/app/_server/http/cookies'
import { type Bucket, beginAttempt, isKnownAddress, rememberAddress, succeed } from './buckets'
import { deviceOf, hashed, withDevice } from './known-devices'
import { readLimits } from './limits.mjs'
import { secondsOf } from './wait-in-words'

const YEAR_S = 365 * 24 * 3600

/** The header with which a refused sign-in says how many seconds to wait; better-auth's too. */
const WAIT_HEADER = 'x-retry-after'

/** How many seconds a refused sign-in has to wait. */
export function waitOf(refused: Response): number {
  return Number(refused.headers.get(WAIT_HEADER) ?? 10)
}

/**
 * Makes an attempt to sign in with a password, if there were not too many wrong ones for this
 * person or from this address; else answers 429 without looking at the password. Browsers and
 * addresses with which the person has signed in before are counted apart, so that others can't
 * lock that person out.
 */
export async function limitSignIn(
  email: string,
  from: Headers,
  secret: string,
  attempt: () => Promise<Response>,
): Promise<Response> {
  const { person, address, device } = clientOf(email, from, secret)
  const isKnown = device === null && (await isKnownAddress(person, address))
  const buckets = bucketsOf(person, address, { device, isKnown })
  const waitMs = await beginAttempt(buckets)
  if (waitMs > 0) {
    const headers = { [WAIT_HEADER]: String(secondsOf(waitMs)) }
    return new Response(null, { status: 429, headers })
  }
  const response = await inTurn(buckets[0]?.key ?? person, attempt)
  if (!response.ok) return response
  await succeed(buckets)
  // A password is half of it where a code is asked for: who has that too is remembered then.
  if (!(await needsCode(response))) await rememberPerson(email, from, secret, response)
  return response
}

async function needsCode(response: Response): Promise<boolean> {
  if (!response.headers.get('content-type')?.includes('json')) return false
  const body: unknown = await response.clone().json()
  return typeof body === 'object' && body !== null && 'twoFactorRedirect' in body
}

/** Remembers the browser and the address with which somebody has now signed in. */
export async function rememberPerson(
  email: string,
  from: Headers,
  secret: string,
  response: Response,
): Promise<void> {
  const { person, address, device, cookie } = clientOf(email, from, secret)
  await rememberAddress(person, address)
  if (device !== null) return
  response.headers.append('set-cookie', setDevice(withDevice(person, cookie, secret)))
}

/** A person, their address and their browser, as far as the limits know them. */
function clientOf(email: string, from: Headers, secret: string) {
  const person = hashed(email.toLowerCase(), secret)
  const address = hashed(clientGroupOf(from), secret)
  const cookie = parseCookies(from.get('cookie') ?? '').get(deviceCookie()) ?? ''
  return { person, address, cookie, device: deviceOf(person, cookie, secret) }
}

declare global {
  var daybookSignIns: Map<string, Promise<unknown>> | undefined
}

/**
 * Attempts that count together are made one after the other, so that guesses at one person's
 * password leave others a place among those that are hashed. They are few: the rest was refused.
 */
async function inTurn(key: string, attempt: () => Promise<Response>): Promise<Response> {
  globalThis.daybookSignIns ??= new Map()
  const signIns = globalThis.daybookSignIns
  const before = signIns.get(key) ?? Promise.resolve()
  const own = before.then(attempt, attempt)
  signIns.set(key, own)
  try {
    return await own
  } finally {
    if (signIns.get(key) === own) signIns.delete(key)
  }
}

type Known = { readonly device: string | null; readonly isKnown: boolean }

function bucketsOf(person: string, address: string, { device, isKnown }: Known): Bucket[] {
  const { signIns, addressSignIns } = readLimits()
  const own = { free: signIns, isPersonal: true }
  if (device !== null) return [{ ...own, key: `device:${person}:${device}` }]
  if (isKnown) return [{ ...own, key: `place:${person}:${address}` }]
  return [
    { ...own, key: `person:${person}` },
    { key: `address:${address}`, free: addressSignIns, isPersonal: false },
  ]
}

function deviceCookie(): string {
  return cookieName('daybook.device')
}

function setDevice(value: string): string {
  const secure = isServedByTls() ? '; Secure' : ''
  return `${deviceCookie()}=${value}; Path=/; Max-Age=${YEAR_S}; HttpOnly; SameSite=Lax${secure}`
}
