import type { RecordedEvent, Stream } from '@/domain/ports'
import { advance, emptyStream } from '@/domain/stream'
import type { Sql } from './connection'
import { type EventRow, recordedEvent, type SnapshotRow, snapshotStream } from './event-rows'
import { SNAPSHOT_SHAPE } from './stored-states'

/** A point on the two clocks (absent: now), or a version. */
export type Moment =
  | { readonly version: number }
  | { readonly asOf?: Date | undefined; readonly knownAt?: Date | undefined }

/** A stream at a moment. */
export type StateAt = {
  /** The state then; its `version` is that of the last event of the prefix inside the moment. */
  readonly stream: Stream
  /** The last event of that prefix; null when nothing had happened yet. */
  readonly after: RecordedEvent | null
  /** The first event after the prefix; null when there is none. */
  readonly before: RecordedEvent | null
  /** Events recorded after the prefix that had happened by then: they are in the state too. */
  readonly late: readonly RecordedEvent[]
}

/** How many events one step of the walk reads: a snapshot's distance, twice. */
const PAGE = 200

/**
 * The state of a stream at business time `asOf` as the bank knew it at `knownAt`, both included.
 *
 * Along a stream `created_at` and `frontier_at` only grow, so the events inside both bounds begin
 * with a prefix: the newest snapshot inside it is found by two index seeks, the rest is walked. The
 * late events after the prefix, which a partial index holds, are added. The cost is
 * O(log n + late events), whatever the age of the account and of the moment.
 */
export async function stateAt(sql: Sql, aggregateId: string, moment: Moment): Promise<StateAt> {
  const inside = insideOf(moment)
  const base = await newestSnapshot(sql, aggregateId, moment)
  const { stream, after, before } = await walk(sql, base, inside)
  const late = 'version' in moment ? [] : await lateEvents(sql, stream, moment)
  return { stream: late.reduce(addLate, stream), after, before, late }
}

/** A late event changes the state then, and not the version that the prefix ended with. */
function addLate(stream: Stream, event: RecordedEvent): Stream {
  return { ...stream, state: advance(stream, event).state }
}

function insideOf(moment: Moment): (event: RecordedEvent) => boolean {
  if ('version' in moment) return ({ version }) => version <= moment.version
  const { asOf, knownAt } = moment
  return ({ frontierAt, createdAt }) =>
    (asOf === undefined || frontierAt <= asOf) && (knownAt === undefined || createdAt <= knownAt)
}

async function newestSnapshot(sql: Sql, aggregateId: string, moment: Moment): Promise<Stream> {
  const bound =
    'version' in moment
      ? sql`${moment.version}::int`
      : sql`least(${boundBy(sql, aggregateId, 'frontier_at', moment.asOf)},
          ${boundBy(sql, aggregateId, 'created_at', moment.knownAt)})`
  const [row] = await sql<SnapshotRow[]>`
    select version, state, created_at, frontier_at from snapshots
    where aggregate_id = ${aggregateId} and shape = ${SNAPSHOT_SHAPE} and version <= ${bound}
    order by version desc limit 1`
  return snapshotStream(aggregateId, row) ?? emptyStream(aggregateId)
}

/** The version of the newest snapshot by a clock, 0 for none, null (no bound) for now. */
function boundBy(
  sql: Sql,
  aggregateId: string,
  clock: 'frontier_at' | 'created_at',
  moment: Date | undefined,
) {
  if (moment === undefined) return sql`2147483647`
  return sql`coalesce((
    select version from snapshots
    where aggregate_id = ${aggregateId} and ${sql(clock)} <= ${moment}
    order by ${sql(clock)} desc, version desc limit 1), 0)`
}

/** Walks forward from a snapshot to the end of the prefix; the snapshot's own event comes along. */
async function walk(sql: Sql, base: Stream, inside: (event: RecordedEvent) => boolean) {
  let stream = base
  let after: RecordedEvent | null = null
  let from = base.version
  for (;;) {
    const rows = await sql<EventRow[]>`
      select * from events
      where aggregate_id = ${base.aggregateId} and event_version >= ${from}
      order by event_version limit ${PAGE}`
    for (const row of rows) {
      const event = recordedEvent(row)
      if (!inside(event)) return { stream, after, before: event }
      if (event.version > stream.version) stream = advance(stream, event)
      after = event
    }
    if (rows.length < PAGE) return { stream, after, before: null }
    from = stream.version + 1
  }
}

async function lateEvents(
  sql: Sql,
  prefix: Stream,
  { asOf, knownAt }: { readonly asOf?: Date | undefined; readonly knownAt?: Date | undefined },
): Promise<RecordedEvent[]> {
  // With no business time asked for, every event that was known is in the prefix.
  if (asOf === undefined || prefix.version === 0) return []
  const rows = await sql<EventRow[]>`
    select * from events
    where aggregate_id = ${prefix.aggregateId} and occurred_at < frontier_at
      and event_version > ${prefix.version} and occurred_at <= ${asOf}
      ${knownAt === undefined ? sql`` : sql`and created_at <= ${knownAt}`}
    order by event_version`
  return rows.map(recordedEvent)
}
