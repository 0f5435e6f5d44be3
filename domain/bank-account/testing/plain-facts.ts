import {
  type Account,
  type BankAccount,
  evolve,
  initial,
  joinRanges,
  rangeOf,
} from '@/domain/bank-account/bank-account'
import { dayIn } from '@/domain/bank-account/business-day'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import type { Ask, Entry, Facts, Since } from '@/domain/bank-account/facts'
import { TIME_ZONE } from '@/domain/bank-account/limits'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'

export type Recorded = RecordedEvent<BankAccountEvent>
export type Log = readonly Recorded[]

/** The facts that a decision asks for, by reading the whole log of the account. */
export function factsOf(log: Log, { since, entry, spentIn }: Ask, now: Date): Facts {
  return {
    ...(since && { since: sinceOf(log, since) }),
    ...(entry !== undefined && { entry: entryOf(log, entry) }),
    ...(spentIn !== undefined && { spent: spentToday(log, spentIn, now) }),
  }
}

/** The events in business order, those of one moment in recording order. */
export function inBusinessOrder(log: Log): Log {
  return log.toSorted(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.version - b.version,
  )
}

export function stateAfter(log: Log): BankAccount {
  return log.reduce((state, { event }) => evolve(state, event), initial)
}

function sinceOf(log: Log, from: Date): Since {
  const ordered = inBusinessOrder(log)
  const start = stateAfter(ordered.filter(({ occurredAt }) => occurredAt <= from))
  const past = start.status === 'none' ? null : start
  const ranges = [rangeOf(start)]
  let state: BankAccount = start
  for (const { event } of ordered.filter(({ occurredAt }) => occurredAt > from)) {
    state = evolve(state, event)
    ranges.push(rangeOf(state))
  }
  const [first = { lowest: 0n, highest: 0n }, ...rest] = ranges.flatMap(range => range ?? [])
  const limits = past?.terms.limits ?? null
  const spent = limits && limits.perDay !== null ? spentOn(log, limits.timeZone, from) : 0n
  return { ...rest.reduce(joinRanges, first), past, spent }
}

function entryOf(log: Log, version: number): Entry | null {
  const entry = log[version - 1]
  if (!entry) return null
  const reversal = log.find(({ event }) => 'reverses' in event && event.reverses === version)
  const { event, occurredAt } = entry
  return { event, occurredAt, reversedBy: reversal?.version ?? null }
}

function spentToday(log: Log, zone: string | null, now: Date) {
  const timeZone = zone ?? (stateAfter(log) as Account).terms.limits?.timeZone ?? TIME_ZONE
  return { day: dayIn(timeZone, now), amount: spentOn(log, timeZone, now) }
}

/** What withdrawals and transfers took out on the business day of an instant. */
export function spentOn(log: Log, timeZone: string, at: Date): bigint {
  const day = dayIn(timeZone, at)
  return log
    .filter(({ event, occurredAt }) => isLimited(event) && dayIn(timeZone, occurredAt) === day)
    .reduce((sum, { event }) => sum + (event.type === 'MoneyWithdrawn' ? event.amount : 0n), 0n)
}

/** Whether limits for movements and days apply to an event: to cash and to transfers. */
export function isLimited(event: BankAccountEvent): boolean {
  if (event.type !== 'MoneyWithdrawn') return false
  const { counter, reverses, holdId } = event
  return counter === undefined && reverses === undefined && holdId === undefined
}
