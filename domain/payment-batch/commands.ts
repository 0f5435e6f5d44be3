import type { Decider } from '@/domain/payment-order/commands'
import type { Payee } from '@/domain/payment-order/events'
import type { BatchSubject, RefusedRow } from './events'

/** A row as it is asked for: `amount` is a decimal text in the currency of the batch. */
export type AskedRow = {
  readonly line: number
  readonly to: Payee
  readonly amount: string
  readonly date: string
  readonly reference: string | null
}

export type PaymentBatchCommand =
  | ({
      readonly type: 'CreatePaymentBatch'
      readonly rows: readonly AskedRow[]
      readonly refused: readonly RefusedRow[]
      /** Whether a second person must approve it, by its total; see the bank's limits. */
      readonly needsApproval: boolean
    } & BatchSubject)
  | { readonly type: 'ApprovePaymentBatch'; readonly by: Decider }
  | { readonly type: 'RejectPaymentBatch'; readonly by: Decider; readonly reason: string }
  | { readonly type: 'WithdrawPaymentBatch'; readonly by: Decider }
  | {
      readonly type: 'RecordOrdersMade'
      readonly upTo: number
      readonly refused: readonly RefusedRow[]
    }
  | { readonly type: 'CompletePaymentBatch'; readonly paid: number; readonly failed: number }
