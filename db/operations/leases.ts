import type { Sql } from '../connection'

/**
 * Takes or extends a lease: of any number of processes that try, one has it. It ends by itself when
 * its holder doesn't extend it, by the database's clock.
 * @returns whether `holder` has it now
 */
export async function takeLease(
  sql: Sql,
  name: string,
  holder: string,
  seconds: number,
): Promise<boolean> {
  // Plain SQL: Drizzle can't say `now()` plus an interval in both places.
  const rows = await sql`
    insert into leases (name, holder, until)
    values (${name}, ${holder}, now() + ${seconds} * interval '1 second')
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
    where leases.holder = excluded.holder or leases.until < now()
    returning name`
  return rows.length === 1
}
