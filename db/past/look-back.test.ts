import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accountOf, moneyOf } from '@/domain/bank-account/bank-account'
import type { Sql } from '../connection'
import type { EventStore } from '../event-store'
import { type Moment, stateAt } from '../streams/state-at'
import {
  at,
  sumOf as balanceOf,
  changeIn,
  counts,
  days,
  everyEntry,
  history,
  momentOf,
  saveHistory,
  steadyHistory,
} from '../testing/histories'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { accountEventOf, accountIn, creationOf, depositOf, newIds } from '../testing/streams'
import { readCourse, sampleVersions } from './course'
import { type Difference, differences } from './differences'
import { type Entry, explain } from './explanation'
import { foldSteps } from './fold-steps'

let sql: Sql
let url: string
let store: EventStore
let close: () => Promise<void>

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
})
afterAll(() => close())

const moment = fc.oneof(
  { weight: 4, arbitrary: days.map(momentOf) },
  { weight: 1, arbitrary: fc.record({ version: fc.integer({ min: 1, max: 260 }) }) },
)

describe('an explanation', () => {
  test('has all events of the double filter, newest recorded first, and adds up', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        moment,
        fc.integer({ min: 9, max: 90 }),
        async (steps, asked, limit) => {
          const { id, events } = await saveHistory(store, steps)
          const expected = events.filter(event => counts(asked, event))
          const entries = await wholeExplanation(id, asked, limit)
          expect(entries.map(({ event }) => event)).toEqual(expected.toReversed())
          for (const [index, { event, change, balance }] of entries.entries()) {
            expect(change).toBe(changeIn(event))
            expect(balance).toBe(balanceOf(expected.slice(0, expected.length - index)))
          }
        },
      ),
      { numRuns: 15 },
    )
  })

  test('marks events after the prefix', async () => {
    const steps = [...steadyHistory(5), { gap: 1, late: 4, amount: 7n }]
    const { id } = await saveHistory(store, steps)
    const { entries, nextBefore } = await explain(
      sql,
      id,
      await stateAt(sql, id, { asOf: at(3) }),
      { limit: 10 },
    )
    expect(entries.map(({ event, isLate }) => [event.version, isLate])).toEqual([
      [7, true],
      [4, false],
      [3, false],
      [2, false],
      [1, false],
    ])
    expect(entries[0]?.balance).toBe(10n)
    expect(nextBefore).toBeNull()
  })
})

async function wholeExplanation(id: string, asked: Moment, limit: number): Promise<Entry[]> {
  const at = await stateAt(sql, id, asked)
  return everyEntry(limit, page => explain(sql, id, at, page))
}

describe('two moments', () => {
  test('differ by the events that only one of their double filters includes', async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        moment,
        moment,
        fc.integer({ min: 9, max: 90 }),
        async (steps, first, second, limit) => {
          const { id, events } = await saveHistory(store, steps)
          const expected = events
            .filter(event => counts(first, event) !== counts(second, event))
            .map(event => ({ event, side: counts(second, event) ? 'added' : 'removed' }))
          const found = await wholeDifference(id, [first, second], limit)
          expect(found.items).toEqual(expected)
          const count = (side: string) => expected.filter(item => item.side === side).length
          expect([found.added, found.removed]).toEqual([count('added'), count('removed')])
        },
      ),
      { numRuns: 20 },
    )
  })

  test('show what the bank learned later about a day', async () => {
    const steps = [...steadyHistory(5), { gap: 1, late: 4, amount: 7n }]
    const { id } = await saveHistory(store, steps)
    const believed = { asOf: at(3), knownAt: at(3) }
    const moments = [believed, { asOf: at(3) }] as const
    const [from, to] = await statesAt(id, moments)
    const page = { limit: 10 }
    const { items, added, removed } = await differences(sql, id, moments, [from, to], page)
    expect([from.stream.state, to.stream.state]).toMatchObject([{ balance: 3n }, { balance: 10n }])
    expect(items).toMatchObject([{ side: 'added', event: { version: 7, event: { amount: 7n } } }])
    expect([added, removed]).toEqual([1, 0])
  })
})

async function wholeDifference(id: string, moments: readonly [Moment, Moment], limit: number) {
  const items: Difference[] = []
  const states = await statesAt(id, moments)
  for (let after: number = 0; ; ) {
    const page = await differences(sql, id, moments, states, { after, limit })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    if (page.nextAfter === null) return { ...page, items }
    after = page.nextAfter
  }
}

async function statesAt(id: string, [first, second]: readonly [Moment, Moment]) {
  return [await stateAt(sql, id, first), await stateAt(sql, id, second)] as const
}

describe('the course of a stream', () => {
  test('has few ascending versions, with both ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.nat(2_000_000),
        fc.integer({ min: 2, max: 500 }),
        (from, length, pointsMax) => {
          const versions = sampleVersions(from, from + length, pointsMax)
          expect(versions.length).toBeLessThanOrEqual(Math.max(pointsMax, 2))
          expect([versions[0], versions.at(-1)]).toEqual([from, from + length])
          expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b))
          if (length < pointsMax) expect(versions).toHaveLength(length + 1)
        },
      ),
    )
  })

  test('has the balance after the events of these versions', async () => {
    const { id, events } = await saveHistory(store, steadyHistory(120))
    const points = [events[0], events[59], events[120]].map(
      event =>
        event && {
          version: event.version,
          occurredAt: event.occurredAt,
          frontierAt: event.frontierAt,
          balance: moneyOf(accountEventOf(event))?.balance,
        },
    )
    expect(await readCourse(sql, id, [121, 1, 60, 999])).toEqual(points)
  })
})

test('a course keeps its balance across events without money, whichever versions it has', async () => {
  const [id = ''] = newIds(1)
  const frozen = {
    ...depositOf(1n),
    event: { type: 'AccountFrozen', scope: 'all', reason: 'Lost' },
  } as const
  const thawed = { ...frozen, event: { type: 'AccountUnfrozen' } } as const
  const moved = [depositOf(5n, { balance: 5n }), frozen, thawed, depositOf(2n, { balance: 7n })]
  await store.saveEvents(id, [creationOf(id), ...moved, frozen, thawed], 0)
  const balances = async (versions: number[]) =>
    (await readCourse(sql, id, versions)).map(({ balance }) => balance)
  expect(await balances([1, 2, 3, 4, 5, 6, 7])).toEqual([0n, 5n, 5n, 5n, 7n, 7n, 7n])
  expect(await balances([1, 4, 7])).toEqual([0n, 5n, 7n])
  expect(await balances([3, 4, 6])).toEqual([5n, 5n, 7n])
})

test('the fold shows each step from any version on', async () => {
  const { id, events } = await saveHistory(store, steadyHistory(230))
  for (const from of [1, 2, 100, 101, 150]) {
    const steps = await foldSteps(sql, id, from, from + 9)
    expect(steps.map(({ event }) => event)).toEqual(events.slice(from - 1, from + 9))
    for (const { before, event, after } of steps) {
      expect([before.version, after.version]).toEqual([event.version - 1, event.version])
      const balance = accountOf(before)?.balance ?? 0n
      expect(accountIn(after).balance).toBe(balance + changeIn(event))
    }
  }
})

test.each<[string, readonly [Moment, Moment]]>([
  ['versions', [{ version: 3 }, { version: 200 }]],
  ['what the bank learned later', [{ asOf: at(150), knownAt: at(150) }, { asOf: at(150) }]],
  [
    'both clocks',
    [
      { asOf: at(10), knownAt: at(90) },
      { asOf: at(90), knownAt: at(10) },
    ],
  ],
])('comparing and explaining reads by indexes alone: %s', async (_, moments) => {
  const { id } = await saveHistory(store, steadyHistory(230, 3))
  const plans = await plansOf(url, async at => {
    const states = [await stateAt(at, id, moments[0]), await stateAt(at, id, moments[1])] as const
    await differences(at, id, moments, states, { limit: 9 })
    await explain(at, id, states[0], { before: 90, limit: 9 })
    await readCourse(at, id, [1, 50, 200])
    await foldSteps(at, id, 120, 130)
  })
  expect(plans.length).toBeGreaterThan(8)
  for (const plan of plans) {
    expect(plan).not.toMatch(/Seq Scan/)
    expect(plan).toMatch(/Index (Only )?Scan/)
  }
  expect(plans.filter(plan => plan.includes('events_late')).length).toBeGreaterThan(0)
})
