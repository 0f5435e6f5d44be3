import type { Aggregate, MoneyMoved } from '@/domain/event-sourcing/aggregate'
import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import type { Currency } from '@/domain/money/money'
import { unreachable } from '@/domain/unreachable'
import { ACCOUNT_TYPE } from './account-stream'
import { availableInLog } from './available'
import type { Command } from './commands'
import { decide } from './decisions'
import type {
  AccountCreated,
  BankAccountEvent,
  Freeze,
  Hold,
  Limits,
  MoneyWithdrawn,
  SecondCustomer,
  Spent,
} from './events'
import { type Ask, asksOf, type Facts } from './facts'
import { intentOf } from './intent'
import type { Refusal } from './refusal'
import { sentenceFor } from './sentences'

/** How a hold ended. */
export type EndedHold = {
  readonly holdId: string
  readonly how: 'captured' | 'released' | 'expired'
}

/** What beside the balance decides which money may move. */
export type Terms = {
  readonly overdraftLimit: bigint
  /** In the order of their placing; those past their expiry stay until an event ends them. */
  readonly holds: readonly Hold[]
  /** The last ones, so that a command on one can be answered with a reason. */
  readonly endedHolds: readonly EndedHold[]
  readonly freeze: Freeze | null
  readonly limits: Limits | null
  /** What went out on the latest day with a daily limit. */
  readonly spent: Spent | null
}

export type Account = {
  /** A closed account never changes again. */
  readonly status: 'open' | 'closed'
  readonly accountId: string
  readonly owner: string
  readonly currency: Currency
  readonly balance: bigint
  readonly reference: string | null
  readonly customerId: string | null
  readonly secondCustomer: SecondCustomer | null
  readonly terms: Terms
}

export type BankAccount = { readonly status: 'none' } | Account

/** The lowest available and the highest balance of some states, in minor units. */
export type BalanceRange = { readonly lowest: bigint; readonly highest: bigint }

/** The state before the first event. */
export const initial: BankAccount = { status: 'none' }

/** The terms of an account that nobody has set any for. */
export const NO_TERMS: Terms = {
  overdraftLimit: 0n,
  holds: [],
  endedHolds: [],
  freeze: null,
  limits: null,
  spent: null,
}

/** The greatest number of `Terms.endedHolds`. */
export const ENDED_HOLDS_MAX = 20

/**
 * The state after one more event. It moves the balance by the amount and never copies the recorded
 * one, so that events also fold in the order in which they *occurred* (`stateAt`).
 * @throws Error when the log itself is impossible: an event before the creation, or a second creation
 */
export function evolve(state: BankAccount, event: BankAccountEvent): BankAccount {
  if (event.type === 'AccountCreated') {
    if (state.status !== 'none') throw new Error('The log creates the account twice')
    return accountOfCreation(event)
  }
  if (state.status === 'none') throw new Error('The log changes the account before it exists')
  switch (event.type) {
    case 'MoneyDeposited':
      return { ...state, balance: state.balance + event.amount }
    case 'MoneyWithdrawn':
      return withdrawn(state, event)
    case 'AccountClosed':
      return { ...state, status: 'closed', terms: { ...state.terms, holds: [] } }
    case 'AccountRenamed':
      return { ...state, owner: event.owner }
    case 'ReferenceSet':
      return { ...state, reference: event.reference }
    case 'CustomerAssigned':
      return { ...state, customerId: event.customerId }
    case 'SecondCustomerAssigned':
      return { ...state, secondCustomer: event.second }
    default:
      return { ...state, terms: termsAfter(state.terms, event) }
  }
}

function accountOfCreation({ type: _, openingBalance, ...account }: AccountCreated): Account {
  const none = { secondCustomer: null, terms: NO_TERMS }
  return { status: 'open', ...account, balance: openingBalance, ...none }
}

function withdrawn(state: Account, { amount, holdId, day }: MoneyWithdrawn): Account {
  const balance = state.balance - amount
  if (holdId === undefined && day === undefined) return { ...state, balance }
  const terms = holdId === undefined ? state.terms : captured(state.terms, holdId, amount)
  const { spent } = terms
  // A late one may be of an earlier day, which no limit looks at any more.
  if (day === undefined || (spent && day < spent.day)) return { ...state, balance, terms }
  const before = spent?.day === day ? spent.amount : 0n
  return { ...state, balance, terms: { ...terms, spent: { day, amount: before + amount } } }
}

function captured(terms: Terms, holdId: string, amount: bigint): Terms {
  const left = terms.holds.find(hold => hold.holdId === holdId)?.amount ?? 0n
  if (left <= amount) return ended(terms, { holdId, how: 'captured' })
  const rest = (hold: Hold) => (hold.holdId === holdId ? { ...hold, amount: left - amount } : hold)
  return { ...terms, holds: terms.holds.map(rest) }
}

function ended(terms: Terms, one: EndedHold): Terms {
  return {
    ...terms,
    holds: terms.holds.filter(({ holdId }) => holdId !== one.holdId),
    endedHolds: [...terms.endedHolds, one].slice(-ENDED_HOLDS_MAX),
  }
}

type TermsEvent = Extract<
  BankAccountEvent,
  {
    type:
      | 'HoldPlaced'
      | 'HoldReleased'
      | 'HoldExpired'
      | 'OverdraftLimitSet'
      | 'LimitsSet'
      | 'AccountFrozen'
      | 'AccountUnfrozen'
  }
>

function termsAfter(terms: Terms, event: TermsEvent): Terms {
  switch (event.type) {
    case 'HoldPlaced': {
      const { type: _, currency: __, ...hold } = event
      return { ...terms, holds: [...terms.holds, hold] }
    }
    case 'HoldReleased':
      return ended(terms, { holdId: event.holdId, how: 'released' })
    case 'HoldExpired':
      return ended(terms, { holdId: event.holdId, how: 'expired' })
    case 'OverdraftLimitSet':
      return { ...terms, overdraftLimit: event.limit }
    case 'LimitsSet': {
      const { perMovement, perDay, timeZone, spent } = event
      const isNone = perMovement === null && perDay === null
      return { ...terms, limits: isNone ? null : { perMovement, perDay, timeZone }, spent }
    }
    case 'AccountFrozen':
      return { ...terms, freeze: { scope: event.scope, reason: event.reason } }
    case 'AccountUnfrozen':
      return { ...terms, freeze: null }
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
      return null
  }
}

/** The range of both. */
export function joinRanges(a: BalanceRange, b: BalanceRange): BalanceRange {
  return {
    lowest: a.lowest < b.lowest ? a.lowest : b.lowest,
    highest: a.highest > b.highest ? a.highest : b.highest,
  }
}

/** The range of one state; null before the account exists. */
export function rangeOf(state: BankAccount): BalanceRange | null {
  if (state.status === 'none') return null
  return { lowest: availableInLog(state), highest: state.balance }
}

export const bankAccount: Aggregate<
  BankAccount,
  Command,
  BankAccountEvent,
  Refusal,
  Ask,
  Facts,
  BalanceRange
> = {
  type: ACCOUNT_TYPE,
  initial,
  evolve,
  decide,
  sentenceFor,
  moneyOf,
  balanceOf: state => (state.status === 'none' ? 0n : state.balance),
  intentOf,
  asks: asksOf,
  block: { of: rangeOf, join: joinRanges },
}

/** The account that a stream holds; null when it holds none. */
export function accountOf(stream: Pick<Stream, 'type' | 'state'>): Account | null {
  const state = stateOf(bankAccount, stream)
  return state && state.status !== 'none' ? state : null
}
