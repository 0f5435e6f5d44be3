import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { type EventRow, recordedEvent } from '../streams/event-rows'
import { andKnown, type Moment, type StateAt } from '../streams/state-at'

/** An event that only one of two moments includes. */
export type Difference = {
  readonly event: RecordedEvent
  /** `added`: only the second moment includes it; `removed`: only the first. */
  readonly side: 'added' | 'removed'
}

/** The events that differ between two moments of a stream. */
export type Differences = {
  /** How many events only the second moment includes, and how many only the first. */
  readonly added: number
  readonly removed: number
  /** One page, by version. */
  readonly items: readonly Difference[]
  /** The cursor of the next page; null at the end. */
  readonly nextAfter: number | null
}

/**
 * Compares a stream at two moments, whose states are `from` and `to`: a page of the events that
 * only one of them includes. Events in both prefixes are skipped. Between the ends of the prefixes
 * the primary key is scanned; after both, only late events can differ, and a partial index has
 * those.
 * @param after the cursor: `nextAfter` of the page before
 */
export async function differences(
  sql: Sql,
  aggregateId: string,
  [first, second]: readonly [Moment, Moment],
  [from, to]: readonly [StateAt, StateAt],
  { after = 0, limit }: { after?: number; limit: number },
): Promise<Differences> {
  const ends = [from.stream.version, to.stream.version]
  const bounds = { after: Math.max(after, Math.min(...ends)), end: Math.max(...ends) }
  const [inFirst, inSecond] = [isIn(sql, first), isIn(sql, second)]
  const start = bounds.after
  // Plain SQL: two clocks, with the plan described above.
  const rows = await sql<(EventRow & { readonly is_added: boolean })[]>`
    select d.* from (
      (select e.*, ${inSecond} as is_added from log e
        where aggregate_id = ${aggregateId}
          and event_version > ${start} and event_version <= ${bounds.end}
          and ${inFirst} <> ${inSecond}
        order by event_version limit ${limit + 1})
      union all
      (select e.*, ${inSecond} as is_added from log e
        where aggregate_id = ${aggregateId} and occurred_at < frontier_at
          and event_version > ${Math.max(start, bounds.end)}
          and ${inFirst} <> ${inSecond}
        order by event_version limit ${limit + 1})
    ) d order by event_version limit ${limit + 1}`
  const items = rows.slice(0, limit).map(row => ({
    event: recordedEvent(row),
    side: row.is_added ? ('added' as const) : ('removed' as const),
  }))
  return {
    ...countsOf(from, to),
    items,
    nextAfter: rows.length > limit ? (items.at(-1)?.event.version ?? null) : null,
  }
}

/** Whether a moment includes an event, by the plain double filter or the version. */
function isIn(sql: Sql, moment: Moment) {
  if ('version' in moment) return sql`(event_version <= ${moment.version})`
  const { asOf } = moment
  return sql`(true
    ${asOf === undefined ? sql`` : sql`and occurred_at <= ${asOf}`} ${andKnown(sql, moment)})`
}

/** From prefixes and late events alone: no event is read just to be counted. */
function countsOf(from: StateAt, to: StateAt): { added: number; removed: number } {
  return { added: onlyIn(to, from), removed: onlyIn(from, to) }
}

function onlyIn(one: StateAt, other: StateAt): number {
  const end = other.stream.version
  const otherLate = new Set(other.late.map(({ version }) => version))
  const shared = other.late.filter(({ version }) => version <= one.stream.version).length
  const late = one.late.filter(({ version }) => version > end && !otherLate.has(version)).length
  return Math.max(0, one.stream.version - end) - shared + late
}
