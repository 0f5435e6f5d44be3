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
  owner: 'The name of the owner',
  reference: 'The reference',
  note: 'The note',
}

/** The refusal as a sentence for the person who asked: what happened, and what would do. */
export function sentenceFor(refusal: Refusal): string {
  switch (refusal.type) {
    case 'AccountNotFound':
      return 'There is no such account.'
    case 'AccountAlreadyExists':
      return 'This account exists already.'
    case 'OwnerMissing':
      return 'Write the name of the owner.'
    case 'TextTooLong':
      return `${FIELD_NAMES[refusal.field]} can have ${refusal.lengthMax} characters at most.`
    case 'TextUnprintable':
      return `${FIELD_NAMES[refusal.field]} has invisible control characters. Type it again in one line.`
    case 'UnknownCurrency':
      return `“${refusal.currency}” is no currency of this bank. Use an ISO 4217 code such as EUR.`
    case 'CurrencyWithdrawn':
      return `${refusal.currency} is no longer in use. Open the account in ${refusal.successor}, which replaced it.`
    case 'AmountMalformed':
      return 'Write the amount in digits with a point, such as 1250.00.'
    case 'AmountNotPositive':
      return refusal.field === 'openingBalance'
        ? 'The opening balance can’t be negative.'
        : 'The amount must be more than zero.'
    case 'AmountTooPrecise':
      return placesSentence(refusal.currency)
    case 'BalanceLimitExceeded':
      return `No balance at this bank may pass ${groupAmount(refusal.limit)} ${refusal.currency}.`
    case 'InsufficientFunds': {
      const { available, asked } = refusal
      return `Not enough money: ${groupAmount(available)} available, ${groupAmount(asked)} asked.`
    }
    case 'MomentMalformed':
      return 'Write when it happened as an instant such as 2026-06-30T14:03:00Z.'
    case 'MomentInFuture':
      return 'What is posted has happened: write a moment that has come.'
    case 'MomentBeforeOpening':
      return `The account was opened at ${refusal.openedAt}. Nothing can have happened on it before.`
    case 'InsufficientFundsSince': {
      const { lowest, asked } = refusal
      return (
        `Not enough money: since then the balance was down to ${groupAmount(lowest)}, ` +
        `and ${groupAmount(asked)} is asked.`
      )
    }
    default:
      return unreachable(refusal)
  }
}

function placesSentence(currency: Currency): string {
  const places = exponentOf(currency)
  if (places === 0) return `${currency} has no decimal places: write a whole amount.`
  return `${currency} has ${places} decimal places: write no more than that.`
}
