import type { FreezeScope, SecondCustomer } from './events'

/** What can be asked of an account. Amounts are decimal text: only the account knows the currency. */
export type Command =
  | CreateAccount
  | Deposit
  | Withdraw
  | Transfer
  | ReverseEntry
  | SetOverdraftLimit
  | SetLimits
  | PlaceHold
  | CaptureHold
  | EndHold
  | FreezeAccount
  | Simple<'UnfreezeAccount'>
  | Simple<'CloseAccount'>
  | RenameAccount
  | SetReference
  | AssignCustomer
  | AssignSecondCustomer

type Simple<Type extends string> = { readonly type: Type }

export type CreateAccount = {
  readonly type: 'CreateAccount'
  readonly owner: string
  readonly currency: string
  readonly openingBalance: string
  readonly reference: string | null
  readonly customerId: string | null
}

type Asked<Type extends string> = {
  readonly type: Type
  readonly amount: string
  readonly note: string | null
  /** The effective date of a late posting (ISO 8601, UTC); absent: now. */
  readonly occurredAt?: string
  /** What it is in the bank's books; absent: cash. */
  readonly counter?: 'interest' | 'fees'
}
export type Deposit = Asked<'Deposit'>
export type Withdraw = Asked<'Withdraw'>

/** Sent to the payer's account. */
export type Transfer = {
  readonly type: 'Transfer'
  readonly transferId: string
  readonly toAccountId: string
  readonly amount: string
  /** What the payer tells the payee. */
  readonly reference: string | null
}

export type ReverseEntry = {
  readonly type: 'ReverseEntry'
  /** The version of the entry. */
  readonly version: number
  readonly reason: string
  /** The effective date (ISO 8601, UTC); absent: now. */
  readonly occurredAt?: string
  /** Whether an account may go below what is available. */
  readonly allowOverdrawing: boolean
  /** The entry on the other account, if the entry is a side of a transfer. */
  readonly other: { readonly accountId: string; readonly version: number } | null
}

export type SetOverdraftLimit = { readonly type: 'SetOverdraftLimit'; readonly limit: string }

/** Absent: as before; null: none. */
export type SetLimits = {
  readonly type: 'SetLimits'
  readonly perMovement?: string | null
  readonly perDay?: string | null
  readonly timeZone?: string
}

export type PlaceHold = {
  readonly type: 'PlaceHold'
  readonly holdId: string
  readonly amount: string
  readonly expiresAt: string
  readonly note: string | null
}

export type CaptureHold = {
  readonly type: 'CaptureHold'
  readonly holdId: string
  /** Null: all that is left of it. */
  readonly amount: string | null
}

/** `ExpireHold` records that a hold has expired; the hold is over without it. */
export type EndHold = {
  readonly type: 'ReleaseHold' | 'ExpireHold'
  readonly holdId: string
}

export type FreezeAccount = {
  readonly type: 'FreezeAccount'
  readonly scope: FreezeScope
  readonly reason: string
}

export type RenameAccount = { readonly type: 'RenameAccount'; readonly owner: string }
export type SetReference = { readonly type: 'SetReference'; readonly reference: string | null }
export type AssignCustomer = {
  readonly type: 'AssignCustomer'
  readonly customerId: string | null
}
export type AssignSecondCustomer = {
  readonly type: 'AssignSecondCustomer'
  readonly second: SecondCustomer | null
}
