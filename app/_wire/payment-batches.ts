/** Batches of payments: JSON, types only. Amounts are decimal texts. */

export type BatchStatusJson = 'submitted' | 'running' | 'rejected' | 'withdrawn' | 'completed'

/** A decision on a batch; idempotent under its `commandId`. */
export type BatchBody = { commandId: string; batchId: string } & (
  | { type: 'ApprovePaymentBatch' | 'WithdrawPaymentBatch' }
  | { type: 'RejectPaymentBatch'; reason: string }
)

/** A row that is not paid, by its line in the file. */
export type RefusedRowJson = { line: number; sentence: string }

export type BatchPaymentJson = {
  line: number
  to: { accountId: string; number: string; owner: string }
  amount: string
  /** A date such as `2026-12-31`, in the bank's zone. */
  date: string
  reference: string | null
}

export type PaymentBatchJson = {
  batchId: string
  version: number
  status: BatchStatusJson
  accountId: string
  currency: string
  file: { name: string; format: 'csv' | 'pain.001'; digest: string }
  /** What all its payments move together. */
  total: string
  /** The payments in the order of the file, each with the order that it becomes. */
  payments: (BatchPaymentJson & { orderId: string })[]
  refused: RefusedRowJson[]
  madeBy: string
  madeById: string
  /** Who approved, rejected or withdrew it. */
  decidedBy: string | null
  reason: string | null
  madeAt: string
  changedAt: string
  progress: BatchProgressJson
}

/** How many payments became orders, were made, were given up, and are still to be made. */
export type BatchProgressJson = {
  ordered: number
  paid: number
  failed: number
  waiting: number
}

/** A batch in a list. */
export type BatchLineJson = Omit<PaymentBatchJson, 'payments' | 'refused'> & {
  payments: number
  refused: number
}

/** What a file would become; nothing is recorded yet. */
export type BatchPreviewJson = {
  accountId: string
  currency: string
  format: 'csv' | 'pain.001'
  total: string
  payments: BatchPaymentJson[]
  refused: RefusedRowJson[]
  /** Whether a second person must approve it. */
  needsApproval: boolean
  /** The batch that this file became before, for the same account. */
  before: string | null
}
