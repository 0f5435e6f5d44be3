import { eq, sql as fragment } from 'drizzle-orm'
import type { Sql } from '../connection'
import { drizzleOn } from '../query'
import { caseFiles } from '../read-model-schema'

/** The first day of each age, in days since the opening. */
export const AGES_FROM = [0, 7, 30, 90] as const

/** The open case files of an age, which ends where the next one begins. */
export type CaseAge = {
  readonly fromDays: number
  readonly files: number
  /** Of those, the ones that were due before today. */
  readonly overdue: number
}

/** @param today the day by which a due date has passed, an ISO date */
export async function readCaseAges(sql: Sql, now: Date, today: string): Promise<CaseAge[]> {
  const { openedAt, due, status } = caseFiles
  const days = fragment<number>`floor(extract(epoch from ${now.toISOString()}::timestamptz - ${openedAt})
    / 86400)::int`
  const age = fragment<number>`width_bucket(${days}, ${fragment.raw(`array[${AGES_FROM.join()}]`)})`
  const rows = await drizzleOn(sql)
    .select({
      age,
      files: fragment<number>`count(*)::int`,
      overdue: fragment<number>`(count(*) filter (where ${due} < ${today}))::int`,
    })
    .from(caseFiles)
    .where(eq(status, fragment`'open'`))
    .groupBy(fragment`1`)
  return AGES_FROM.map((fromDays, index) => {
    // A clock that was ahead has opened some of them after now.
    const ours = rows.filter(row => Math.max(row.age, 1) === index + 1)
    const sum = (name: 'files' | 'overdue') => ours.reduce((all, row) => all + row[name], 0)
    return { fromDays, files: sum('files'), overdue: sum('overdue') }
  })
}
