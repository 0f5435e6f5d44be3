import type { Decision } from '@/domain/event-sourcing/aggregate'
import {
  type Currency,
  formatAmount,
  isCurrent,
  parseAmount,
  successorOf,
} from '@/domain/money/money'
import { isPrintable, printable } from '@/domain/printable'
import { unreachable } from '@/domain/unreachable'
import type {
  AccountCreated,
  BalanceRange,
  BankAccount,
  BankAccountEvent,
  MoneyDeposited,
  MoneyWithdrawn,
  OpenAccount,
} from './bank-account'
import type { Refusal, RefusalField } from './refusal'

/** Amounts are decimal text: only the account knows the currency. */
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
}
export type Deposit = Asked<'Deposit'>
export type Withdraw = Asked<'Withdraw'>

export type Command = CreateAccount | Deposit | Withdraw

type AccountDecision = Decision<BankAccountEvent, Refusal>

/** No balance passes this many minor units. */
export const BALANCE_LIMIT = 10n ** 17n

/** The longest texts that are kept, in UTF-16 code units. */
export const OWNER_LENGTH_MAX = 200
export const REFERENCE_LENGTH_MAX = 64
export const NOTE_LENGTH_MAX = 500

/** What the decision on a late posting needs beside the state: it changes every later balance. */
export type LatePosting = {
  readonly now: Date
  readonly openedAt: Date
  /** The lowest and the highest balance since that date. */
} & BalanceRange

/**
 * Decides a command on the account `accountId`, whose state is `state`. Pure and total.
 * @param late required for a late posting on an existing account
 */
export function decide(
  accountId: string,
  command: Command,
  state: BankAccount,
  late: LatePosting | null = null,
): AccountDecision {
  switch (command.type) {
    case 'CreateAccount':
      return decideCreation(accountId, command, state)
    case 'Deposit':
    case 'Withdraw':
      return decideMovement(command, state, late)
    default:
      return unreachable(command)
  }
}

function decideCreation(
  accountId: string,
  command: CreateAccount,
  state: BankAccount,
): AccountDecision {
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
  return accept(open({ accountId, owner, currency, openingBalance, reference, customerId }))
}

function decideMovement(
  command: Deposit | Withdraw,
  state: BankAccount,
  late: LatePosting | null,
): AccountDecision {
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
  const occurredAt = occurredAtOf(command)
  const unfitThen =
    command.occurredAt === undefined ? null : unfitDate(command, occurredAt, amount, state, late)
  if (unfitThen) return refuse(unfitThen)
  const event = move(state, command.type === 'Deposit' ? amount : -amount, note)
  if (event.balance > BALANCE_LIMIT) return refuse(beyondLimit('amount', currency))
  return { ...accept(event), ...(occurredAt && { occurredAt }) }
}

/** The effective date of a late posting; null for other commands, or if it can't be read. */
export function occurredAtOf(command: Command): Date | null {
  if (!('occurredAt' in command) || command.occurredAt === undefined) return null
  const moment = new Date(command.occurredAt)
  return Number.isNaN(moment.getTime()) ? null : moment
}

/** Why a movement can't have that date: no later balance may break a limit. */
function unfitDate(
  { type }: Deposit | Withdraw,
  occurredAt: Date | null,
  amount: bigint,
  { currency }: OpenAccount,
  late: LatePosting | null,
): Refusal | null {
  if (occurredAt === null) return { type: 'MomentMalformed', field: 'occurredAt' }
  if (late === null) throw new Error('A late posting is decided without the balances since')
  if (occurredAt > late.now) return { type: 'MomentInFuture', field: 'occurredAt' }
  if (occurredAt < late.openedAt) {
    const openedAt = late.openedAt.toISOString()
    return { type: 'MomentBeforeOpening', field: 'occurredAt', openedAt }
  }
  const { lowest, highest } = late
  if (type === 'Deposit') {
    return highest + amount > BALANCE_LIMIT ? beyondLimit('amount', currency) : null
  }
  if (lowest >= amount) return null
  return {
    type: 'InsufficientFundsSince',
    field: 'amount',
    lowest: formatAmount(lowest, currency),
    asked: formatAmount(amount, currency),
    currency,
  }
}

/** The event for an account that already exists, such as one of an import. */
export function open(account: Omit<AccountCreated, 'type'>): AccountCreated {
  return { type: 'AccountCreated', ...account }
}

/**
 * The event for a movement that already happened, such as a row of an import: no rule is checked, so
 * the balance may go below zero. `change` is in minor units with its sign.
 */
export function move(
  { balance, currency }: OpenAccount,
  change: bigint,
  note: string | null,
): MoneyDeposited | MoneyWithdrawn {
  const isOut = change < 0n
  return {
    type: isOut ? 'MoneyWithdrawn' : 'MoneyDeposited',
    amount: isOut ? -change : change,
    balance: balance + change,
    currency,
    note,
  }
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

function accept(event: BankAccountEvent) {
  return { outcome: 'accepted' as const, events: [event] }
}

function refuse(refusal: Refusal): AccountDecision {
  return { outcome: 'refused', refusal }
}
