import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { balanceOf } from '../codecs/registry'
import type { Sql } from '../connection'
import { type EventRow, recordedEvent } from '../streams/event-rows'
import { readStream } from '../streams/read-stream'
import { andKnown, type Clocks, lateAfter, type StateAt, stateAt } from '../streams/state-at'
import { changeSql } from '../timeline/event-amounts'
import { lastVersionAt } from '../timeline/last-version'
import { changeOf, type Entry, type Explanation, entriesDown } from './explanation'

// Plain SQL throughout: row comparisons and optimization fences, on which the plans depend.

/**
 * Effective order: by date, those of one date as recorded. Events on time are in it along their
 * versions, so a page takes them from the primary key and the late ones from their partial index.
 */
type Place = Pick<RecordedEvent, 'occurredAt' | 'version'>

/** The events behind the balance at a moment on the two clocks, in effective order. */
export type ByDate = {
  readonly aggregateId: string
  readonly clocks: Clocks
  /** The stream at that moment. */
  readonly at: StateAt
}

/**
 * A page of the events that make up a balance, newest effective first: late ones stand at their
 * date. The first entry of the first page has the balance of the moment; each entry's balance is
 * that of the entry below plus its change.
 * @param before the cursor: `nextBefore` of the page before
 */
export async function explainByDate(
  sql: Sql,
  of: ByDate,
  { before, limit }: { before?: number; limit: number },
): Promise<Explanation> {
  const { aggregateId } = of
  const [place] = before === undefined ? [] : await readStream(sql, aggregateId, before, before)
  const events = await readBefore(sql, of, place, limit + 1)
  const page = events.slice(0, limit)
  const top = place ? page[0] : undefined
  const balance = top ? await balanceAfter(sql, of, top) : balanceOf(of.at.stream)
  return {
    entries: entriesDown(page, balance, isLate),
    nextBefore: events.length > limit ? (page.at(-1)?.version ?? null) : null,
  }
}

/** The first events that a moment doesn't count, each with the balance after it, earliest first. */
export async function entriesAfter(sql: Sql, of: ByDate, limit: number): Promise<Entry[]> {
  const events = of.clocks.asOf === undefined ? [] : await readAfter(sql, of, of.clocks.asOf, limit)
  let balance = balanceOf(of.at.stream)
  return events.map(event => {
    const change = changeOf(event)
    balance += change
    return { event, change, balance, isLate: isLate(event) }
  })
}

async function readBefore(
  sql: Sql,
  { aggregateId, clocks, at }: ByDate,
  place: RecordedEvent | undefined,
  limit: number,
): Promise<RecordedEvent[]> {
  const { version: prefix } = at.stream
  const last = place ? await lastOnTime(sql, aggregateId, place, prefix) : prefix
  const [onTime, late] = await Promise.all([
    sql<EventRow[]>`
      select * from log
      where aggregate_id = ${aggregateId} and event_version <= ${last}
        and occurred_at = frontier_at
      order by event_version desc limit ${limit}`,
    sql<EventRow[]>`
      select * from ${lateAfter(sql, aggregateId, 0)} as late
      where true ${andKnown(sql, clocks)}
        ${clocks.asOf === undefined ? sql`` : sql`and occurred_at <= ${clocks.asOf}`}
        ${place === undefined ? sql`` : sql`and ${isUpTo(sql, place, sql`<`)}`}
      order by occurred_at desc, event_version desc limit ${limit}`,
  ])
  // Decoded last: what is in cold storage matters only where the page comes to it.
  const rows = [...onTime, ...late].sort((a, b) => -inOrder(placeOf(a), placeOf(b)))
  return rows.slice(0, limit).map(recordedEvent)
}

/** The last version before a place that can be on time. */
async function lastOnTime(sql: Sql, id: string, place: RecordedEvent, prefix: number) {
  if (!isLate(place)) return Math.min(prefix, place.version - 1)
  return lastVersionAt(sql, id, 'frontier_at', { instant: place.occurredAt, newest: prefix })
}

async function readAfter(
  sql: Sql,
  { aggregateId, clocks, at }: ByDate,
  asOf: Date,
  limit: number,
): Promise<RecordedEvent[]> {
  const [onTime, late] = await Promise.all([
    // Recording times never decrease: if the first ones are unknown, so are all that follow.
    sql<EventRow[]>`
      select * from (
        select * from log
        where aggregate_id = ${aggregateId} and event_version > ${at.stream.version}
          and occurred_at = frontier_at
        order by event_version limit ${limit}) as following
      where true ${andKnown(sql, clocks)}`,
    sql<EventRow[]>`
      select * from ${lateAfter(sql, aggregateId, 0)} as late
      where occurred_at > ${asOf} ${andKnown(sql, clocks)}
      order by occurred_at, event_version limit ${limit}`,
  ])
  const rows = [...onTime, ...late].sort((a, b) => inOrder(placeOf(a), placeOf(b)))
  return rows.slice(0, limit).map(recordedEvent)
}

/**
 * The balance after an event in effective order: what was recorded after the last event on time up
 * to there, and the sum of the late ones recorded since.
 */
async function balanceAfter(
  sql: Sql,
  { aggregateId, clocks, at }: ByDate,
  place: RecordedEvent,
): Promise<bigint> {
  const version = isLate(place)
    ? await lastOnTime(sql, aggregateId, place, at.stream.version)
    : place.version
  const [prefix, [late]] = await Promise.all([
    stateAt(sql, aggregateId, { version }),
    sql<{ sum: string }[]>`
      select coalesce(sum(${sql.unsafe(changeSql())}), 0) as sum
      from ${lateAfter(sql, aggregateId, version)} as late
      where ${isUpTo(sql, place, sql`<=`)} ${andKnown(sql, clocks)}`,
  ])
  return balanceOf(prefix.stream) + BigInt(late?.sum ?? 0)
}

function isUpTo(sql: Sql, { occurredAt, version }: Place, sign: ReturnType<Sql>) {
  return sql`(occurred_at, event_version) ${sign} (${occurredAt}, ${version}::int)`
}

function placeOf({ occurred_at: occurredAt, event_version: version }: EventRow): Place {
  return { occurredAt, version }
}

function inOrder(a: Place, b: Place): number {
  return a.occurredAt.getTime() - b.occurredAt.getTime() || a.version - b.version
}

function isLate({ occurredAt, frontierAt }: RecordedEvent): boolean {
  return occurredAt < frontierAt
}
