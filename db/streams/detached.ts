import type { Answer } from '@/domain/event-sourcing/ports'
import type { Sql, Transaction } from '../connection'
import type { RowOf } from '../query'
import type { events } from '../schema'
import { horizonOf } from './horizon'

/**
 * What stands in the log for events of a year in cold storage. Of each stream of the year its last
 * event stays, with a snapshot after it, and up to three marks in place of others: the last of them,
 * the last on time, and the late one of the earliest date, each with its version and clocks. So a
 * read that comes to a detached event, by its version, in either order, or as a late one, finds a mark.
 */
export const MARK = 'archive.mark'

/** What a mark has as data; with the balance after its version, for those who look for the last one. */
export type MarkData = {
  readonly year: number
  readonly balance?: string
  readonly currency?: string
}

/** A read needs events that are in cold storage. Its message is for the reader. */
export class YearDetached extends Error {
  override readonly name = 'YearDetached'
  constructor(readonly year: number) {
    super(detachedSentence(year))
  }
}

/** Why something can't be answered, or decided, and who can change that. */
export function detachedSentence(year: number): string {
  return (
    `The events recorded in ${year} are in cold storage, so this can’t be answered. An ` +
    `administrator of the server attaches them again with: npm run archive:years -- attach ${year}`
  )
}

/** A sum in SQL that comes to a mark fails by a cast, whose text has the year (`event-amounts.ts`). */
const MARK_IN_SUM = /"[^"]*archive\.mark (\d{4})"/

/** The detached year that a read came to; null for any other error. */
export function detachedYearOf(error: unknown): number | null {
  if (error instanceof YearDetached) return error.year
  if (!(error instanceof Error)) return null
  const year = MARK_IN_SUM.exec(error.message)?.[1]
  return year === undefined ? detachedYearOf(error.cause) : Number(year)
}

/** The answer to a command that must be decided on a detached year; null for any other error. */
export function answerToDetached(error: unknown): Answer | null {
  const year = detachedYearOf(error)
  return year === null ? null : { outcome: 'detached', year }
}

type Row = Pick<RowOf<typeof events>, 'event_type' | 'event_data'>

/** @throws YearDetached for a mark */
export function requireEvent({ event_type: type, event_data: data }: Row): void {
  if (type === MARK) throw new YearDetached((data as MarkData).year)
}

/**
 * The rows before the first mark, so that a page shows what there is.
 * @throws YearDetached if it is the first row
 */
export function beforeMark<R extends Row>(rows: readonly R[]): readonly R[] {
  const place = rows.findIndex(row => row.event_type === MARK)
  if (place === -1) return rows
  if (rows[0]) requireEvent(rows[0])
  return rows.slice(0, place)
}

/**
 * Call it where an event of a version was looked for and not found.
 * @throws YearDetached if the version is of a detached year
 */
export async function requireNotDetached(
  sql: Sql | Transaction,
  aggregateId: string,
  version: number,
): Promise<void> {
  // Plain SQL: one seek. Above every detached version of a stream there is a mark or another event,
  // and the last event of a detached year is followed by its snapshot, not by a mark.
  const [row] = await sql<(Row & { event_version: number; created_at: Date })[]>`
    select event_version, event_type, event_data, created_at from log
    where aggregate_id = ${aggregateId} and event_version >= ${Math.max(1, version)}
    order by event_version limit 1`
  if (!row || row.event_version === version) return
  requireEvent(row)
  const horizon = await horizonOf(sql)
  // A mark may be below the version: the year is then that of the event above it.
  if (horizon) throw new YearDetached(Math.min(row.created_at.getUTCFullYear(), horizon.year))
}

/**
 * Where a read of the whole log, on either clock, has to begin: what was recorded before may be in
 * cold storage, and happened before too. Null if the period begins later.
 */
export async function cutAt(
  sql: Sql | Transaction,
  from: Date | undefined,
): Promise<{ readonly at: Date; readonly error: YearDetached } | null> {
  if (from !== undefined && isNeverDetached(from)) return null
  const horizon = await horizonOf(sql)
  if (horizon === null || (from !== undefined && from >= horizon.at)) return null
  return { at: horizon.at, error: new YearDetached(horizon.year) }
}

const DAY_MS = 86_400_000

/** This year and the last one stay, so most questions need not ask; clocks may differ by a day. */
function isNeverDetached(from: Date): boolean {
  return from.getUTCFullYear() >= new Date(Date.now() + DAY_MS).getUTCFullYear() - 1
}

/** @throws YearDetached if events recorded at `from` may be in cold storage; absent: any */
export async function requireAttachedSince(
  sql: Sql | Transaction,
  from: Date | undefined,
): Promise<void> {
  const cut = await cutAt(sql, from)
  if (cut) throw cut.error
}
