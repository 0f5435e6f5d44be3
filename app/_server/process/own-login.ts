import 'server-only'
import { databaseUrl, openSql } from '@/db/connection'
import { powerOf } from '@/db/roles'
import { isOutage } from '@/db/trouble/failures'
import { logFailure } from './log'

/**
 * Ends a web process that was started by hand with the owner's DATABASE_URL: `npm start` gives it a
 * login that can add to the log and change nothing in it. A database that does not answer at that
 * moment is not asked again: this finds a mistake, the rights of the login are what protects the log.
 */
export async function requireOwnLogin(): Promise<void> {
  try {
    const power = await powerHeld(databaseUrl())
    if (power === null) return
    console.error(
      `DATABASE_URL names ${power}. The web process needs a login that can only append to the log. ` +
        'npm start creates one.',
    )
    process.exit(1)
  } catch (error) {
    if (!isOutage(error)) logFailure('Checking the web process’s login failed', error)
  }
}

/** What the login of this URL holds beside rights on tables, in words; null for nothing. */
export async function powerHeld(url: string): Promise<string | null> {
  const sql = openSql(url, { max: 1 })
  try {
    const [row] = await sql<{ name: string }[]>`select current_user as name`
    return await powerOf(sql, row?.name ?? '')
  } finally {
    await sql.end({ timeout: 5 })
  }
}
