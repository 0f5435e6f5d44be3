import type { Command } from '@/domain/bank-account/commands'
import type {
  BankAccountEvent,
  FreezeScope,
  Limits,
  MoneyDeposited,
  MoneyWithdrawn,
} from '@/domain/bank-account/events'
import { isLimited } from './plain-facts'

type ToldHold = { placed: bigint; captured: bigint; isOver: boolean; expiresAt: Date }

/** An account as its events alone tell it, without the code of the rules. */
export type Told = {
  readonly currency: string
  balance: bigint
  overdraft: bigint
  readonly holds: Map<string, ToldHold>
  freeze: FreezeScope | null
  limits: Limits | null
  isClosed: boolean
}

/** @throws Error when what a command did breaks an invariant of the bank */
export function must(holds: boolean, invariant: string, ...about: readonly unknown[]): void {
  if (holds) return
  const text = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)
  throw new Error(`${invariant}: ${JSON.stringify(about, text)}`)
}

export function opened(event: BankAccountEvent): Told {
  if (event.type !== 'AccountCreated') throw new Error('An account begins with its creation')
  const { currency, openingBalance: balance } = event
  const none = { overdraft: 0n, holds: new Map(), freeze: null, limits: null, isClosed: false }
  return { currency, balance, ...none }
}

function held({ holds }: Told, now: Date): bigint {
  return [...holds.values()]
    .filter(({ isOver, expiresAt }) => !isOver && expiresAt > now)
    .reduce((sum, { placed, captured }) => sum + placed - captured, 0n)
}

export function available(told: Told, now: Date): bigint {
  return told.balance - held(told, now) + told.overdraft
}

/** What must hold before an event is added; `occurredAt` is its date. */
export function permitted(
  told: Told,
  event: BankAccountEvent,
  command: Command,
  now: Date,
  occurredAt: Date,
): void {
  must(!told.isClosed, 'A closed account never changes', event)
  switch (event.type) {
    case 'MoneyDeposited':
      must(!stopped(told, 'credits'), 'Nothing comes into a frozen account', event)
      must(event.amount > 0n, 'Amounts are positive', event)
      return
    case 'MoneyWithdrawn':
      permittedOut(told, event, command, now)
      return
    case 'HoldPlaced':
      must(!stopped(told, 'debits'), 'Nothing is held on a frozen account', event)
      must(!told.holds.has(event.holdId), 'A hold is placed once', event)
      must(
        event.amount > 0n && event.amount <= told.balance - held(told, now),
        'No hold is granted out of the overdraft',
        event,
        told.balance,
      )
      return
    case 'HoldReleased':
    case 'HoldExpired': {
      const hold = told.holds.get(event.holdId)
      must(hold !== undefined && !hold.isOver, 'A hold ends once', event)
      must(
        hold?.placed === event.amount + (hold?.captured ?? 0n),
        'A hold ends with its rest',
        event,
      )
      const isOver = hold !== undefined && hold.expiresAt <= now
      must(isOver === (event.type === 'HoldExpired'), 'A hold expires in time', event)
      const at = isOver ? hold.expiresAt.getTime() : occurredAt.getTime()
      must(occurredAt.getTime() === at, 'An expiry has its own date', event)
      return
    }
    case 'OverdraftLimitSet': {
      const used = held(told, now) - told.balance
      must(
        event.limit >= used || event.limit > told.overdraft,
        'No overdraft limit is lowered below what is used',
        event,
      )
      return
    }
    case 'AccountClosed':
      must(told.freeze === null, 'No frozen account is closed', event)
      must(told.balance === 0n && held(told, now) === 0n, 'Accounts are closed empty', event)
      return
  }
}

function permittedOut(told: Told, event: MoneyWithdrawn, command: Command, now: Date): void {
  must(!stopped(told, 'debits'), 'Nothing goes out of a frozen account', event)
  must(event.amount > 0n, 'Amounts are positive', event)
  const max = told.limits?.perMovement ?? null
  const isNow = !('occurredAt' in command)
  must(
    max === null || !isNow || !isLimited(event) || event.amount <= max,
    'A movement stays within its limit',
    event,
    max,
  )
  if (event.holdId === undefined) {
    must(
      event.amount <= available(told, now) || event.overdrawn === true,
      'Nothing goes out that is not available',
      event,
    )
    return
  }
  const hold = told.holds.get(event.holdId)
  must(
    hold !== undefined && !hold.isOver && hold.expiresAt > now,
    'A hold is captured while it is there',
    event,
  )
  const captured = (hold?.captured ?? 0n) + event.amount
  must(captured <= (hold?.placed ?? 0n), 'No more is captured than was placed', event, captured)
}

function stopped({ freeze }: Told, scope: FreezeScope): boolean {
  return freeze === 'all' || freeze === scope
}

/** Adds an event to what is told. */
export function follow(told: Told, event: BankAccountEvent): void {
  switch (event.type) {
    case 'MoneyDeposited':
    case 'MoneyWithdrawn':
      moved(told, event)
      return
    case 'HoldPlaced': {
      const { amount: placed, expiresAt } = event
      const hold = { placed, captured: 0n, isOver: false, expiresAt: new Date(expiresAt) }
      told.holds.set(event.holdId, hold)
      return
    }
    case 'HoldReleased':
    case 'HoldExpired': {
      const hold = told.holds.get(event.holdId)
      if (hold) hold.isOver = true
      return
    }
    case 'OverdraftLimitSet':
      told.overdraft = event.limit
      return
    case 'LimitsSet':
      told.limits = event
      return
    case 'AccountFrozen':
      told.freeze = event.scope
      return
    case 'AccountUnfrozen':
      told.freeze = null
      return
    case 'AccountClosed':
      told.isClosed = true
  }
}

function moved(told: Told, event: MoneyDeposited | MoneyWithdrawn): void {
  told.balance += changeOf(event)
  must(event.balance === told.balance, 'An event has the balance after it', event, told.balance)
  const hold = event.holdId === undefined ? undefined : told.holds.get(event.holdId)
  if (!hold) return
  hold.captured += event.amount
  hold.isOver ||= hold.captured === hold.placed
}

/** By how much an event changes the balance. */
export function changeOf(event: BankAccountEvent): bigint {
  if (event.type === 'AccountCreated') return event.openingBalance
  if (event.type === 'MoneyDeposited') return event.amount
  return event.type === 'MoneyWithdrawn' ? -event.amount : 0n
}
