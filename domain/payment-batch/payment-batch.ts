import type { Aggregate } from '@/domain/event-sourcing/aggregate'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import type { Person } from '@/domain/payment-order/events'
import { unreachable } from '@/domain/unreachable'
import type { PaymentBatchCommand } from './commands'
import { decide } from './decisions'
import type { BatchRow, BatchSubject, PaymentBatchEvent, RefusedRow } from './events'
import { type PaymentBatchRefusal, sentenceFor } from './refusal'

/*
 * The states of a batch; nothing else is possible.
 *
 *   (uploaded) ──► submitted ──► running ──► completed
 *                    │     │
 *                    ▼     └► withdrawn
 *                 rejected
 *
 * A batch below the limit runs at once. While it runs, its rows become payment orders, in the order of
 * the file, and each of them is paid by itself.
 */

export type BatchStatus = 'submitted' | 'running' | 'rejected' | 'withdrawn' | 'completed'

export type Batch = BatchSubject & {
  readonly status: BatchStatus
  readonly rows: readonly BatchRow[]
  readonly refused: readonly RefusedRow[]
  /** The sum of all rows, in minor units. */
  readonly total: bigint
  /** So many rows, from the first, have become orders. */
  readonly made: number
  /** Rows that could not become orders. */
  readonly unmade: readonly RefusedRow[]
  readonly decidedBy: Person | null
  /** Why it was rejected. */
  readonly reason: string | null
  /** Once it is completed: how many were paid, and how many were not. */
  readonly outcome: { readonly paid: number; readonly failed: number } | null
}

export type PaymentBatch = { readonly status: 'none' } | Batch

export const PAYMENT_BATCH_TYPE = 'PaymentBatch'

export function paymentBatchStream(id: string): StreamRef {
  return { type: PAYMENT_BATCH_TYPE, id }
}

/** Many payments from one file, with one approval. */
export const paymentBatch: Aggregate<
  PaymentBatch,
  PaymentBatchCommand,
  PaymentBatchEvent,
  PaymentBatchRefusal
> = { type: PAYMENT_BATCH_TYPE, initial: { status: 'none' }, evolve, decide, sentenceFor }

function evolve(state: PaymentBatch, event: PaymentBatchEvent): PaymentBatch {
  if (event.type === 'PaymentBatchUploaded') {
    if (state.status !== 'none') throw new Error('A batch begins once')
    const { type: _, ...subject } = event
    const nothing = { rows: [], refused: [], unmade: [], total: 0n, made: 0 }
    const undecided = { decidedBy: null, reason: null, outcome: null }
    return { ...subject, ...nothing, ...undecided, status: 'submitted' }
  }
  if (state.status === 'none') throw new Error(`A batch does not begin with ${event.type}`)
  switch (event.type) {
    case 'PaymentBatchRowsAdded': {
      const added = event.rows.reduce((sum, { amount }) => sum + amount, 0n)
      return { ...state, rows: [...state.rows, ...event.rows], total: state.total + added }
    }
    case 'PaymentBatchRowsRefused':
      return { ...state, refused: [...state.refused, ...event.rows] }
    case 'PaymentBatchSubmitted':
      return { ...state, status: event.needsApproval ? 'submitted' : 'running' }
    case 'PaymentBatchApproved':
      return { ...state, status: 'running', decidedBy: event.by }
    case 'PaymentBatchRejected':
      return { ...state, status: 'rejected', decidedBy: event.by, reason: event.reason }
    case 'PaymentBatchWithdrawn':
      return { ...state, status: 'withdrawn', decidedBy: event.by }
    case 'PaymentBatchOrdersMade':
      return { ...state, made: event.upTo, unmade: [...state.unmade, ...event.refused] }
    case 'PaymentBatchCompleted':
      return {
        ...state,
        status: 'completed',
        outcome: { paid: event.paid, failed: event.failed },
      }
    default:
      return unreachable(event)
  }
}
