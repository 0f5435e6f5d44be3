import type { Stream } from '@/domain/event-sourcing/ports'
import type { Transaction } from '../connection'
import { compareRows, type Report } from './differences'
import type { RowPerStream } from './row-per-stream'

/** Compares a read model with the streams, as far as it has followed the feed. */
export function createRowsCheck<Row extends { readonly aggregateId: string }>({
  name,
  rowOf,
  read,
}: RowPerStream<Row>) {
  const expected = new Map<string, Row>()
  return {
    end(stream: Stream): void {
      const row = rowOf(stream)
      if (row) expected.set(row.aggregateId, row)
    },
    async compare(tx: Transaction, report: Report): Promise<void> {
      const rows = new Map((await read(tx)).map(row => [row.aggregateId, row]))
      const behind = await streamsBehind(tx, name)
      for (const id of new Set([...rows.keys(), ...expected.keys()])) {
        if (behind.has(id)) continue
        const sentence = compareRows('The row', rows.get(id) ?? null, expected.get(id) ?? null)
        if (sentence) report(name, id, sentence)
      }
    },
  }
}

/** The streams with events that the subscriber has not handled yet. */
async function streamsBehind(tx: Transaction, name: string): Promise<ReadonlySet<string>> {
  // Plain SQL: its parts are of three tables.
  const rows = await tx<{ id: string }[]>`
    select aggregate_id as id from outbox
    union
    select aggregate_id from feed
    where position > coalesce((select position from subscriptions where name = ${name}), 0)
      or position in (select position from parked_events where subscription = ${name})`
  return new Set(rows.map(({ id }) => id))
}
