import {
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

/** What a history needs of a recorded event. */
export type Told = Pick<
  RecordedEvent<BankAccountEvent>,
  'version' | 'occurredAt' | 'createdAt' | 'event'
>

type Dated = { readonly at: number; readonly event: BankAccountEvent; readonly state: BankAccount }

/** The events of one account so far, folded in both orders: enough for every fact that `decide` asks for. */
export type History = {
  /** In the order of recording. */
  state: BankAccount
  startedAt: Date | null
  /** The events in the order in which they occurred, each with the state after it. */
  readonly dated: Dated[]
  readonly entries: Map<number, Entry>
}

export function openHistory(): History {
  return { state: initial, startedAt: null, dated: [], entries: new Map() }
}

/** A history that goes on for itself. */
export function copyOf(history: History): History {
  return { ...history, dated: [...history.dated], entries: new Map(history.entries) }
}

/**
 * Adds the next event in the order of recording.
 * @param version null for an event that the log doesn't have
 */
export function record(
  history: History,
  { version, occurredAt, event }: Pick<Told, 'occurredAt' | 'event'> & { version: number | null },
): void {
  history.state = evolve(history.state, event)
  history.startedAt ??= occurredAt
  insert(history.dated, occurredAt.getTime(), event)
  // The log reverses an entry once, so whoever asks for one is the first.
  if (version !== null) history.entries.set(version, { event, occurredAt, reversedBy: null })
}

/** A late event changes every state after its date. */
function insert(dated: Dated[], at: number, event: BankAccountEvent): void {
  // Whatever its date, nothing comes before the creation.
  const place = dated.length === 0 ? 0 : Math.max(firstAfter(dated, at), 1)
  dated.splice(place, 0, { at, event, state: initial })
  let state = dated[place - 1]?.state ?? initial
  for (let n = place; n < dated.length; n++) {
    const one = dated[n] as Dated // inside the bounds
    state = evolve(state, one.event)
    dated[n] = { ...one, state }
  }
}

/** The answer to what a decision asks for, as the store gives it. */
export function factsOf(history: History, { since, entry, spentIn }: Ask, now: Date): Facts {
  return {
    ...(since && { since: sinceOf(history.dated, since) }),
    ...(entry !== undefined && { entry: history.entries.get(entry) ?? null }),
    ...(spentIn !== undefined && { spent: spentToday(history, spentIn, now) }),
  }
}

function sinceOf(dated: readonly Dated[], date: Date): Since {
  const next = firstAfter(dated, date.getTime())
  const start = dated[next - 1]?.state ?? initial
  const past = start.status === 'none' ? null : start
  const ranges = [start, ...dated.slice(next).map(({ state }) => state)].flatMap(
    state => rangeOf(state) ?? [],
  )
  const [first = { lowest: 0n, highest: 0n }, ...rest] = ranges
  const limits = past?.terms.limits ?? null
  const spent = limits && limits.perDay !== null ? spentOn(dated, limits.timeZone, date) : 0n
  return { ...rest.reduce(joinRanges, first), past, spent }
}

function spentToday({ state, dated }: History, zone: string | null, now: Date) {
  const its = state.status === 'none' ? null : state.terms.limits
  const timeZone = zone ?? its?.timeZone ?? TIME_ZONE
  return { day: dayIn(timeZone, now), amount: spentOn(dated, timeZone, now) }
}

/** No day is longer, in any zone. */
const DAYS_MS = 2 * 86_400_000

/** What withdrawals and transfers took out on the business day of an instant. */
function spentOn(dated: readonly Dated[], timeZone: string, instant: Date): bigint {
  const day = dayIn(timeZone, instant)
  const time = instant.getTime()
  let sum = 0n
  const last = firstAfter(dated, time + DAYS_MS)
  for (const { at, event } of dated.slice(firstAfter(dated, time - DAYS_MS), last)) {
    if (event.type !== 'MoneyWithdrawn' || !isLimited(event)) continue
    if (dayIn(timeZone, new Date(at)) === day) sum += event.amount
  }
  return sum
}

/** Limits for days count cash and transfers. */
function isLimited(event: Extract<BankAccountEvent, { type: 'MoneyWithdrawn' }>): boolean {
  const { counter, reverses, holdId } = event
  return counter === undefined && reverses === undefined && holdId === undefined
}

/** The place of the first event after an instant. */
function firstAfter(dated: readonly Dated[], instant: number): number {
  let [low, high] = [0, dated.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((dated[middle]?.at ?? 0) <= instant) low = middle + 1
    else high = middle
  }
  return low
}
