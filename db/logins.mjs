import { createHash, createHmac, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'

/** The login of the web process: it can add to the log, but change nothing in it. */
export const APP_LOGIN = 'daybook_app'

/** The login that moves old events into the archive. */
export const ARCHIVIST_LOGIN = 'daybook_archivist'

/** PostgreSQL's own number of iterations (scram_iterations). */
const scramRounds = 4096

/**
 * The URL of the owner's database for another login.
 *
 * The login's password is derived from the owner's by a one-way function. Everybody who may run
 * migrations, on any machine, can thus give a web process the same login, and the web process can't
 * compute the owner's password. scrypt makes guessing a weak one slow. If the owner has no password
 * (a server that trusts its socket), neither has the login.
 * @param {string} ownerUrl in a form of connectionOptions, connection.ts
 * @param {string} login
 */
export function loginUrl(ownerUrl, login) {
  const url = new URL(ownerUrl)
  const password = loginPassword(ownerUrl, login)
  // A URL without a host, as for a socket folder, can have a user only in its query.
  url.username = ''
  url.password = ''
  url.searchParams.set('user', login)
  url.searchParams.delete('password')
  if (password !== null) url.searchParams.set('password', password)
  return url.href
}

/**
 * The password argument of CREATE ROLE and ALTER ROLE: a SCRAM verifier (RFC 5803), so that no
 * server log contains the password. Null without a password.
 */
export function loginVerifier(ownerUrl, login) {
  const password = loginPassword(ownerUrl, login)
  if (password === null) return null
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, scramRounds, 32, 'sha256')
  const keyOf = name => createHmac('sha256', salted).update(name).digest()
  const storedKey = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  const serverKey = keyOf('Server Key').toString('base64')
  return `SCRAM-SHA-256$${scramRounds}:${salt.toString('base64')}$${storedKey}:${serverKey}`
}

const passwords = new Map()

/** @returns {string | null} */
function loginPassword(ownerUrl, login) {
  const url = new URL(ownerUrl)
  const owners = url.searchParams.get('password') ?? decodeURIComponent(url.password)
  if (owners === '') return null
  const key = `${login} ${owners}`
  const password =
    passwords.get(key) ?? scryptSync(owners, `login ${login}`, 24).toString('base64url')
  passwords.set(key, password)
  return password
}
