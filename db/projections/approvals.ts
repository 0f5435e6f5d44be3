import { APPROVAL_TYPE, approval } from '@/domain/approval/approval'
import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { drizzleOn } from '../query'
import { approvals as table } from '../read-model-schema'
import { type RowPerStream, subscriberOf } from './row-per-stream'

export type ApprovalRow = typeof table.$inferSelect

export const APPROVAL_ROWS: RowPerStream<ApprovalRow> = {
  name: 'approvals',
  aggregateType: APPROVAL_TYPE,
  table,
  rowOf: approvalRow,
  read: tx => drizzleOn(tx).select().from(table),
}

/** The subscriber of the queue of requests that wait for a second member of the staff. */
export const approvals = subscriberOf(APPROVAL_ROWS)

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
