import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect } from 'vitest'
import { moneyOf } from '@/domain/bank-account/bank-account'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { EventStore } from '../event-store'
import type { Entry, Explanation } from '../past/explanation'
import type { Moment } from '../streams/state-at'
import { accountEventOf, accountIn, draftAccount } from './streams'

const DAY = 86_400_000
const START = Date.UTC(2026, 0, 1)

/** Midnight (UTC) of a day of the histories. */
export const at = (day: number) => new Date(START + day * DAY)

/**
 * By how many days the clock moves before each event (0: a tie; below 0: it is set back), and how
 * many days late the event is; 0: dated by the clock.
 */
export type Step = { readonly gap: number; readonly late: number; readonly amount: bigint }

/** Random histories, some longer than two snapshots, with clocks that jump forward and back. */
export const history = fc.array(
  fc.record({
    gap: fc.oneof(
      { weight: 20, arbitrary: fc.nat(2) },
      { weight: 1, arbitrary: fc.integer({ min: -60, max: 60 }) },
    ),
    late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(40)),
    amount: fc.bigInt(1n, 100n),
  }),
  { minLength: 1, maxLength: 260, size: 'max' },
)

/** A deposit of 1 a day, each so many days late. */
export const steadyHistory = (length: number, late = 0): Step[] =>
  Array.from({ length }, () => ({ gap: 1, late, amount: 1n }))

/** Days on the two clocks; null: now. */
export type AskedDays = { readonly asOf: number | null; readonly knownAt: number | null }
export const days = fc.record({ asOf: fc.option(fc.nat(300)), knownAt: fc.option(fc.nat(300)) })

export function momentOf({ asOf, knownAt }: AskedDays): Moment {
  const [business, known] = [asOf, knownAt].map(day => (day === null ? undefined : at(day)))
  return { asOf: business, knownAt: known }
}

/** Whether a moment includes an event, by the plain double filter. */
export function counts(moment: Moment, { version, occurredAt, createdAt }: RecordedEvent): boolean {
  if ('version' in moment) return version <= moment.version
  const { asOf, knownAt } = moment
  return (
    (asOf === undefined || occurredAt <= asOf) && (knownAt === undefined || createdAt <= knownAt)
  )
}

/** What an event changed about the balance. */
export const changeIn = (recorded: RecordedEvent) => moneyOf(accountEventOf(recorded))?.change ?? 0n

export const sumOf = (events: readonly RecordedEvent[]) =>
  events.reduce((sum, recorded) => sum + changeIn(recorded), 0n)

/** All entries of an explanation, page by page. */
export async function everyEntry(
  limit: number,
  read: (page: { before?: number; limit: number }) => Promise<Explanation>,
): Promise<Entry[]> {
  const entries: Entry[] = []
  let before: number | null = null
  do {
    const page: Explanation = await read(before === null ? { limit } : { before, limit })
    expect(page.entries.length).toBeLessThanOrEqual(limit)
    entries.push(...page.entries)
    before = page.nextBefore
  } while (before !== null)
  return entries
}

/**
 * Saves a history as it would have been recorded, with snapshots. `clocks` has the business time of
 * each event.
 */
export async function saveHistory(store: EventStore, steps: readonly Step[]) {
  const id = randomUUID()
  const { draft, record: put } = draftAccount(id)
  let day = 0
  const clocks: Date[] = []
  const record = (event: BankAccountEvent, occurredAt: Date | null) => {
    put(event, at(day), occurredAt ? { occurredAt } : {})
    clocks.push(occurredAt ?? at(day))
  }
  const account = { accountId: id, owner: 'U', currency: 'EUR', reference: null, customerId: null }
  record({ type: 'AccountCreated', ...account, openingBalance: 0n }, at(0))
  for (const { gap, late, amount } of steps) {
    day += gap
    const balance = accountIn(draft.stream).balance + amount
    const event = { type: 'MoneyDeposited', amount, balance, currency: 'EUR', note: null } as const
    record(event, late === 0 ? null : at(Math.max(0, day - late)))
  }
  const saved = await store.saveUnit({ streams: [draft], records: [], unchanged: [] })
  if (saved !== 'saved') throw new Error(`The history was not saved: ${saved}`)
  return { id, events: draft.events, clocks }
}
