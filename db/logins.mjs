import { createHash, createHmac, pbkdf2Sync, randomBytes, scryptSync } from 'node:crypto'

/** The login of the web process: it can add to the log, and change nothing in it. */
export const APP_LOGIN = 'daybook_app'

/** The login that moves old events into the archive. */
export const ARCHIVIST_LOGIN = 'daybook_archivist'

/** PostgreSQL's own number of rounds (scram_iterations). */
const scramRounds = 4096

/**
 * The database that the owner's URL names, entered as another login.
 *
 * The login's password follows from the owner's by a one-way function, so whoever may run
 * migrations, on whatever machine, can hand the same login to a web process, which can't work its
 * way back. scrypt makes guessing a weak owner's password from it slow. An owner without a password
 * (a server that trusts its socket) gives a login without one.
 * @param {string} ownerUrl in a form of connectionOptions, connection.ts
 * @param {string} login
 */
export function loginUrl(ownerUrl, login) {
  const url = new URL(ownerUrl)
  const password = loginPassword(ownerUrl, login)
  // A URL without a host, such as that of a socket folder, has no place for a user but its query.
  url.username = ''
  url.password = ''
  url.searchParams.set('user', login)
  url.searchParams.delete('password')
  if (password !== null) url.searchParams.set('password', password)
  return url.href
}

/**
 * What CREATE ROLE and ALTER ROLE take as the password of the login: a SCRAM verifier (RFC 5803), so
 * that no log of a server ever holds the password itself. Null when there is none.
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
