import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventJson } from '@/app/_wire/types'
import { formatAmount } from '@/domain/money/money'
import { type DayList, dayGroups, lateChanges } from './day-groups'

const FIRST_DAY = Date.UTC(2026, 9, 1, 10)
const DAY_MS = 86_400_000

type Entry = { back: boolean; days: number; cents: number; money: boolean }

/** Events of one account: each some days after the one before, or back in time and so late. */
function eventsOf(entries: readonly Entry[]): EventJson[] {
  let [frontier, balance] = [FIRST_DAY, 0n]
  return entries.map(({ back, days, cents, money }, index) => {
    const late = back && days > 0 && index > 0
    const at = late ? frontier - days * DAY_MS : frontier + days * DAY_MS
    frontier = Math.max(frontier, at)
    balance += money ? BigInt(cents) : 0n
    return {
      eventId: String(index),
      aggregateType: 'BankAccount',
      accountId: 'a',
      version: index + 1,
      type: 'MoneyDeposited',
      schemaVersion: 1,
      data: {},
      money: money
        ? {
            change: formatAmount(BigInt(cents), 'EUR'),
            balance: formatAmount(balance, 'EUR'),
            currency: 'EUR',
          }
        : null,
      occurredAt: new Date(at).toISOString(),
      createdAt: new Date(frontier).toISOString(),
      late,
      actor: { id: 'u', name: 'U', role: 'teller' },
      commandId: null,
      correlationId: null,
    }
  })
}

function groupsOf(events: readonly EventJson[], order: 'asc' | 'desc', range = [0, 1_000]) {
  const shown = order === 'asc' ? events : events.toReversed()
  const list: DayList = {
    zone: 'UTC',
    clock: 'occurred',
    order,
    whole: true,
    lates: lateChanges(events, 'UTC'),
  }
  const [first = 0, last = 0] = range
  return dayGroups(
    {
      count: shown.length,
      first,
      last: Math.min(last, shown.length - 1),
      itemAt: index => shown[index],
    },
    list,
  )
}

const entry = fc.record({
  back: fc.boolean(),
  days: fc.integer({ min: 0, max: 3 }),
  cents: fc.integer({ min: -500, max: 500 }),
  money: fc.boolean(),
})
const opening = { back: false, days: 0, cents: 100, money: true }

/** The balance at the end of a day, from every event that was effective by then. */
function balanceAtEndOf(events: readonly EventJson[], day: string): string {
  const changes = events
    .filter(event => event.occurredAt.slice(0, 10) <= day)
    .map(event => BigInt((event.money?.change ?? '0').replace('.', '')))
  return formatAmount(
    changes.reduce((sum, change) => sum + change, 0n),
    'EUR',
  )
}

describe('lines by day', () => {
  test('each day has one heading, and its closing balance is that at the end of the day', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 25 }),
        fc.constantFrom('asc' as const, 'desc' as const),
        (entries, order) => {
          const events = eventsOf([opening, ...entries])
          const groups = [...groupsOf(events, order).values()]
          const days = groups.map(({ day }) => day)
          expect(new Set(days).size).toBe(days.length)
          expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(events.length)
          for (const { day, closing } of groups) expect(closing).toBe(balanceAtEndOf(events, day))
        },
      ),
    )
  })

  test('a part of the list has the same days and balances', () => {
    const events = eventsOf([opening, ...Array(9).fill({ ...opening, days: 1 }), opening, opening])
    expect([...groupsOf(events, 'desc', [1, 2])]).toEqual([
      [1, { day: '2026-10-10', rows: 2, closing: '12.00' }],
    ])
  })
})

test('no closing balance is told where a line is missing', () => {
  const events = eventsOf([opening, opening, opening])
  const list: DayList = { zone: 'UTC', clock: 'occurred', order: 'asc', whole: true, lates: [] }
  const loaded = (index: number) => (index < 2 ? events[index] : undefined)
  const groups = dayGroups({ count: 3, first: 0, last: 2, itemAt: loaded }, list)
  expect([...groups]).toEqual([[0, { day: '2026-10-01', rows: 2, closing: null }]])
})

test('in other lists each line stands under its own day, without balances', () => {
  const events = eventsOf([opening, { ...opening, days: 2 }, { ...opening, back: true, days: 1 }])
  const list: DayList = { zone: 'UTC', clock: 'occurred', order: 'asc', whole: false, lates: null }
  const groups = dayGroups({ count: 3, first: 0, last: 2, itemAt: index => events[index] }, list)
  expect([...groups.values()].map(({ day, closing }) => [day, closing])).toEqual([
    ['2026-10-01', null],
    ['2026-10-03', null],
    ['2026-10-02', null],
  ])
})
