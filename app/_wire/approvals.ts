import type { AccountJson } from './types'

/** Requests that wait for a second member of the staff, and decisions on them: JSON, types only. */

/** A decision on a request; each is idempotent under its `commandId`. */
export type DecisionBody = { commandId: string; approvalId: string } & (
  | { type: 'ApproveRequest' }
  | { type: 'RejectRequest'; reason: string }
  /** By the person who asked. */
  | { type: 'WithdrawRequest' }
)

/** `approved`: the account has not answered yet; `failed`: it refused. */
export type ApprovalStatus =
  | 'requested'
  | 'approved'
  | 'rejected'
  | 'withdrawn'
  | 'carried-out'
  | 'failed'

/** A request in a list. */
export type ApprovalLineJson = {
  approvalId: string
  status: ApprovalStatus
  accountId: string
  /** The name on the account. */
  owner: string
  number: string
  /** The type of the asked command. */
  kind: 'Deposit' | 'Withdraw' | 'ReverseEntry'
  amount: string
  currency: string
  askedBy: { id: string; name: string }
  askedAt: string
  /** The name of who approved, rejected or withdrew it. */
  decidedBy: string | null
  changedAt: string
}

/** A request with the whole command, and what became of it. */
export type ApprovalJson = Omit<ApprovalLineJson, 'owner' | 'number'> & {
  /** As the account will get it, or has got it. */
  command: Readonly<Record<string, unknown>> & { readonly type: ApprovalLineJson['kind'] }
  /** Why it was rejected. */
  reason: string | null
  /** The asked command, once the account has answered it. */
  commandId: string | null
  /** Why the account refused it. */
  failure: string | null
}

/** What the asked command would do now. */
export type ForeseenJson =
  | { outcome: 'accepted'; sides: { account: AccountJson; change: string; balance: string }[] }
  | { outcome: 'refused'; sentence: string }
