import 'server-only'
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** The people whose browser this may be, at most; the one who signed in longest ago is dropped. */
const PEOPLE_MAX = 5
const NONCE_BYTES = 12

/** Hashes what a limit is about, so that the table of limits names nobody. */
export function hashed(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url').slice(0, 24)
}

/**
 * The device of a person: the part of the cookie that was given to this browser when the person
 * signed in with it (OWASP, "Slow down online guessing attacks with device cookies"). Null for a
 * browser with which this person never signed in.
 * @param cookie its value, `nonce.signature` for each person, joined by `~`
 */
export function deviceOf(person: string, cookie: string, secret: string): string | null {
  for (const part of cookie.split('~').slice(0, PEOPLE_MAX)) {
    const [nonce = '', signature = ''] = part.split('.')
    const [given, own] = [Buffer.from(signature), Buffer.from(signatureOf(person, nonce, secret))]
    if (given.length === own.length && timingSafeEqual(given, own)) return nonce
  }
  return null
}

/** The cookie of a browser with which a person has now signed in, who is known from then on. */
export function withDevice(person: string, cookie: string, secret: string): string {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url')
  const added = `${nonce}.${signatureOf(person, nonce, secret)}`
  const kept = cookie.split('~').filter(part => /^[\w-]{16}\.[\w-]{43}$/.test(part))
  return [added, ...kept].slice(0, PEOPLE_MAX).join('~')
}

function signatureOf(person: string, nonce: string, secret: string): string {
  return createHmac('sha256', secret).update(`device ${nonce} ${person}`).digest('base64url')
}
