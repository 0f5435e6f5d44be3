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
  const rows: Row[] = []
  for (const [id, version] of last) {
    const { stream } = await stateAt(tx, id, { version })
    const row = rowOf(stream)
    if (row) rows.push(row)
  }
  return rows
}
