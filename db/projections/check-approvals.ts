import type { Stream } from '@/domain/event-sourcing/ports'
import type { Transaction } from '../connection'
import { drizzleOn } from '../query'
import { approvals as table } from '../read-model-schema'
import { type ApprovalRow, approvalRow, approvals } from './approvals'
import { compareRows, type Report } from './differences'

/** Compares the queue of requests with their streams, as far as it has followed the feed. */
export function createApprovalsCheck() {
  const expected = new Map<string, ApprovalRow>()
  return {
    end(stream: Stream): void {
      const row = approvalRow(stream)
      if (row) expected.set(row.aggregateId, row)
    },
    async compare(tx: Transaction, report: Report): Promise<void> {
      const found = await drizzleOn(tx).select().from(table)
      const rows = new Map(found.map(row => [row.aggregateId, row]))
      const behind = await streamsBehind(tx)
      for (const id of new Set([...rows.keys(), ...expected.keys()])) {
        if (behind.has(id)) continue
        const sentence = compareRows('The row', rows.get(id) ?? null, expected.get(id) ?? null)
        if (sentence) report('approvals', id, sentence)
      }
    },
  }
}

/** The streams with events that the subscriber has not handled yet. */
async function streamsBehind(tx: Transaction): Promise<ReadonlySet<string>> {
  // Plain SQL: its parts are of three tables.
  const rows = await tx<{ id: string }[]>`
    select aggregate_id as id from outbox
    union
    select aggregate_id from feed
    where position > coalesce(
        (select position from subscriptions where name = ${approvals.name}), 0)
      or position in (
        select position from parked_events where subscription = ${approvals.name})`
  return new Set(rows.map(({ id }) => id))
}
