import type { Currency } from '@/domain/money/money'
import type { EndedHold } from './bank-account'
import type { FreezeScope, Hold } from './events'

type Because<Type extends string, Field extends string | null, Details = unknown> = {
  readonly type: Type
  /** The input that caused it; null when it is the account itself. */
  readonly field: Field
} & Readonly<Details>

export type AmountField = 'amount' | 'openingBalance' | 'limit' | 'perMovement' | 'perDay'
export type TextField = 'owner' | 'reference' | 'note' | 'reason'
type MomentField = 'occurredAt' | 'expiresAt'

/** The account itself, or the other one of a transfer. */
type Side = null | 'to'

type InCurrency<Details = unknown> = Details & { currency: Currency }

/** A hold in a refusal. */
export type HoldText = Pick<Hold, 'expiresAt' | 'note'> & { readonly amount: string }

/** Why the bank said no, as a value that the business expects. Amounts are decimal texts. */
export type Refusal =
  | Because<'AccountNotFound', Side>
  | Because<'AccountClosed', Side>
  | Because<'AccountFrozen', Side | 'occurredAt', { scope: FreezeScope }>
  | Because<'AccountAlreadyExists', null>
  | Because<'NothingToChange', null>
  | Because<'OwnerMissing', 'owner'>
  | Because<'ReasonMissing', 'reason'>
  /** `bytesMax` if its characters are few, and take too much room. */
  | Because<'TextTooLong', TextField, { lengthMax: number; bytesMax?: number }>
  | Because<'TextUnprintable', TextField>
  | Because<'TextInvisible', TextField>
  | Because<'UnknownCurrency', 'currency', { currency: string }>
  | Because<'CurrencyWithdrawn', 'currency', { currency: Currency; successor: Currency }>
  | Because<'AmountMalformed', AmountField>
  | Because<'AmountNotPositive', AmountField>
  | Because<'AmountTooPrecise', AmountField, InCurrency>
  | Because<'BalanceLimitExceeded', AmountField | 'to', InCurrency<{ limit: string }>>
  | Because<'MomentMalformed', MomentField>
  | Because<'MomentInFuture', 'occurredAt'>
  | Because<'MomentInPast', 'expiresAt'>
  | Because<'MomentBeforeOpening', 'occurredAt', { openedAt: string }>
  | Because<'MomentBeforeEntry', 'occurredAt', { entryAt: string }>
  /** A late debit that what was available at some moment since does not cover. */
  | Because<
      'InsufficientFundsSince',
      'amount' | 'to',
      InCurrency<{ lowest: string; asked: string }>
    >
  | Because<
      'InsufficientFunds',
      'amount' | 'to',
      InCurrency<{ available: string; asked: string; short: string; holds?: HoldText[] }>
    >
  | Because<
      'LimitExceeded',
      'amount',
      InCurrency<{
        /** The limit that it exceeds. */
        limit: 'perMovement' | 'perDay'
        max: string
        /** What the limit still leaves: for one movement, or today. */
        left: string
        /** When a daily limit begins anew. */
        renewsAt: string | null
        /** The zone of its days, if it begins anew. */
        timeZone: string | null
      }>
    >
  | Because<'UnknownTimeZone', 'timeZone'>
  | Because<'OverdraftInUse', 'limit', InCurrency<{ used: string }>>
  | Because<'SameAccount', 'to'>
  | Because<'CurrencyMismatch', 'to', InCurrency<{ other: Currency }>>
  | Because<'HoldNotFound', 'holdId', { ended?: EndedHold['how'] }>
  | Because<'HoldExpired', 'holdId'>
  | Because<'HoldNotExpired', 'holdId', { expiresAt: string }>
  | Because<'HoldExceeded', 'amount', InCurrency<{ left: string }>>
  | Because<'TooManyHolds', null, { max: number }>
  | Because<'AccountNotFrozen', null>
  | Because<'BalanceNotZero', null, InCurrency<{ balance: string }>>
  | Because<'HoldsRemain', null, InCurrency<{ held: string }>>
  | Because<'SameCustomer', 'customer'>
  | Because<'EntryNotFound', 'version'>
  | Because<'NotReversible', 'version'>
  | Because<'AlreadyReversed', 'version', { by: number }>

/** An input that a refusal can name. */
export type RefusalField = NonNullable<Refusal['field']>
