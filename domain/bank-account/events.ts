import type { Currency } from '@/domain/money/money'

/** What happened to an account. The names are the stored format; amounts are in minor units. */
export type BankAccountEvent =
  | AccountCreated
  | MoneyDeposited
  | MoneyWithdrawn
  | HoldPlaced
  | HoldEnded<'HoldReleased'>
  | HoldEnded<'HoldExpired'>
  | OverdraftLimitSet
  | LimitsSet
  | AccountFrozen
  | AccountUnfrozen
  | AccountClosed
  | AccountRenamed
  | ReferenceSet
  | CustomerAssigned
  | SecondCustomerAssigned

/** The event that freezes an account, for finding those that were. */
export const FREEZING = 'AccountFrozen' satisfies BankAccountEvent['type']

export type AccountCreated = {
  readonly type: 'AccountCreated'
  readonly accountId: string
  /** The name on the account. */
  readonly owner: string
  readonly currency: Currency
  readonly openingBalance: bigint
  /** The account's reference in another system; not unique. */
  readonly reference: string | null
  /** The customer who may operate the account, by user id. */
  readonly customerId: string | null
}

/** The other account of a transfer, as it was then. */
export type OtherSide = {
  /** The transfer, the same on both sides. */
  readonly id: string
  readonly accountId: string
  readonly number: string
  readonly owner: string
}

/** What a movement may say beside its amount; most say nothing of it. */
export type MovementDetails = {
  /** Of a transfer, whose payer's reference is the note. */
  readonly transfer?: OtherSide
  /** What it is in the bank's books, if neither cash nor a transfer. */
  readonly counter?: Counter
  /** The version of the entry that it reverses. */
  readonly reverses?: number
  /** It went beyond what was available, and a teller confirmed that. */
  readonly overdrawn?: true
  /** The hold that it captures. */
  readonly holdId?: string
  /** The business day (`2026-11-26`) on which it counts towards the daily limit. */
  readonly day?: string
}

/** The counter-side of a movement that is said; see `ledger.ts`. */
export type Counter = 'interest' | 'fees' | 'corrections'

type Movement<Type extends string> = {
  readonly type: Type
  /** Always positive. */
  readonly amount: bigint
  /** The balance after it in recording order. */
  readonly balance: bigint
  readonly currency: Currency
  readonly note: string | null
} & MovementDetails

export type MoneyDeposited = Movement<'MoneyDeposited'>
export type MoneyWithdrawn = Movement<'MoneyWithdrawn'>

/** An amount kept for a payment to come. */
export type Hold = {
  readonly holdId: string
  /** What is left of it to capture. */
  readonly amount: bigint
  /** From this instant (ISO 8601, UTC) on it holds nothing. */
  readonly expiresAt: string
  readonly note: string | null
}

export type HoldPlaced = { readonly type: 'HoldPlaced'; readonly currency: Currency } & Hold

type HoldEnded<Type extends string> = {
  readonly type: Type
  readonly holdId: string
  /** What it still held. */
  readonly amount: bigint
  readonly currency: Currency
}

export type OverdraftLimitSet = {
  readonly type: 'OverdraftLimitSet'
  /** How far the balance may go below zero. */
  readonly limit: bigint
  readonly currency: Currency
}

/** Money that went out on a business day. */
export type Spent = { readonly day: string; readonly amount: bigint }

export type Limits = {
  /** The most that one withdrawal or transfer may move. */
  readonly perMovement: bigint | null
  /** The most that withdrawals and transfers of a day may move together. */
  readonly perDay: bigint | null
  /** The zone of the days, such as `Europe/Prague`. */
  readonly timeZone: string
}

export type LimitsSet = {
  readonly type: 'LimitsSet'
  readonly currency: Currency
  /** What went out on the day of the event before it. */
  readonly spent: Spent | null
} & Limits

/** What a freeze stops. */
export type FreezeScope = 'debits' | 'credits' | 'all'

export type Freeze = { readonly scope: FreezeScope; readonly reason: string }

export type AccountFrozen = { readonly type: 'AccountFrozen' } & Freeze
export type AccountUnfrozen = { readonly type: 'AccountUnfrozen' }
export type AccountClosed = { readonly type: 'AccountClosed' }

// Personal data, apart from the money events.
export type AccountRenamed = { readonly type: 'AccountRenamed'; readonly owner: string }
export type ReferenceSet = { readonly type: 'ReferenceSet'; readonly reference: string | null }
export type CustomerAssigned = {
  readonly type: 'CustomerAssigned'
  readonly customerId: string | null
}

/** A second customer: they only read the account, or operate it too. */
export type SecondCustomer = { readonly customerId: string; readonly rights: 'read' | 'operate' }

export type SecondCustomerAssigned = {
  readonly type: 'SecondCustomerAssigned'
  readonly second: SecondCustomer | null
}
