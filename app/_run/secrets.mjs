import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The secret that signs the sessions: BETTER_AUTH_SECRET, else one that is made once and kept in
 * the data folder, so that a restart signs nobody out.
 * @param {string} folder
 */
export function signInSecret(folder) {
  if (process.env.BETTER_AUTH_SECRET) return process.env.BETTER_AUTH_SECRET
  const file = join(folder, 'sign-in-secret')
  if (!existsSync(file)) createOnce(file, randomBytes(32).toString('base64url'))
  return readFileSync(file, 'utf8').trim()
}

/** Two starts at the same moment agree on one secret: a link never replaces a file. */
function createOnce(file, text) {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${text}\n`, { mode: 0o600 })
  try {
    linkSync(fresh, file)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}
