import type { DateText } from '@/domain/event-sourcing/calendar-date'
import type { Currency } from '@/domain/money/money'
import type { Payee, Person } from '@/domain/payment-order/events'

/** Where a batch came from: a file, by its name and the SHA-256 of its bytes (hex). */
export type BatchFile = {
  readonly name: string
  readonly format: 'csv' | 'pain.001'
  readonly digest: string
}

/** A payment of a batch. */
export type BatchRow = {
  /** Its place in the file, from 1: the line, where the row begins. */
  readonly line: number
  readonly to: Payee
  /** In minor units, always positive. */
  readonly amount: bigint
  readonly date: DateText
  /** What the payer tells the payee. */
  readonly reference: string | null
}

/** A row that is not paid, and why, as the person who uploaded it was told. */
export type RefusedRow = { readonly line: number; readonly sentence: string }

/** What a batch is about. */
export type BatchSubject = {
  readonly accountId: string
  readonly currency: Currency
  /** The zone of its dates, such as `Europe/Prague`. */
  readonly timeZone: string
  readonly by: Person
  readonly file: BatchFile
}

/** What happened to a batch of payments. The names are the stored format. */
export type PaymentBatchEvent =
  | ({ readonly type: 'PaymentBatchUploaded' } & BatchSubject)
  /** Some of its rows, in the order of the file: events stay small, however long the file is. */
  | {
      readonly type: 'PaymentBatchRowsAdded'
      readonly currency: Currency
      readonly rows: readonly BatchRow[]
    }
  | { readonly type: 'PaymentBatchRowsRefused'; readonly rows: readonly RefusedRow[] }
  /** It waits for a second person if `needsApproval`. */
  | { readonly type: 'PaymentBatchSubmitted'; readonly needsApproval: boolean }
  | { readonly type: 'PaymentBatchApproved'; readonly by: Person }
  | { readonly type: 'PaymentBatchRejected'; readonly by: Person; readonly reason: string }
  | { readonly type: 'PaymentBatchWithdrawn'; readonly by: Person }
  /** The first `upTo` rows have become payment orders, except those that could not. */
  | {
      readonly type: 'PaymentBatchOrdersMade'
      readonly upTo: number
      readonly refused: readonly RefusedRow[]
    }
  /** Every order is over: how many were paid, and how many were not. */
  | { readonly type: 'PaymentBatchCompleted'; readonly paid: number; readonly failed: number }
