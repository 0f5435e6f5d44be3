import 'server-only'
import { sql } from 'drizzle-orm'
import { bank } from './bank'

/** How long the database may take to answer before the bank counts as out of order. */
const TIMEOUT_MS = 2_000

/** Whether the database answers. */
export async function isHealthy(): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), TIMEOUT_MS)
  })
  const asked = bank()
    .db.execute(sql`select 1`)
    .then(
      () => true,
      () => false,
    )
  try {
    return await Promise.race([asked, late])
  } finally {
    clearTimeout(timer)
  }
}
