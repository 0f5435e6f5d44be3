import { findServers } from '../../../db/embedded/binaries.mjs'
import { openThrowAway } from '../../../db/embedded/throw-away.mjs'

/**
 * Every engine for the database tests: the embedded PostgreSQL, every other one of the machine from
 * version 15, and the server in TEST_DATABASE_URL. `open` starts a throw-away cluster if needed and
 * resolves with the URL of a superuser's connection.
 */
export async function findEngines() {
  const engines = findServers().map(({ name, binDir }) => ({
    name,
    open: () => openThrowAway({ binDir }),
  }))
  const url = process.env.TEST_DATABASE_URL
  if (url) engines.push({ name: 'TEST_DATABASE_URL', open: async () => ({ url, close() {} }) })
  return engines
}
