import { APPROVAL_TYPE, approval } from '@/domain/approval/approval'
import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import type { Transaction } from '../connection'
import type { FeedEvent } from '../feed/read-feed'
import type { Subscriber } from '../feed/subscription'
import { drizzleOn, newRows } from '../query'
import { approvals as table } from '../read-model-schema'
import { type RowPerStream, rowsAfter } from './row-per-stream'

/** The table that follows the feed under the name `approvals`, with its key. */
export const APPROVALS_TABLES = { approvals: ['aggregate_id'] } as const

export type ApprovalRow = typeof table.$inferSelect

/** The subscriber of the queue of requests that wait for a second member of the staff. */
export const approvals: Subscriber = {
  name: 'approvals',
  aggregateTypes: [APPROVAL_TYPE],
  handle: (events, tx) => addApprovals(tx, events, 'approvals'),
}

/** Writes the rows of the streams of these events, in the live table or in the copy of a rebuild. */
export async function addApprovals(
  tx: Transaction,
  events: readonly FeedEvent[],
  name: string,
): Promise<void> {
  const rows = await rowsAfter(tx, events, APPROVAL_ROWS)
  if (rows.length === 0) return
  await tx`
    insert into ${tx(name)} as a ${newRows(tx, table, rows)}
    on conflict (aggregate_id) do update set
      status = excluded.status, changed_at = excluded.changed_at, version = excluded.version,
      decided_by_name = excluded.decided_by_name`
}

/** The row of a request; null for a stream of another type, or without events. */
function approvalRow(stream: Stream): ApprovalRow | null {
  const state = stateOf(approval, stream)
  if (!state || state.status === 'none' || !stream.startedAt || !stream.createdAt) return null
  const { status, asked, decidedBy } = state
  return {
    aggregateId: stream.aggregateId,
    accountId: asked.accountId,
    askedAt: stream.startedAt,
    changedAt: stream.createdAt,
    version: stream.version,
    status,
    kind: asked.command.type,
    amount: asked.amount,
    currency: asked.currency,
    askedBy: asked.by.id,
    askedByName: asked.by.name,
    decidedByName: decidedBy?.name ?? null,
  }
}

export const APPROVAL_ROWS: RowPerStream<ApprovalRow> = {
  name: 'approvals',
  rowOf: approvalRow,
  read: tx => drizzleOn(tx).select().from(table),
}
