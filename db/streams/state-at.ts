import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { unknownStream } from '@/domain/event-sourcing/stream'
import { readableShapes } from '../codecs/registry'
import type { Sql, Transaction } from '../connection'
import { requireUuids } from '../ids'
import { requireNotDetached } from './detached'
import {
  advance,
  type EventRow,
  recordedEvent,
  type SnapshotRow,
  snapshotStream,
} from './event-rows'

/** A point on the two clocks, both included; absent: now. */
export type Clocks = { readonly asOf?: Date | undefined; readonly knownAt?: Date | undefined }

/** A point on the two clocks, or a version. */
export type Moment = { readonly version: number } | Clocks

/** A stream at a moment. */
export type StateAt = {
  /** The state at the moment; its `version` is that of the prefix's last event. */
  readonly stream: Stream
  /** The last event of the prefix; null when nothing had happened yet. */
  readonly last: RecordedEvent | null
  /** The first event after the prefix; null at the end of the stream. */
  readonly next: RecordedEvent | null
  /** Events after the prefix that had happened by then; the state includes them. */
  readonly late: readonly RecordedEvent[]
}

/** How many events are read at once: more than there are between two snapshots. */
const PAGE = 200

/**
 * The state of a stream at business time `asOf` as the bank knew it at `knownAt`, both inclusive.
 *
 * Along a stream `created_at` and `frontier_at` never decrease, so the events inside both bounds
 * start with a prefix. Two index seeks find the newest snapshot in it, and the rest of the prefix
 * is read from there. Late events after the prefix are added from a partial index. Two queries; the
 * cost is O(log n + late events), however old the account or the moment is.
 * @throws YearDetached for a moment whose events are in cold storage
 */
export async function stateAt(
  sql: Sql | Transaction,
  aggregateId: string,
  moment: Moment,
): Promise<StateAt> {
  requireUuids('stream id', [aggregateId])
  const inside = insideOf(moment)
  const snapshot = await newestSnapshot(sql, aggregateId, moment)
  let stream = unknownStream(aggregateId)
  let last: RecordedEvent | null = null
  let next: RecordedEvent | null = null
  for (let from = snapshot?.version ?? 1; ; from = stream.version + 1) {
    const { walked, lateRows } = await walkFrom(sql, aggregateId, from, moment)
    await requireNoGap(sql, aggregateId, from, walked)
    if (snapshot && from === snapshot.version && stream.version === 0) {
      const witness = walked[0] && recordedEvent(walked[0])
      stream = snapshotStream(aggregateId, snapshot, witness) ?? stream
      if (stream.version === 0) continue // the snapshot is wrong: fold from the start
    }
    for (const row of walked) {
      const event = recordedEvent(row)
      if (!inside(event)) next = event
      if (next) break
      if (event.version > stream.version) stream = advance(stream, event)
      last = event
    }
    if (next || walked.length < PAGE) {
      const { version } = stream
      const beyond = (row: EventRow) => version > 0 && row.event_version > version
      const late = lateRows.filter(beyond).map(recordedEvent)
      return { stream: late.reduce(addLate, stream), last, next, late }
    }
  }
}

/** @throws YearDetached if the first row is not the next version, but one after a detached year */
async function requireNoGap(
  sql: Sql | Transaction,
  aggregateId: string,
  from: number,
  [first]: readonly EventRow[],
): Promise<void> {
  if (first && first.event_version > from) await requireNotDetached(sql, aggregateId, from)
}

/** A late event changes the state, but not the version of the prefix. */
function addLate(stream: Stream, event: RecordedEvent): Stream {
  return { ...stream, state: advance(stream, event).state }
}

function insideOf(moment: Moment): (event: RecordedEvent) => boolean {
  if ('version' in moment) return ({ version }) => version <= moment.version
  const { asOf, knownAt } = moment
  return ({ frontierAt, createdAt }) =>
    (asOf === undefined || frontierAt <= asOf) && (knownAt === undefined || createdAt <= knownAt)
}

async function newestSnapshot(
  sql: Sql | Transaction,
  aggregateId: string,
  moment: Moment,
): Promise<SnapshotRow | undefined> {
  const bound =
    'version' in moment
      ? sql`${moment.version}::int`
      : sql`least(${boundBy(sql, aggregateId, 'frontier_at', moment.asOf)},
          ${boundBy(sql, aggregateId, 'created_at', moment.knownAt)})`
  // Plain SQL, here and below: runs for every read of an account, with plans of its own.
  const [row] = await sql<SnapshotRow[]>`
    select version, state, created_at, frontier_at from snapshots
    where aggregate_id = ${aggregateId} and shape = any(${readableShapes()}::int[]) and version <= ${bound}
    order by version desc limit 1`
  return row
}

/** The version of the newest snapshot by a clock; 0: there is none; null: no bound (now). */
function boundBy(
  sql: Sql | Transaction,
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

/**
 * A page of events (the first page starts with the snapshot's witness) and the late events inside
 * the moment, in one statement, so both are as of the same database snapshot.
 */
async function walkFrom(sql: Sql | Transaction, aggregateId: string, from: number, moment: Moment) {
  const rows = await sql<(EventRow & { readonly is_late: boolean })[]>`
    (select e.*, false as is_late from log e
      where aggregate_id = ${aggregateId} and event_version >= ${from}
      order by event_version limit ${PAGE})
    ${
      'version' in moment || moment.asOf === undefined
        ? sql``
        : sql`
    union all
    (select late.*, true from ${lateAfter(sql, aggregateId, from)} late
      where occurred_at <= ${moment.asOf} ${andKnown(sql, moment)})`
    }`
  return {
    walked: rows.filter(row => !row.is_late),
    lateRows: rows.filter(row => row.is_late).sort((a, b) => a.event_version - b.event_version),
  }
}

/**
 * The late events after a version, as a table. The clocks are to be compared outside of it, behind
 * an optimization fence (`offset 0`). Without it PostgreSQL, which estimates that a third of all
 * events are late, adds the indexes of the clocks, and reads them whole.
 */
export function lateAfter(sql: Sql | Transaction, aggregateId: string, version: number) {
  return sql`(
    select * from log
    where aggregate_id = ${aggregateId} and event_version > ${version}
      and occurred_at < frontier_at
    offset 0)`
}

/** The condition that an event was recorded by then, starting with `and`; empty for now. */
export function andKnown(sql: Sql | Transaction, { knownAt }: Clocks) {
  return knownAt === undefined ? sql`` : sql`and created_at <= ${knownAt}`
}
