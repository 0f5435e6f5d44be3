import {
  type Currency,
  exponentOf,
  groupAmount,
  isCurrency,
  placesText,
} from '@/domain/money/money'
import { printable } from '@/domain/text/printable'
import type { HoldText, Refusal, TextField } from './refusal'
import { timeInWords } from './time-in-words'

/**
 * The refusal as a sentence: what happened, and what to do.
 * @param zone the reader's time zone
 */
export function sentenceFor(refusal: Refusal, zone = 'UTC'): string {
  // The table has the sentence of each type for refusals of that type.
  const sentence = SENTENCES[refusal.type] as
    | ((refusal: Refusal, zone: string) => string)
    | undefined
  if (!sentence) throw new TypeError(`Unreachable: ${JSON.stringify(refusal)}`)
  return sentence(refusal, zone)
}

type Sentences = {
  readonly [Type in Refusal['type']]: (
    refusal: Extract<Refusal, { type: Type }>,
    zone: string,
  ) => string
}

const TEXTS: Readonly<Record<TextField, string>> = {
  owner: 'The owner’s name',
  reference: 'The reference',
  note: 'The note',
  reason: 'The reason',
}

const STOPPED = {
  debits: 'no money can go out',
  credits: 'no money can come in',
  all: 'no money can move',
} as const

const SENTENCES: Sentences = {
  AccountNotFound: ({ field }) =>
    field === 'to' ? 'No account of this bank has this number.' : 'Account not found.',
  AccountClosed: ({ field }) =>
    field === 'to'
      ? 'The other account is closed.'
      : 'This account is closed. Closed accounts can’t be changed.',
  AccountFrozen: ({ field, scope }) => {
    if (field === 'occurredAt') return `The account was frozen at that time: ${STOPPED[scope]}.`
    return `${field === 'to' ? 'The other' : 'This'} account is frozen: ${STOPPED[scope]}.`
  },
  AccountAlreadyExists: () => 'This account already exists.',
  AccountNotFrozen: () => 'This account is not frozen.',
  NothingToChange: () => 'Nothing to change: these are the current values.',

  OwnerMissing: () => 'Enter the owner’s name.',
  ReasonMissing: () => 'Enter the reason.',
  TextTooLong: ({ field, lengthMax, bytesMax }) =>
    bytesMax === undefined
      ? `${TEXTS[field]} can have at most ${lengthMax} characters.`
      : `${TEXTS[field]} is too long. Shorten it.`,
  TextUnprintable: ({ field }) =>
    `${TEXTS[field]} contains hidden characters, such as line breaks or direction marks. ` +
    'Type it again on one line.',
  TextInvisible: ({ field }) => `${TEXTS[field]} has no visible characters. Type it again.`,
  UnknownCurrency: ({ currency }) =>
    `“${currency}” is not a supported currency. Use an ISO 4217 code such as EUR.`,
  CurrencyWithdrawn: ({ currency, successor }) =>
    `${currency} is no longer in use. Use ${successor}, which replaced it.`,
  UnknownTimeZone: () => 'Enter a time zone such as Europe/Prague.',

  AmountMalformed: () => 'Enter an amount such as 1250.00.',
  AmountNotPositive: ({ field }) => {
    if (field === 'openingBalance') return 'The opening balance can’t be negative.'
    return field === 'limit' ? 'The limit can’t be negative.' : 'Enter an amount above zero.'
  },
  AmountTooPrecise: ({ currency }) => {
    // A stored refusal may be of an own unit that the bank no longer has.
    if (!isCurrency(currency)) return `The amount has too many decimal places for ${currency}.`
    const places = exponentOf(currency)
    if (places === 0) return `${currency} has no decimal places. Enter a whole amount.`
    return `${currency} amounts have at most ${placesText(places)}.`
  },
  BalanceLimitExceeded: ({ field, limit, currency }) =>
    field === 'to'
      ? 'The other account’s balance would exceed the maximum.'
      : `Balances can’t exceed ${amount(limit, currency)}.`,
  InsufficientFunds: ({ field, available, short, currency, holds = [] }, zone) =>
    [
      `Insufficient funds${field === 'to' ? ' on the other account' : ''}: ` +
        `${amount(available, currency)} available; ${groupAmount(short)} short.`,
      ...holds.map(hold => holdSentence(hold, zone)),
    ].join(' '),
  InsufficientFundsSince: ({ field, lowest, asked }) =>
    `Insufficient funds${field === 'to' ? ' on the other account' : ''}: ` +
    `the available balance fell to ${groupAmount(lowest)} after that date; ` +
    `${groupAmount(asked)} requested.`,
  OverdraftInUse: ({ used, currency }) =>
    `${amount(used, currency)} of the overdraft is in use. Set the limit to at least that amount.`,
  LimitExceeded: ({ limit, max, left, renewsAt, timeZone, currency }) =>
    limit === 'perMovement'
      ? `The limit per withdrawal or transfer is ${amount(max, currency)}.`
      : `The daily limit is ${amount(max, currency)}: ${groupAmount(left)} left ` +
        `${renewsAt && timeZone ? `until ${timeInWords(renewsAt, timeZone)}` : 'on that day'}.`,
  BalanceNotZero: ({ balance, currency }) =>
    `The balance is ${amount(balance, currency)}. Only an account with a balance of zero can be closed.`,

  MomentMalformed: ({ field }) =>
    `The ${field === 'expiresAt' ? 'expiry' : 'effective date'} must be an instant such as 2026-06-30T14:03:00Z.`,
  MomentInFuture: () => 'The effective date can’t be in the future.',
  MomentInPast: () => 'The expiry must be in the future.',
  MomentBeforeOpening: ({ openedAt }, zone) =>
    `The account was opened on ${timeInWords(openedAt, zone)}. Enter a later date.`,
  MomentBeforeEntry: ({ entryAt }, zone) =>
    `The entry is effective ${timeInWords(entryAt, zone)}. Its reversal can’t be earlier.`,

  SameAccount: () => 'This is the account you are paying from. Choose another account.',
  CurrencyMismatch: ({ currency, other }) =>
    `The other account is in ${other}; this one is in ${currency}.`,
  SameCustomer: () => 'This customer already has the account. Choose another customer.',

  HoldNotFound: ({ ended }) =>
    ended ? `This hold was already ${ended}.` : 'This account has no hold with this ID.',
  HoldExpired: () => 'This hold has expired.',
  HoldNotExpired: ({ expiresAt }, zone) =>
    `This hold has not expired. It expires on ${timeInWords(expiresAt, zone)}.`,
  HoldExceeded: ({ left, currency }) => `The hold has ${amount(left, currency)} left.`,
  TooManyHolds: ({ max }) => `An account can have at most ${max} holds.`,
  HoldsRemain: ({ held, currency }) =>
    `${amount(held, currency)} is on hold. Release or capture the holds first.`,

  EntryNotFound: () => 'This account has no entry with this number.',
  NotReversible: () =>
    'Only deposits, withdrawals and transfers can be reversed. A reversal can’t.',
  AlreadyReversed: ({ by }) => `This entry was already reversed, by entry ${by}.`,
}

function amount(decimal: string, currency: Currency): string {
  return `${groupAmount(decimal)} ${currency}`
}

function holdSentence({ amount, note, expiresAt }: HoldText, zone: string): string {
  const until = timeInWords(expiresAt, zone)
  const what = note ? ` for ${printable(note, note.length)}` : ''
  return `Hold of ${groupAmount(amount)}${what} until ${until}.`
}
