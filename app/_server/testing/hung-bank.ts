import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { asApplication, openSql } from '@/db/connection'
import { openThrowAway } from '@/db/embedded/throw-away.mjs'
import { migrate } from '@/db/migrate'
import { freeze } from '@/db/testing/freeze'

/** Opens the bank of this process on a server of its own, which tests can stop and lock. */
export async function openHungBank() {
  const server = await openThrowAway()
  await migrate(server.url)
  process.env.DATABASE_URL = asApplication(server.url)
  process.env.BETTER_AUTH_SECRET = 'a secret of the tests, long enough'
  const owner = openSql(server.url, { max: 2 })
  return {
    owner,
    /** Stops the server; returns a function that resumes it. */
    freeze: () => freeze(server.pid() ?? 0),
    /** Locks a table until `work` is done. */
    whileLocked: (table: string, work: () => Promise<unknown>) =>
      owner.begin(async tx => {
        await tx.unsafe(`lock table ${table} in access exclusive mode`)
        await work()
      }),
    async close() {
      await bank().close()
      await owner.end()
      await server.close()
    },
  }
}
