import type { Aggregate, MoneyMoved } from '@/domain/event-sourcing/aggregate'
import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import type { Currency } from '@/domain/money/money'
import { unreachable } from '@/domain/unreachable'
import { type Command, decide, occurredAtOf } from './decisions'
import { intentOf } from './intent'
import { type Refusal, sentenceFor } from './refusal'

// ---- Events: what happened. The names are the stored format. ----

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

type Movement<Type extends string> = {
  readonly type: Type
  /** Minor units, always positive. */
  readonly amount: bigint
  /** The balance after it in recording order, in minor units. */
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

/** The lowest and the highest of some balances, in minor units. */
export type BalanceRange = { readonly lowest: bigint; readonly highest: bigint }

/** The state before the first event. */
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

/** The money that an event moved; null for one that moves none. */
export function moneyOf(event: BankAccountEvent): MoneyMoved | null {
  switch (event.type) {
    case 'AccountCreated': {
      const { openingBalance, currency } = event
      return { change: openingBalance, balance: openingBalance, currency }
    }
    case 'MoneyDeposited':
      return { change: event.amount, balance: event.balance, currency: event.currency }
    case 'MoneyWithdrawn':
      return { change: -event.amount, balance: event.balance, currency: event.currency }
    default:
      return unreachable(event)
  }
}

/** The range of both. */
export function joinRanges(a: BalanceRange, b: BalanceRange): BalanceRange {
  return {
    lowest: a.lowest < b.lowest ? a.lowest : b.lowest,
    highest: a.highest > b.highest ? a.highest : b.highest,
  }
}

// ---- The aggregate. ----

export const bankAccount: Aggregate<
  BankAccount,
  Command,
  BankAccountEvent,
  Refusal,
  Date,
  BalanceRange,
  BalanceRange
> = {
  type: 'BankAccount',
  initial,
  evolve,
  decide: (command, state, { id, now, startedAt, facts }) =>
    decide(id, command, state, startedAt && facts && { now, openedAt: startedAt, ...facts }),
  sentenceFor,
  moneyOf,
  balanceOf: state => (state.status === 'none' ? 0n : state.balance),
  intentOf,
  asks: occurredAtOf,
  block: {
    of: state =>
      state.status === 'none' ? null : { lowest: state.balance, highest: state.balance },
    join: joinRanges,
  },
}

/** The account that a stream holds; null when it holds none. */
export function accountOf(stream: Pick<Stream, 'type' | 'state'>): OpenAccount | null {
  const state = stateOf(bankAccount, stream)
  return state?.status === 'open' ? state : null
}
