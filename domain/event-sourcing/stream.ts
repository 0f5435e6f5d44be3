import {
  type BankAccount,
  type BankAccountEvent,
  evolve,
  initial,
} from '@/domain/bank-account/bank-account'
import type { BalanceRange, RecordedEvent, Stream } from './ports'

/** A snapshot is kept whenever a stream's version passes a multiple of this. */
export const SNAPSHOT_INTERVAL = 100

/**
 * The clocks of processes differ by a little, and are slewed by a little. Up to this many
 * milliseconds an event counts as having happened when it was recorded: else it would stand before
 * one that came first, and ordinary events would be late ones.
 */
export const SKEW_MAX_MS = 1000

/** The stream of an aggregate that nothing has happened to. */
export function emptyStream(aggregateId: string): Stream {
  const none = { openedAt: null, createdAt: null, frontierAt: null }
  return { aggregateId, version: 0, state: initial, ...none }
}

/** What folding an event needs of its envelope. */
type Step = Pick<RecordedEvent, 'version' | 'event' | 'occurredAt' | 'createdAt' | 'frontierAt'>

/** The stream after the next recorded event. */
export function advance(stream: Stream, recorded: Step): Stream {
  const state = evolve(stream.state, recorded.event)
  return {
    aggregateId: stream.aggregateId,
    version: recorded.version,
    state,
    range: rangeAfter(stream, state),
    openedAt: stream.openedAt ?? recorded.occurredAt,
    createdAt: recorded.createdAt,
    frontierAt: recorded.frontierAt,
  }
}

/** Blocks of `SNAPSHOT_INTERVAL` events: each begins anew after a snapshot. */
function rangeAfter({ version, range }: Stream, state: BankAccount): BalanceRange | undefined {
  if (state.status === 'none') return undefined
  const { balance } = state
  if (version % SNAPSHOT_INTERVAL === 0) return { lowest: balance, highest: balance }
  if (!range) return undefined
  return {
    lowest: balance < range.lowest ? balance : range.lowest,
    highest: balance > range.highest ? balance : range.highest,
  }
}

/** What an event's envelope says beside its place in the stream. */
export type Circumstances = Pick<
  RecordedEvent,
  'eventId' | 'actor' | 'commandId' | 'correlationId'
> & {
  readonly now: Date
  /** When it happened, if not now. */
  readonly occurredAt?: Date
}

/**
 * Puts an event at the end of a stream. The recording clock never goes back along a stream, even
 * when this process's clock does: then `createdAt` alone is raised to that of the event before.
 *
 * When it happened is what the clock says now, though an event before may be dated later because a
 * clock was ahead when it was recorded. Only two dates hold it up: nothing happens on an account
 * before it was opened, and see `SKEW_MAX_MS`.
 */
export function recordNext(
  stream: Stream,
  event: BankAccountEvent,
  { eventId, actor, commandId, correlationId, now, occurredAt }: Circumstances,
): RecordedEvent {
  const createdAt = later(stream.createdAt, now)
  const isSkew = createdAt.getTime() - now.getTime() <= SKEW_MAX_MS
  const happenedAt = occurredAt ?? later(stream.openedAt, isSkew ? createdAt : now)
  return {
    eventId,
    actor,
    commandId,
    correlationId,
    aggregateId: stream.aggregateId,
    version: stream.version + 1,
    occurredAt: happenedAt,
    createdAt,
    frontierAt: later(stream.frontierAt, happenedAt),
    event,
  }
}

function later(a: Date | null, b: Date): Date {
  return a !== null && a > b ? a : b
}
