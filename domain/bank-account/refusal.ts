import { type Currency, exponentOf, groupAmount } from '@/domain/money/money'
import { unreachable } from '@/domain/unreachable'

type Because<Type extends string, Field extends string | null, Details = unknown> = {
  readonly type: Type
  /** The input that caused it; null when it is the account itself. */
  readonly field: Field
} & Readonly<Details>

type AmountField = 'amount' | 'openingBalance'
type TextField = 'owner' | 'reference' | 'note'

/** Why the bank said no, as a value that the business expects. Amounts are decimal texts. */
export type Refusal =
  | Because<'AccountNotFound', null>
  | Because<'AccountAlreadyExists', null>
  | Because<'OwnerMissing', 'owner'>
  | Because<'TextTooLong', TextField, { lengthMax: number }>
  | Because<'TextUnprintable', TextField>
  | Because<'UnknownCurrency', 'currency', { currency: string }>
  | Because<'CurrencyWithdrawn', 'currency', { currency: Currency; successor: Currency }>
  | Because<'AmountMalformed', AmountField>
  | Because<'AmountNotPositive', AmountField>
  | Because<'AmountTooPrecise', AmountField, { currency: Currency }>
  | Because<'BalanceLimitExceeded', AmountField, { limit: string; currency: Currency }>
  | Because<'MomentMalformed', 'occurredAt'>
  | Because<'MomentInFuture', 'occurredAt'>
  | Because<'MomentBeforeOpening', 'occurredAt', { openedAt: string }>
  /** A late debit that the balance of some moment since does not cover. */
  | Because<
      'InsufficientFundsSince',
      'amount',
      { lowest: string; asked: string; currency: Currency }
    >
  | Because<'InsufficientFunds', 'amount', { available: string; asked: string; currency: Currency }>

/** An input that a refusal can name. */
export type RefusalField = NonNullable<Refusal['field']>

const FIELD_NAMES: Readonly<Record<TextField, string>> = {
  owner: 'The owner’s name',
  reference: 'The reference',
  note: 'The note',
}

/** The refusal as a sentence: what happened, and what to do. */
export function sentenceFor(refusal: Refusal): string {
  switch (refusal.type) {
    case 'AccountNotFound':
      return 'Account not found.'
    case 'AccountAlreadyExists':
      return 'This account already exists.'
    case 'OwnerMissing':
      return 'Enter the owner’s name.'
    case 'TextTooLong':
      return `${FIELD_NAMES[refusal.field]} can have at most ${refusal.lengthMax} characters.`
    case 'TextUnprintable':
      return `${FIELD_NAMES[refusal.field]} contains control characters. Type it again on one line.`
    case 'UnknownCurrency':
      return `“${refusal.currency}” is not a supported currency. Use an ISO 4217 code such as EUR.`
    case 'CurrencyWithdrawn':
      return `${refusal.currency} is no longer in use. Use ${refusal.successor}, which replaced it.`
    case 'AmountMalformed':
      return 'Enter an amount such as 1250.00.'
    case 'AmountNotPositive':
      return refusal.field === 'openingBalance'
        ? 'The opening balance can’t be negative.'
        : 'Enter an amount above zero.'
    case 'AmountTooPrecise':
      return placesSentence(refusal.currency)
    case 'BalanceLimitExceeded':
      return `Balances can’t exceed ${groupAmount(refusal.limit)} ${refusal.currency}.`
    case 'InsufficientFunds': {
      const { available, asked } = refusal
      return `Insufficient funds: ${groupAmount(available)} available, ${groupAmount(asked)} requested.`
    }
    case 'MomentMalformed':
      return 'The effective date must be an instant such as 2026-06-30T14:03:00Z.'
    case 'MomentInFuture':
      return 'The effective date can’t be in the future.'
    case 'MomentBeforeOpening':
      return `The account was opened on ${refusal.openedAt}. Enter a later date.`
    case 'InsufficientFundsSince': {
      const { lowest, asked } = refusal
      return (
        `Insufficient funds: the balance fell to ${groupAmount(lowest)} after that date, ` +
        `${groupAmount(asked)} requested.`
      )
    }
    default:
      return unreachable(refusal)
  }
}

function placesSentence(currency: Currency): string {
  const places = exponentOf(currency)
  if (places === 0) return `${currency} has no decimal places. Enter a whole amount.`
  return `${currency} amounts have at most ${places} decimal places.`
}
