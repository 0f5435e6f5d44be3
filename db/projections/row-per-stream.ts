import type { Stream } from '@/domain/event-sourcing/ports'
import type { Transaction } from '../connection'
import type { FeedEvent } from '../feed/read-feed'
import { stateAt } from '../streams/state-at'
import type { Difference } from './differences'

/** A read model that has one row for each stream of its aggregate types. */
export type RowPerStream<Row extends { readonly aggregateId: string }> = {
  /** The subscriber that writes it. */
  readonly name: Difference['where']
  /** As its stream leaves it; null for a stream of another type, or without events. */
  rowOf(stream: Stream): Row | null
  read(tx: Transaction): Promise<readonly Row[]>
}

/** The rows of the streams of these events, as the last of them leaves each. */
export async function rowsAfter<Row extends { readonly aggregateId: string }>(
  tx: Transaction,
  events: readonly FeedEvent[],
  { rowOf }: Pick<RowPerStream<Row>, 'rowOf'>,
): Promise<Row[]> {
  const last = new Map(events.map(({ recorded }) => [recorded.aggregateId, recorded.version]))
  // Asked together, they go to the database one after the other, without waiting for each answer.
  const states = await Promise.all(
    Array.from(last, ([id, version]) => stateAt(tx, id, { version })),
  )
  return states.flatMap(({ stream }) => rowOf(stream) ?? [])
}
