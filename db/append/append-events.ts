import { setTimeout as sleep } from 'node:timers/promises'
import type { AnyAggregate, Named } from '@/domain/event-sourcing/aggregate'
import { addEvent, draftOn } from '@/domain/event-sourcing/draft'
import type { RecordedEvent, Stream, StreamAppend } from '@/domain/event-sourcing/ports'
import { unknownStream } from '@/domain/event-sourcing/stream'
import { aggregateOfEvent } from '../codecs/registry'
import type { Sql } from '../connection'
import { newEventId, requireUuids } from '../ids'
import { loadStreams } from '../streams/load'
import { saveUnit } from './append'
import { type Expectation, meets } from './expectations'

/** An event to save, which has no version yet. */
export type NewEvent = {
  readonly event: Named
  /** When it happened; absent: now. */
  readonly occurredAt?: Date
  /** The calendar date of what came without a time of day. */
  readonly occurredOn?: string
  readonly actor: RecordedEvent['actor']
  readonly commandId?: string
  readonly correlationId?: string
}

/** The events for a stream and its expected version. Without events it is only checked. */
export type StreamWrite = {
  readonly aggregateId: string
  readonly expected: Expectation
  readonly events: readonly NewEvent[]
}

/** A stream is not at its expected version: another writer was first. Nothing was saved. */
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

/** The connection was lost before the outcome arrived: read the streams to find out. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}

/** Every attempt lost a race, although the streams are still as expected. Nothing was saved. */
export class RacesLost extends Error {
  override readonly name = 'RacesLost'
}

/** The maximum number of attempts of an append that loses races. */
const ATTEMPTS_MAX = 10

/** The maximum pause before the first retry; it grows with each attempt. */
const PAUSE_MS = 5

/**
 * Appends to one or several streams in one transaction: all or nothing.
 * @returns the recorded events, in the order of the writes
 * @throws VersionConflict with the stream, its expected and its actual version
 * @throws InvalidEvent with the path of the value that the event's schema rejects
 * @throws OutcomeUnknown when the connection was lost during the append
 * @throws RacesLost when other writers were first in every attempt
 * @throws RangeError when a stream is named twice
 * @throws NoUuid for an id that is no UUID
 */
export async function appendEvents(
  sql: Sql,
  writes: readonly StreamWrite[],
): Promise<readonly RecordedEvent[]> {
  const ids = writes.map(({ aggregateId }) => aggregateId)
  requireUuids(
    'command id',
    writes.flatMap(({ events }) => events.flatMap(({ commandId }) => commandId ?? [])),
  )
  if (new Set(ids).size < ids.length) throw new RangeError('An append names a stream twice')
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
    const loaded = await loadStreams(sql, ids)
    const streams: StreamAppend[] = []
    const unchanged: { aggregateId: string; version: number }[] = []
    for (const { aggregateId, expected, events } of writes) {
      const stream = loaded.get(aggregateId) ?? unknownStream(aggregateId)
      const { version } = stream
      if (!meets(version, expected)) throw new VersionConflict(aggregateId, expected, version)
      const [first] = events
      if (first) streams.push(draft(stream, aggregateOfEvent(first.event), events))
      else if (expected !== 'any') unchanged.push({ aggregateId, version })
    }
    const outcome = await saveUnit(sql, { streams, unchanged, records: [] })
    if (outcome === 'saved') return streams.flatMap(({ events }) => events)
    if (outcome === 'unknown') throw new OutcomeUnknown('The connection was lost during an append')
    await sleep(Math.random() * PAUSE_MS * attempt)
  }
  throw new RacesLost(`${ATTEMPTS_MAX} times others were first on streams ${ids.join(', ')}`)
}

function draft(stored: Stream, aggregate: AnyAggregate, events: readonly NewEvent[]): StreamAppend {
  const now = new Date()
  const drafted = draftOn(aggregate, stored.aggregateId, stored)
  for (const { event, commandId = null, correlationId = null, ...rest } of events) {
    const origin = { ...rest, eventId: newEventId(), commandId, correlationId, now }
    addEvent(drafted, aggregate, event, origin)
  }
  return drafted
}
