import { setTimeout as sleep } from 'node:timers/promises'
import type { Named } from '@/domain/event-sourcing/aggregate'
import { addEvent, openDraft } from '@/domain/event-sourcing/draft'
import type { RecordedEvent, Stream, StreamAppend } from '@/domain/event-sourcing/ports'
import { emptyStream, unknownStream } from '@/domain/event-sourcing/stream'
import { aggregateOfEvent } from '../codecs/registry'
import type { Sql } from '../connection'
import { newEventId, requireUuids } from '../ids'
import { loadStreams } from '../streams/load'
import { append } from './append'
import { type Expectation, meets } from './expectations'

/** An event to save, before it has a place in a stream. */
export type NewEvent = {
  readonly event: Named
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

/** Every attempt lost a race, though the streams are still as expected. Nothing was saved. */
export class RacesLost extends Error {
  override readonly name = 'RacesLost'
}

/** How often an append is tried that lost a race and is still as expected. */
const ATTEMPTS_MAX = 10

/** Up to this long it waits before it is tried again; the longer, the more races it lost. */
const PAUSE_MS = 5

/**
 * Appends to one or several streams in one transaction: all of it or nothing.
 * @returns the recorded events, in the order of the writes
 * @throws VersionConflict naming the stream, what was expected of it and its version
 * @throws InvalidEvent with the path of what an event's schema does not allow
 * @throws OutcomeUnknown when the connection was lost on the way
 * @throws RacesLost when other writers were first over and over
 * @throws RangeError when a stream is named twice
 * @throws NoUuid when an id is none
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
      const [first, ...rest] = events
      if (first) streams.push(draft(stream, [first, ...rest]))
      else if (expected !== 'any') unchanged.push({ aggregateId, version })
    }
    const outcome = await append(sql, { streams, unchanged, records: [] })
    if (outcome === 'saved') return streams.flatMap(({ events }) => events)
    if (outcome === 'unknown') throw new OutcomeUnknown('The connection was lost during an append')
    await sleep(Math.random() * PAUSE_MS * attempt)
  }
  throw new RacesLost(`${ATTEMPTS_MAX} times others were first on streams ${ids.join(', ')}`)
}

function draft(stored: Stream, events: readonly [NewEvent, ...NewEvent[]]): StreamAppend {
  const now = new Date()
  const aggregate = aggregateOfEvent(events[0].event)
  const drafted = openDraft(
    stored.version > 0 ? stored : emptyStream(aggregate, stored.aggregateId),
  )
  for (const { event, commandId = null, correlationId = null, ...rest } of events) {
    const origin = { ...rest, eventId: newEventId(), commandId, correlationId, now }
    addEvent(drafted, aggregate, event, origin)
  }
  return drafted
}
