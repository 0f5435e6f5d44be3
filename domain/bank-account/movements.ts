import type { Context } from '@/domain/event-sourcing/aggregate'
import { formatAmount } from '@/domain/money/money'
import { activeHolds, availableAt } from './available'
import type { Account } from './bank-account'
import { dayIn, nextDayIn } from './business-day'
import type { Limits, MoneyDeposited, MoneyWithdrawn, MovementDetails } from './events'
import { type Facts, instantOf, type Since } from './facts'
import type { Refusal } from './refusal'
import {
  type AccountDecision,
  accept,
  BALANCE_LIMIT,
  beyondLimit,
  frozen,
  isRefusal,
  positiveOf,
  refuse,
  type TextRule,
  textOf,
} from './rules'

/** A movement to be decided. */
export type AskedMovement = {
  readonly direction: 'in' | 'out'
  /** A decimal text. */
  readonly amount: string
  readonly note: string | null
  readonly noteRule: TextRule
  /** The effective date of a late posting; absent: now. */
  readonly occurredAt?: string | undefined
  readonly details?: MovementDetails
  /** Whether the account's limits for movements and days apply. */
  readonly isLimited?: boolean
  /** Whether it may go beyond what is available. */
  readonly mayOverdraw?: boolean
}

/** A movement that may happen. */
export type Moved = {
  readonly event: MoneyDeposited | MoneyWithdrawn
  readonly occurredAt: Date | null
}

/** Decides a movement on an open account. */
export function movementOn(
  account: Account,
  asked: AskedMovement,
  context: Context<Facts>,
): Moved | Refusal {
  const { currency } = account
  const { direction, details = {}, mayOverdraw = false } = asked
  const amount = positiveOf(asked.amount, currency, 'amount')
  if (typeof amount !== 'bigint') return amount
  const note = textOf(asked.noteRule, asked.note)
  if (isRefusal(note)) return note
  const stopped = frozen(account, direction)
  if (stopped) return stopped
  const isOut = direction === 'out'
  const isBeyond = isOut && amount > availableAt(account, context.now)
  if (isBeyond && !mayOverdraw) return insufficient(account, amount, context.now)
  const late = asked.occurredAt === undefined ? null : lateOf(asked.occurredAt, context)
  if (late && isRefusal(late)) return late
  const faultThen = late && faultSince(account, asked, amount, late.since)
  if (faultThen) return faultThen
  const counted = isOut && asked.isLimited ? countedOf(account, amount, context.now, late) : null
  if (counted && isRefusal(counted)) return counted
  const isOverdrawn = isBeyond || (isOut && late !== null && late.since.lowest < amount)
  const event = move(account, isOut ? -amount : amount, note.text, {
    ...details,
    ...counted,
    ...(isOverdrawn && { overdrawn: true }),
  })
  const isTooFar = event.balance > BALANCE_LIMIT || event.balance < -BALANCE_LIMIT
  if (isTooFar) return beyondLimit('amount', currency)
  return { event, occurredAt: late?.occurredAt ?? null }
}

/** The decision of a command that is one movement. */
export function decisionOf(moved: Moved | Refusal): AccountDecision {
  return isRefusal(moved) ? refuse(moved) : accept(moved.event, moved.occurredAt)
}

/**
 * The event for a movement that already happened, such as a row of an import: no rule is checked, so
 * the balance may go below zero. `change` is in minor units with its sign.
 */
export function move(
  { balance, currency }: Account,
  change: bigint,
  note: string | null,
  details: MovementDetails = {},
): MoneyDeposited | MoneyWithdrawn {
  const isOut = change < 0n
  return {
    type: isOut ? 'MoneyWithdrawn' : 'MoneyDeposited',
    amount: isOut ? -change : change,
    balance: balance + change,
    currency,
    note,
    ...details,
  }
}

/** The refusal of a debit that is more than what is available. */
export function insufficient(account: Account, amount: bigint, now: Date): Refusal {
  const { currency } = account
  const present = availableAt(account, now)
  const available = present < 0n ? 0n : present
  const decimal = (minor: bigint) => formatAmount(minor, currency)
  const holds = activeHolds(account, now).slice(0, HOLDS_SHOWN)
  return {
    type: 'InsufficientFunds',
    field: 'amount',
    available: decimal(available),
    asked: decimal(amount),
    short: decimal(amount - available),
    currency,
    ...(holds.length > 0 && {
      holds: holds.map(({ holdId: _, ...hold }) => ({ ...hold, amount: decimal(hold.amount) })),
    }),
  }
}

const HOLDS_SHOWN = 3

type Late = { readonly occurredAt: Date; readonly since: Since }

/** The date of a late posting, with what held since; or why it can't have that date. */
function lateOf(text: string, { now, startedAt, facts }: Context<Facts>): Late | Refusal {
  const occurredAt = instantOf(text)
  if (occurredAt === null) return { type: 'MomentMalformed', field: 'occurredAt' }
  if (!facts?.since || !startedAt)
    throw new Error('A late posting is decided without the balances since')
  if (occurredAt > now) return { type: 'MomentInFuture', field: 'occurredAt' }
  if (occurredAt < startedAt) {
    const openedAt = startedAt.toISOString()
    return { type: 'MomentBeforeOpening', field: 'occurredAt', openedAt }
  }
  return { occurredAt, since: facts.since }
}

/** Why a movement can't have happened then: no later moment may break a rule. */
function faultSince(
  { currency }: Account,
  { direction, mayOverdraw }: AskedMovement,
  amount: bigint,
  { lowest, highest, past }: Since,
): Refusal | null {
  const stopped = past && frozen(past, direction)
  if (stopped?.type === 'AccountFrozen') return { ...stopped, field: 'occurredAt' }
  if (direction === 'in') {
    return highest + amount > BALANCE_LIMIT ? beyondLimit('amount', currency) : null
  }
  if (lowest >= amount || mayOverdraw) return null
  return {
    type: 'InsufficientFundsSince',
    field: 'amount',
    lowest: formatAmount(lowest, currency),
    asked: formatAmount(amount, currency),
    currency,
  }
}

/**
 * The business day on which a debit counts, if days are limited; or which limit it exceeds. A late
 * one is bounded by the limits of then, and one of today by the present daily limit too.
 */
function countedOf(
  { currency, terms }: Account,
  amount: bigint,
  now: Date,
  late: Late | null,
): { readonly day: string } | Refusal | null {
  const then = late ? (late.since.past?.terms.limits ?? null) : terms.limits
  const decimal = (minor: bigint) => formatAmount(minor, currency)
  const exceeded = { type: 'LimitExceeded', field: 'amount', currency } as const
  if (then && then.perMovement !== null && amount > then.perMovement) {
    const max = decimal(then.perMovement)
    return { ...exceeded, limit: 'perMovement', max, left: max, renewsAt: null, timeZone: null }
  }
  const beyondDay = (perDay: bigint, spent: bigint, timeZone: string | null): Refusal | null => {
    if (spent + amount <= perDay) return null
    const renewsAt = timeZone === null ? null : nextDayIn(timeZone, now).toISOString()
    const left = decimal(spent < perDay ? perDay - spent : 0n)
    return { ...exceeded, limit: 'perDay', max: decimal(perDay), left, renewsAt, timeZone }
  }
  const [daily, dailyThen] = [dailyOf(terms.limits), dailyOf(then)]
  const fault = late && dailyThen && beyondDay(dailyThen.perDay, late.since.spent, null)
  if (fault) return fault
  // Days are compared with those of the account's state, so they are in its zone.
  const day = (zone: string) => dayIn(zone, late?.occurredAt ?? now)
  if (!daily) return dailyThen && { day: day(dailyThen.timeZone) }
  const [its, today] = [day(daily.timeZone), dayIn(daily.timeZone, now)]
  if (its !== today) return dailyThen && { day: its }
  const spent = terms.spent?.day === today ? terms.spent.amount : 0n
  return beyondDay(daily.perDay, spent, daily.timeZone) ?? { day: today }
}

function dailyOf(limits: Limits | null) {
  if (!limits || limits.perDay === null) return null
  const { perDay, timeZone } = limits
  return { perDay, timeZone }
}
