import type { BankAccountEvent } from '@/domain/bank-account'
import type { Answer, Append, CommandEnvelope, Ports, RecordedEvent } from '@/domain/ports'
import { advance, recordNext, SNAPSHOT_INTERVAL } from '@/domain/stream'
import { append } from './append'
import { openSql, type Sql } from './connection'
import { type EventRow, recordedEvent } from './event-rows'
import { fingerprintOf, newEventId } from './ids'
import { loadStreams } from './load'
import { type Moment, stateAt } from './state-at'

/** An event to save, before it has a place in a stream. */
export type NewEvent = {
  readonly event: BankAccountEvent
  /** When it happened, if that was not now. */
  readonly occurredAt?: Date
  readonly actor: RecordedEvent['actor']
  readonly commandId?: string
  readonly correlationId?: string
}

/** Another writer was first, or the caller's picture of the stream is stale. Nothing was saved. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict'
  constructor(
    readonly aggregateId: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`Stream ${aggregateId} is at version ${actual}, not at ${expected} as expected`)
  }
}

/** The event store on a PostgreSQL: the log, its snapshots, and the ports of the six steps. */
export type EventStore = ReturnType<typeof createEventStore>

/** Opens the event store of a database that is migrated. It connects when it is first used. */
export function createEventStore(url: string) {
  const sql = openSql(url)
  return {
    ...portsOf(sql),

    /** Saves a prepared batch in one transaction; see `append`. */
    append: (batch: Append) => append(sql, batch),

    /**
     * Appends events to one stream that must be at `expectedVersion` (0: it must not exist).
     * @throws VersionConflict when it is not; then nothing is saved
     */
    saveEvents: (aggregateId: string, events: readonly NewEvent[], expectedVersion: number) =>
      saveEvents(sql, aggregateId, events, expectedVersion),

    /** All events of a stream, oldest first. For long streams, read pages with `readEvents`. */
    getEventsForAggregate: (aggregateId: string) =>
      getEventStream(sql, aggregateId, 1, VERSION_MAX),

    /** The events from `startVersion` to `endVersion`, both included, oldest first. */
    getEventStream: (aggregateId: string, startVersion: number, endVersion: number) =>
      getEventStream(sql, aggregateId, startVersion, endVersion),

    /** The state of a stream at a moment on either clock, or at a version; see `stateAt`. */
    stateAt: (aggregateId: string, moment: Moment) => stateAt(sql, aggregateId, moment),

    /** One page of a stream's events, by version. */
    readEvents: (aggregateId: string, page: EventPage) => readEvents(sql, aggregateId, page),

    /** The events that a command led to; none for one that is unknown or was refused. */
    findEventsOfCommand: (aggregateId: string, commandId: string) =>
      findEventsOfCommand(sql, aggregateId, commandId),

    /** Closes the connections. */
    close: () => sql.end({ timeout: 5 }),
  }
}

/** The largest version of a stream: that of a PostgreSQL integer. */
export const VERSION_MAX = 2 ** 31 - 1

function portsOf(sql: Sql): Ports {
  return {
    async load(commands) {
      const [streams, answers] = await Promise.all([
        loadStreams(
          sql,
          commands.map(({ accountId }) => accountId),
        ),
        loadAnswers(sql, commands),
      ])
      return { streams, answers }
    },
    save: batch => append(sql, batch),
    publish: () => {},
    now: () => new Date(),
    newEventId,
    pause: attempt =>
      new Promise(resolve => setTimeout(resolve, Math.random() * Math.min(4 * 2 ** attempt, 500))),
  }
}

async function saveEvents(
  sql: Sql,
  aggregateId: string,
  events: readonly NewEvent[],
  expectedVersion: number,
): Promise<readonly RecordedEvent[]> {
  const before = (await loadStreams(sql, [aggregateId])).get(aggregateId)
  if (!before || before.version !== expectedVersion) {
    throw new VersionConflict(aggregateId, expectedVersion, before?.version ?? 0)
  }
  let stream = before
  const recorded: RecordedEvent[] = []
  const snapshots = []
  const now = new Date()
  for (const { event, commandId = null, correlationId = null, ...rest } of events) {
    const envelope = { ...rest, eventId: newEventId(), commandId, correlationId, now }
    const next = recordNext(stream, event, envelope)
    stream = advance(stream, next)
    recorded.push(next)
    if (stream.version % SNAPSHOT_INTERVAL === 0) snapshots.push(stream)
  }
  if (recorded.length === 0) return []
  const outcome = await append(sql, {
    streams: [{ expectedVersion, events: recorded, stream, snapshots }],
    records: [],
  })
  if (outcome === 'saved') return recorded
  if (outcome === 'unknown') throw new Error('The connection was lost before the outcome was heard')
  const after = (await loadStreams(sql, [aggregateId])).get(aggregateId)
  throw new VersionConflict(aggregateId, expectedVersion, after?.version ?? 0)
}

async function getEventStream(sql: Sql, aggregateId: string, start: number, end: number) {
  const rows = await sql<EventRow[]>`
    select * from events
    where aggregate_id = ${aggregateId} and event_version between ${start} and ${end}
    order by event_version`
  return rows.map(recordedEvent)
}

/** What a page of events asks for. */
export type EventPage = {
  /** The version that the page before ended with. */
  readonly after?: number
  readonly order: 'asc' | 'desc'
  readonly limit: number
  readonly type?: string
  /** Bounds of `occurred_at`, both included. */
  readonly from?: Date
  readonly to?: Date
}

async function readEvents(sql: Sql, aggregateId: string, page: EventPage) {
  const { after, order, limit, type, from, to } = page
  const rows = await sql<EventRow[]>`
    select * from events
    where aggregate_id = ${aggregateId}
      ${after === undefined ? sql`` : order === 'asc' ? sql`and event_version > ${after}` : sql`and event_version < ${after}`}
      ${type === undefined ? sql`` : sql`and event_type = ${type}`}
      ${from === undefined ? sql`` : sql`and occurred_at >= ${from}`}
      ${to === undefined ? sql`` : sql`and occurred_at <= ${to}`}
    order by event_version ${order === 'asc' ? sql`asc` : sql`desc`}
    limit ${limit}`
  return rows.map(recordedEvent)
}

type CommandRow = {
  readonly command_id: string
  readonly aggregate_id: string
  readonly first_version: number | null
  readonly last_version: number | null
  readonly fingerprint: Buffer
  readonly refusal: Extract<Answer, { outcome: 'refused' }>['refusal'] | null
}

/** The answers of those commands that were answered before, by command id. */
async function loadAnswers(sql: Sql, commands: readonly CommandEnvelope[]) {
  const ids = [...new Set(commands.map(({ commandId }) => commandId))]
  const rows = await sql<CommandRow[]>`
    select command_id, aggregate_id, first_version, last_version, fingerprint, refusal
    from commands where command_id = any(${ids}::uuid[])`
  const answers = new Map<string, Answer>()
  for (const row of rows) {
    const asked = commands.find(({ commandId }) => commandId === row.command_id)
    const same = asked && fingerprintOf(asked).equals(row.fingerprint)
    answers.set(row.command_id, same ? await firstAnswer(sql, row) : { outcome: 'reused' })
  }
  return answers
}

/** The answer that a command got, from its record and the log, which never changes. */
async function firstAnswer(sql: Sql, row: CommandRow): Promise<Answer> {
  const { aggregate_id: id, first_version: first, last_version: last, refusal } = row
  if (refusal) return { outcome: 'refused', refusal }
  if (first === null || last === null) throw new Error(`Command ${row.command_id} has no outcome`)
  const [events, { stream }] = await Promise.all([
    getEventStream(sql, id, first, last),
    stateAt(sql, id, { version: last }),
  ])
  const { state: account, openedAt } = stream
  if (account.status !== 'open' || !openedAt) throw new Error(`No account ${id} at ${last}`)
  return { outcome: 'accepted', version: last, account, openedAt, events }
}

async function findEventsOfCommand(sql: Sql, aggregateId: string, commandId: string) {
  const [row] = await sql<Pick<CommandRow, 'first_version' | 'last_version'>[]>`
    select first_version, last_version from commands
    where command_id = ${commandId} and aggregate_id = ${aggregateId}`
  if (!row?.first_version || !row.last_version) return []
  return getEventStream(sql, aggregateId, row.first_version, row.last_version)
}
