import {
  type Currency,
  formatAmount,
  isCurrent,
  parseAmount,
  successorOf,
} from '@/domain/money/money'
import { isPrintable, printable } from '@/domain/printable'
import { unreachable } from '@/domain/unreachable'
import type { Refusal, RefusalField } from './refusal'

// ---- Events: what happened. The names are the stored format. ----

export type AccountCreated = {
  readonly type: 'AccountCreated'
  readonly accountId: string
  /** The name on the account. */
  readonly owner: string
  readonly currency: Currency
  readonly openingBalance: bigint
  /** The name that another book knows the account by; not unique. */
  readonly reference: string | null
  /** The customer who may operate the account, by user id. */
  readonly customerId: string | null
}

type Movement<Type extends string> = {
  readonly type: Type
  /** Minor units, always positive. */
  readonly amount: bigint
  /** The balance it led to when it was recorded, in minor units. */
  readonly balance: bigint
  readonly currency: Currency
  readonly note: string | null
}

export type MoneyDeposited = Movement<'MoneyDeposited'>
export type MoneyWithdrawn = Movement<'MoneyWithdrawn'>

export type BankAccountEvent = AccountCreated | MoneyDeposited | MoneyWithdrawn

// ---- State: what follows from the events. ----

export type OpenAccount = {
  readonly status: 'open'
  readonly accountId: string
  readonly owner: string
  readonly currency: Currency
  readonly balance: bigint
  readonly reference: string | null
  readonly customerId: string | null
}

export type BankAccount = { readonly status: 'none' } | OpenAccount

/** An account that nothing has happened to. */
export const initial: BankAccount = { status: 'none' }

/**
 * The state after one more event. It moves the balance by the amount and never copies the recorded
 * one, so that events also fold in the order in which they *occurred* (`stateAt`).
 * @throws Error when the log itself is impossible: money on no account, or a second creation.
 */
export function evolve(state: BankAccount, event: BankAccountEvent): BankAccount {
  if (event.type === 'AccountCreated') {
    if (state.status !== 'none') throw new Error('The log creates the account twice')
    const { type: _, openingBalance, ...account } = event
    return { status: 'open', ...account, balance: openingBalance }
  }
  if (state.status === 'none') throw new Error('The log moves money before the account exists')
  switch (event.type) {
    case 'MoneyDeposited':
      return { ...state, balance: state.balance + event.amount }
    case 'MoneyWithdrawn':
      return { ...state, balance: state.balance - event.amount }
    default:
      return unreachable(event)
  }
}

// ---- Decisions: what is asked, and what comes of it. ----

/** Amounts are the decimal text that was asked for: only the account knows its currency. */
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
  /** When it happened (ISO 8601, UTC), for what is posted late; absent: now. */
  readonly occurredAt?: string
}
export type Deposit = Asked<'Deposit'>
export type Withdraw = Asked<'Withdraw'>

export type Command = CreateAccount | Deposit | Withdraw

export type Decision =
  | { readonly outcome: 'accepted'; readonly events: readonly BankAccountEvent[] }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }

/** No balance passes this many minor units. */
export const BALANCE_LIMIT = 10n ** 17n

/** The longest texts that are kept, in UTF-16 code units. */
export const OWNER_LENGTH_MAX = 200
export const REFERENCE_LENGTH_MAX = 64
export const NOTE_LENGTH_MAX = 500

/** What a late posting is decided on, beside the state: it changes every balance since. */
export type Past = {
  readonly now: Date
  readonly openedAt: Date
  /** The lowest and the highest balance as of any moment from then on, in minor units. */
  readonly lowest: bigint
  readonly highest: bigint
}

/**
 * Decides a command on the account `accountId`, whose state is `state`. Pure and total.
 * @param past is asked of an account that exists when the command is posted late
 */
export function decide(
  accountId: string,
  command: Command,
  state: BankAccount,
  past: Past | null = null,
): Decision {
  switch (command.type) {
    case 'CreateAccount':
      return decideCreation(accountId, command, state)
    case 'Deposit':
    case 'Withdraw':
      return decideMovement(command, state, past)
    default:
      return unreachable(command)
  }
}

function decideCreation(accountId: string, command: CreateAccount, state: BankAccount): Decision {
  const { currency, customerId } = command
  const owner = command.owner.trim()
  const reference = command.reference?.trim() || null
  if (state.status !== 'none') return refuse({ type: 'AccountAlreadyExists', field: null })
  if (owner === '') return refuse({ type: 'OwnerMissing', field: 'owner' })
  const unfit =
    unfitText('owner', owner, OWNER_LENGTH_MAX) ??
    unfitText('reference', reference, REFERENCE_LENGTH_MAX)
  if (unfit) return refuse(unfit)
  const successor = successorOf(currency)
  if (successor)
    return refuse({ type: 'CurrencyWithdrawn', field: 'currency', currency, successor })
  if (!isCurrent(currency)) {
    return refuse({ type: 'UnknownCurrency', field: 'currency', currency: printable(currency, 20) })
  }
  const openingBalance = amountOf(command.openingBalance, currency, 'openingBalance')
  if (typeof openingBalance !== 'bigint') return refuse(openingBalance)
  if (openingBalance < 0n) return refuse({ type: 'AmountNotPositive', field: 'openingBalance' })
  if (openingBalance > BALANCE_LIMIT) return refuse(beyondLimit('openingBalance', currency))
  return accept({
    type: 'AccountCreated',
    accountId,
    owner,
    currency,
    openingBalance,
    reference,
    customerId,
  })
}

function decideMovement(
  command: Deposit | Withdraw,
  state: BankAccount,
  past: Past | null,
): Decision {
  if (state.status === 'none') return refuse({ type: 'AccountNotFound', field: null })
  const { currency, balance } = state
  const amount = amountOf(command.amount, currency, 'amount')
  if (typeof amount !== 'bigint') return refuse(amount)
  if (amount <= 0n) return refuse({ type: 'AmountNotPositive', field: 'amount' })
  const note = command.note?.trim() || null
  const unfit = unfitText('note', note, NOTE_LENGTH_MAX)
  if (unfit) return refuse(unfit)
  if (command.type === 'Withdraw' && amount > balance) {
    return refuse({
      type: 'InsufficientFunds',
      field: 'amount',
      available: formatAmount(balance < 0n ? 0n : balance, currency),
      asked: formatAmount(amount, currency),
      currency,
    })
  }
  const unfitThen =
    command.occurredAt === undefined ? null : unfitPast(command, amount, state, past)
  if (unfitThen) return refuse(unfitThen)
  const type = command.type === 'Deposit' ? 'MoneyDeposited' : 'MoneyWithdrawn'
  const event = move(state, type, amount, note)
  return event.balance > BALANCE_LIMIT ? refuse(beyondLimit('amount', currency)) : accept(event)
}

/** Why a movement can't have happened then: no moment since may come to break a limit by it. */
function unfitPast(
  { type, occurredAt = '' }: Deposit | Withdraw,
  amount: bigint,
  { currency }: OpenAccount,
  past: Past | null,
): Refusal | null {
  const then = Date.parse(occurredAt)
  if (Number.isNaN(then)) return { type: 'MomentMalformed', field: 'occurredAt' }
  if (past === null) throw new Error('A late posting is decided without the balances since')
  if (then > past.now.getTime()) return { type: 'MomentInFuture', field: 'occurredAt' }
  if (then < past.openedAt.getTime()) {
    const openedAt = past.openedAt.toISOString()
    return { type: 'MomentBeforeOpening', field: 'occurredAt', openedAt }
  }
  if (type === 'Deposit') {
    return past.highest + amount > BALANCE_LIMIT ? beyondLimit('amount', currency) : null
  }
  if (past.lowest >= amount) return null
  return {
    type: 'InsufficientFundsSince',
    field: 'amount',
    lowest: formatAmount(past.lowest, currency),
    asked: formatAmount(amount, currency),
    currency,
  }
}

/**
 * The event for a movement that is a fact already, such as a row of another bank's book: no rule is
 * asked, so the balance may go below zero. `amount` is in minor units.
 */
export function move(
  state: OpenAccount,
  type: 'MoneyDeposited' | 'MoneyWithdrawn',
  amount: bigint,
  note: string | null,
): MoneyDeposited | MoneyWithdrawn {
  const balance = type === 'MoneyDeposited' ? state.balance + amount : state.balance - amount
  return { type, amount, balance, currency: state.currency, note }
}

type AmountField = 'amount' | 'openingBalance'

function amountOf(text: string, currency: Currency, field: AmountField): bigint | Refusal {
  const parsed = parseAmount(text, currency)
  if (parsed.ok) return parsed.minor
  switch (parsed.reason) {
    case 'malformed':
      return { type: 'AmountMalformed', field }
    case 'too-long':
      return beyondLimit(field, currency)
    case 'too-precise':
      return { type: 'AmountTooPrecise', field, currency }
    default:
      return unreachable(parsed.reason)
  }
}

type TextField = Extract<RefusalField, 'owner' | 'reference' | 'note'>

function unfitText(field: TextField, text: string | null, lengthMax: number): Refusal | null {
  if (text === null) return null
  if (text.length > lengthMax) return { type: 'TextTooLong', field, lengthMax }
  return isPrintable(text) ? null : { type: 'TextUnprintable', field }
}

function beyondLimit(field: AmountField, currency: Currency): Refusal {
  const limit = formatAmount(BALANCE_LIMIT, currency)
  return { type: 'BalanceLimitExceeded', field, limit, currency }
}

function accept(event: BankAccountEvent): Decision {
  return { outcome: 'accepted', events: [event] }
}

function refuse(refusal: Refusal): Decision {
  return { outcome: 'refused', refusal }
}
