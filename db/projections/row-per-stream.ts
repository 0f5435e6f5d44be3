import { getTableColumns, getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Stream } from '@/domain/event-sourcing/ports'
import type { Transaction } from '../connection'
import type { FeedEvent } from '../feed/read-feed'
import type { Subscriber } from '../feed/subscription'
import { newRows } from '../query'
import { stateAt } from '../streams/state-at'
import type { Difference } from './differences'

type Keyed = { readonly aggregateId: string }

/** A read model that has one row for each stream of an aggregate type, under the stream’s id. */
export type RowPerStream<Row extends Keyed = Keyed> = {
  /** The subscriber that writes it. */
  readonly name: Difference['where']
  readonly aggregateType: string
  readonly table: PgTable
  /** As its stream leaves it; null for a stream of another type, or without events. */
  rowOf(stream: Stream): Row | null
  read(tx: Transaction): Promise<readonly Row[]>
}

/** The key of each of these tables. */
export const ROW_KEY = ['aggregate_id'] as const

/** The subscriber that writes a read model which has this table alone. */
export function subscriberOf(rows: RowPerStream): Subscriber {
  const { name, aggregateType, table } = rows
  return {
    name,
    aggregateTypes: [aggregateType],
    handle: (events, tx) => addRows(tx, events, rows, getTableName(table)),
  }
}

/** Writes the rows of the streams of these events, in the live table or in the copy of a rebuild. */
export async function addRows(
  tx: Transaction,
  events: readonly FeedEvent[],
  { table, rowOf }: RowPerStream,
  into: string,
): Promise<void> {
  const last = new Map(events.map(({ recorded }) => [recorded.aggregateId, recorded.version]))
  // Asked together, they go to the database one after the other, without waiting for each answer.
  const states = await Promise.all(
    Array.from(last, ([id, version]) => stateAt(tx, id, { version })),
  )
  const rows = states.flatMap(({ stream }) => rowOf(stream) ?? [])
  if (rows.length === 0) return
  const changed = Object.values(getTableColumns(table))
    .flatMap(({ name, primary }) => (primary ? [] : `${name} = excluded.${name}`))
    .join(', ')
  await tx`
    insert into ${tx(into)} ${newRows(tx, table, rows)}
    on conflict (aggregate_id) do update set ${tx.unsafe(changed)}`
}
