import type { AnyAggregate, Named } from './aggregate'
import type { RecordedEvent, Stream } from './ports'

/** A snapshot is kept whenever a stream's version passes a multiple of this. */
export const SNAPSHOT_INTERVAL = 100

/**
 * The clocks of processes differ by a little, and are slewed by a little. Up to this many
 * milliseconds an event counts as having happened when it was recorded: else it would stand before
 * one that came first, and ordinary events would be late ones.
 */
export const SKEW_MAX_MS = 1000

/** A stream of an aggregate that nothing has happened to. */
export function emptyStream({ type, initial }: AnyAggregate, aggregateId: string): Stream {
  return { ...unknownStream(aggregateId), type, state: initial }
}

/** A stream without events, of no type yet. */
export function unknownStream(aggregateId: string): Stream {
  const none = { startedAt: null, createdAt: null, frontierAt: null }
  return { type: null, aggregateId, version: 0, state: null, ...none }
}

/** What folding an event needs of its envelope. */
type Step = Pick<RecordedEvent, 'version' | 'event' | 'occurredAt' | 'createdAt' | 'frontierAt'>

/** The stream after the next recorded event, which is one of `aggregate`. */
export function advance(aggregate: AnyAggregate, stream: Stream, recorded: Step): Stream {
  const before = stream.type === null ? aggregate.initial : stream.state
  const state = aggregate.evolve(before, recorded.event)
  return {
    type: aggregate.type,
    aggregateId: stream.aggregateId,
    version: recorded.version,
    state,
    block: blockAfter(aggregate, stream, state),
    startedAt: stream.startedAt ?? recorded.occurredAt,
    createdAt: recorded.createdAt,
    frontierAt: recorded.frontierAt,
  }
}

/** Blocks of `SNAPSHOT_INTERVAL` events: each begins anew after a snapshot. */
function blockAfter({ block: summary }: AnyAggregate, before: Stream, state: unknown): unknown {
  if (!summary) return undefined
  const one = summary.of(state) ?? undefined
  if (one === undefined || before.version % SNAPSHOT_INTERVAL === 0) return one
  return before.block === undefined ? undefined : summary.join(before.block, one)
}

/** The state of a stream as that of an aggregate; null for a stream of another, or without events. */
export function stateOf<State>(
  aggregate: { readonly type: string; readonly initial: State },
  { type, state }: Pick<Stream, 'type' | 'state'>,
): State | null {
  // The type is stored beside what its aggregate alone has made.
  return type === aggregate.type ? (state as State) : null
}

/** A recorded event as one of an aggregate; null for one of another. */
export function eventOf<Event extends Named>(
  aggregate: { readonly type: string; evolve(state: never, event: Event): unknown },
  { aggregateType, event }: Pick<RecordedEvent, 'aggregateType' | 'event'>,
): Event | null {
  return aggregateType === aggregate.type ? (event as Event) : null // as in `stateOf`
}

/** The metadata of a new event; its version and clocks follow from the stream. */
export type Circumstances = Pick<
  RecordedEvent,
  'eventId' | 'actor' | 'commandId' | 'correlationId'
> & {
  readonly now: Date
  /** When it happened, if not now. */
  readonly occurredAt?: Date
  /** The calendar date of what came without a time of day. */
  readonly occurredOn?: string
}

/**
 * Puts an event at the end of a stream. `createdAt` never decreases along a stream: when this
 * process's clock is behind, it is raised to that of the previous event.
 *
 * `occurredAt` is the present time unless it is given, even if an earlier event has a later date
 * because a clock was ahead. It is raised in two cases only: to the first event of the stream, and
 * for a clock skew up to `SKEW_MAX_MS`.
 */
export function recordNext(
  stream: Stream,
  event: Named,
  { eventId, actor, commandId, correlationId, now, occurredAt, occurredOn }: Circumstances,
): RecordedEvent {
  const createdAt = later(stream.createdAt, now)
  const isSkew = createdAt.getTime() - now.getTime() <= SKEW_MAX_MS
  const happenedAt = occurredAt ?? later(stream.startedAt, isSkew ? createdAt : now)
  return {
    eventId,
    actor,
    commandId,
    correlationId,
    aggregateType: stream.type ?? unnamed(stream),
    aggregateId: stream.aggregateId,
    version: stream.version + 1,
    occurredAt: happenedAt,
    ...(occurredOn !== undefined && { occurredOn }),
    createdAt,
    frontierAt: later(stream.frontierAt, happenedAt),
    event,
  }
}

function unnamed({ aggregateId }: Stream): never {
  throw new Error(`Stream ${aggregateId} has no type to record an event of`)
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b
}
