import { join } from 'node:path'
import { secretIn } from '../../db/embedded/secret-file.mjs'

/**
 * The secret that signs the sessions: BETTER_AUTH_SECRET, else one that is made once and kept in
 * the data folder, so that a restart signs nobody out.
 * @param {string} folder
 */
export function signInSecret(folder) {
  return process.env.BETTER_AUTH_SECRET || secretIn(join(folder, 'sign-in-secret'))
}
