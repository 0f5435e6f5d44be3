import type { BankAccountEvent } from '@/domain/bank-account'
import type { RecordedEvent, Stream, StreamAppend } from '@/domain/ports'
import { advance, recordNext, SNAPSHOT_INTERVAL } from '@/domain/stream'
import { append, type Expectation, meets } from './append'
import type { Sql } from './connection'
import { newEventId } from './ids'
import { loadStreams } from './load'

/** An event to save, before it has a place in a stream. */
export type NewEvent = {
  readonly event: BankAccountEvent
  /** When it happened, if that was not now. */
  readonly occurredAt?: Date
  readonly actor: RecordedEvent['actor']
  readonly commandId?: string
  readonly correlationId?: string
}

/** What is written to one stream, and what it must be like. Without events it is only checked. */
export type StreamWrite = {
  readonly aggregateId: string
  readonly expected: Expectation
  readonly events: readonly NewEvent[]
}

/** A stream is not as expected: another writer was first. Nothing was saved. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict'
  constructor(
    readonly aggregateId: string,
    readonly expected: Expectation,
    readonly actual: number,
  ) {
    const hoped = typeof expected === 'number' ? `version ${expected}` : `“${expected}”`
    super(`Stream ${aggregateId} is at version ${actual}; expected was ${hoped}`)
  }
}

/** The connection was lost before the outcome was heard: read the streams to know it. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}

/** How often an append is tried again that lost a race and is still as expected. */
const ATTEMPTS_MAX = 10

/**
 * Appends to one or several streams in one transaction: all of it or nothing.
 * @returns the recorded events, in the order of the writes
 * @throws VersionConflict naming the stream, what was expected of it and its version
 * @throws InvalidEvent with the path of what an event's schema does not allow
 * @throws OutcomeUnknown when the connection was lost on the way
 * @throws RangeError when a stream is named twice
 */
export async function appendEvents(
  sql: Sql,
  writes: readonly StreamWrite[],
): Promise<readonly RecordedEvent[]> {
  const ids = writes.map(({ aggregateId }) => aggregateId)
  if (new Set(ids).size < ids.length) throw new RangeError('An append names a stream twice')
  for (let attempt = 1; ; attempt++) {
    const loaded = await loadStreams(sql, ids)
    const drafts: StreamAppend[] = []
    for (const write of writes) {
      const stream = loaded.get(write.aggregateId)
      if (!stream || !meets(stream.version, write.expected) || attempt > ATTEMPTS_MAX) {
        throw new VersionConflict(write.aggregateId, write.expected, stream?.version ?? 0)
      }
      if (write.events.length > 0) drafts.push(draft(stream, write.events))
    }
    const checks = writes.filter(({ events }) => events.length === 0)
    const outcome = await append(sql, { streams: drafts, records: [] }, checks)
    if (outcome === 'saved') return drafts.flatMap(({ events }) => events)
    if (outcome === 'unknown') throw new OutcomeUnknown('The connection was lost during an append')
  }
}

function draft(before: Stream, events: readonly NewEvent[]): StreamAppend {
  let stream = before
  const recorded: RecordedEvent[] = []
  const snapshots: Stream[] = []
  const now = new Date()
  for (const { event, commandId = null, correlationId = null, ...rest } of events) {
    const envelope = { ...rest, eventId: newEventId(), commandId, correlationId, now }
    const next = recordNext(stream, event, envelope)
    stream = advance(stream, next)
    recorded.push(next)
    if (stream.version % SNAPSHOT_INTERVAL === 0) snapshots.push(stream)
  }
  return { expectedVersion: before.version, events: recorded, stream, snapshots }
}
