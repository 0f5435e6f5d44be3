import 'server-only'
import { databaseUrl, openSql } from '@/db/connection'
import { powerOf } from '@/db/roles'
import { isOutage } from '@/db/trouble/failures'
import { logFailure } from './log'

/**
 * Exits a web process that was started by hand with the owner's DATABASE_URL: `npm start` gives it
 * a login that can append to the log and change nothing in it. No retry when the database doesn't
 * answer: this finds a mistake; the log is protected by the rights of the login.
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

/** The powers of this URL's login other than rights on tables, in words; null for none. */
export async function powerHeld(url: string): Promise<string | null> {
  const sql = openSql(url, { max: 1 })
  try {
    const [row] = await sql<{ name: string }[]>`select current_user as name`
    return await powerOf(sql, row?.name ?? '')
  } finally {
    await sql.end({ timeout: 5 })
  }
}
