import type { ApprovalJson } from './approvals'
import type { CaseFileJson } from './case-files'
import type { PaymentBatchJson } from './payment-batches'
import type { PaymentOrderJson } from './payment-orders'
import type { AccountJson, EventJson, FreezeScope, Problem } from './types'

/** Commands as people and programs send them, and their answers: JSON, types only. */

/** A command; `commandId` is a UUID created by the caller and kept for retries until answered. */
export type CommandBody = { commandId: string } & (
  | {
      type: 'CreateAccount'
      owner: string
      currency: string
      openingBalance?: string
      reference?: string
      /** The e-mail of the customer who may operate the account; tellers only. */
      customerEmail?: string
    }
  | ({ accountId: string } & AccountCommandBody)
)

/** What a command on an account says beside the account. */
export type AccountCommandBody =
  | {
      type: 'Deposit' | 'Withdraw'
      amount: string
      note?: string
      /** When it occurred (RFC 3339), for late postings; tellers only. */
      occurredAt?: string
      /** What it is in the bank's books, if not cash; tellers only. */
      counter?: 'interest' | 'fees'
    }
  /** To one of `toAccountId` and `toNumber`, an account number with its check digits. */
  | {
      type: 'Transfer'
      toAccountId?: string
      toNumber?: string
      amount: string
      /** What the payer tells the payee. */
      reference?: string
    }
  | { type: 'SetOverdraftLimit'; limit: string }
  /** Absent: as before; null: no limit. */
  | {
      type: 'SetLimits'
      perMovement?: string | null
      perDay?: string | null
      /** The zone of the days, such as `Europe/Prague`. */
      timeZone?: string
    }
  /** The hold's id is the id of this command. */
  | { type: 'PlaceHold'; amount: string; expiresAt: string; note?: string }
  /** `amount` absent: all that is left of it. */
  | { type: 'CaptureHold'; holdId: string; amount?: string }
  | { type: 'ReleaseHold'; holdId: string }
  | { type: 'FreezeAccount'; scope: FreezeScope; reason: string }
  | { type: 'UnfreezeAccount' }
  | { type: 'CloseAccount' }
  | {
      type: 'ReverseEntry'
      /** The version of the entry. */
      version: number
      reason: string
      /** The effective date; absent: now. */
      occurredAt?: string
      /** Whether an account may go below what is available. */
      allowOverdrawing?: boolean
    }
  | { type: 'RenameAccount'; owner: string }
  | { type: 'SetReference'; reference: string | null }
  | { type: 'AssignCustomer'; customerEmail: string | null }
  /** A second customer, who only reads the account or operates it too. */
  | { type: 'AssignSecondCustomer'; customerEmail: string | null; rights?: 'read' | 'operate' }

/** The outcome of a command. Idempotent: the same command id and body get the same answer. */
export type CommandAnswer =
  | {
      outcome: 'accepted'
      accountId: string
      version: number
      account: AccountJson
      events: EventJson[]
    }
  /** It waits for a second member of the staff; nothing is done yet. */
  | { outcome: 'requested'; approvalId: string; accountId: string }
  /** A decision on such a request, and what became of it. */
  | { outcome: 'decided'; approval: ApprovalJson }
  /** A command on a payment order, and the order after it. */
  | { outcome: 'ordered'; order: PaymentOrderJson }
  /** A decision on a batch of payments, and the batch after it. */
  | { outcome: 'batched'; batch: PaymentBatchJson }
  /** A command on a case file, and the case file after it. */
  | { outcome: 'filed'; caseFile: CaseFileJson }
  | { outcome: 'refused'; problem: Problem }
