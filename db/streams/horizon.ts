import type { Sql, Transaction } from '../connection'

/** The years of the archive that are in cold storage: all up to and including `year`. */
export type Horizon = {
  readonly year: number
  /** What was recorded from this instant on is in the database. */
  readonly at: Date
}

/** The question that is under way, by client: whoever asks meanwhile gets the same answer. */
const asking = new WeakMap<Sql | Transaction, Promise<Horizon | null>>()

/** Null while every year is attached. Years leave oldest first, so one instant tells it. */
export function horizonOf(sql: Sql | Transaction): Promise<Horizon | null> {
  const known = asking.get(sql) ?? askHorizon(sql).finally(() => asking.delete(sql))
  asking.set(sql, known)
  return known
}

async function askHorizon(sql: Sql | Transaction): Promise<Horizon | null> {
  const [row] = await sql<
    { year: number | null }[]
  >`select max(year)::int as year from archive_years`
  const year = row?.year ?? null
  return year === null ? null : { year, at: new Date(Date.UTC(year + 1, 0, 1)) }
}
