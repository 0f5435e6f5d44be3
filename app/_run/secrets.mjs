import { join } from 'node:path'
import { secretIn } from '../../db/embedded/secret-file.mjs'

/**
 * The secret that signs sessions: BETTER_AUTH_SECRET, else one created once and kept in the data
 * folder, so that sessions survive a restart.
 * @param {string} folder
 */
export function signInSecret(folder) {
  return process.env.BETTER_AUTH_SECRET || secretIn(join(folder, 'sign-in-secret'))
}
