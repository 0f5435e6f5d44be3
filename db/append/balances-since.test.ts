import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyOf } from '@/domain/bank-account/bank-account'
import { move } from '@/domain/bank-account/decisions'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import type { EventStore } from '../event-store'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { accountEventOf, accountIn, draftAccount } from '../testing/streams'
import { readBalancesSince } from './balances-since'

let sql: Sql
let store: EventStore
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
})
afterAll(() => close())

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1) + minute * 60_000)

/**
 * Deposits and withdrawals, many at one moment, some recorded late by a little or a lot, or often;
 * sometimes the clock is set forward or back (events not marked late happened by the clock).
 */
const history = (longest: number, lateOften: number) =>
  fc.array(
    fc.record({
      gap: fc.oneof(
        { weight: 99, arbitrary: fc.nat(2) },
        { weight: 1, arbitrary: fc.integer({ min: -30, max: 60 }) },
      ),
      late: fc.oneof({ weight: lateOften, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(longest)),
      amount: fc.bigInt(-1000n, 1000n),
    }),
    { minLength: 1, maxLength: longest, size: 'max' },
  )

type Step = { gap: number; late: number; amount: bigint }

async function save(steps: readonly Step[], hasRange: (version: number) => boolean) {
  const id = randomUUID()
  const { draft, record } = draftAccount(id)
  let minute = 0
  const account = { accountId: id, owner: 'U', currency: 'KWD', reference: null, customerId: null }
  record({ type: 'AccountCreated', ...account, openingBalance: 500n }, at(0))
  for (const { gap, late, amount } of steps) {
    minute += gap
    if (amount === 0n) continue
    const said = late === 0 ? {} : { occurredAt: at(Math.max(0, minute - late)) }
    record(move(accountIn(draft.stream), amount, null), at(minute), said)
  }
  const snapshots = draft.snapshots.map(one =>
    hasRange(one.version) ? one : { ...one, block: undefined },
  )
  const streams = [{ ...draft, snapshots }]
  expect(await store.saveUnit({ streams, records: [], unchanged: [] })).toBe('saved')
  return { id, events: draft.events, minutes: minute }
}

/** All events in business order, and the balance at and after a moment. */
function naive(events: readonly RecordedEvent[], from: Date) {
  const inOrder = events.toSorted(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || a.version - b.version,
  )
  let balance = 0n
  let atFrom: bigint | null = null
  const since: bigint[] = []
  for (const recorded of inOrder) {
    const { occurredAt } = recorded
    balance += moneyOf(accountEventOf(recorded))?.change ?? 0n
    if (occurredAt > from) since.push(balance)
    else atFrom = balance
  }
  const all = atFrom === null ? since : [atFrom, ...since]
  return {
    lowest: all.reduce((a, b) => (a < b ? a : b)),
    highest: all.reduce((a, b) => (a > b ? a : b)),
  }
}

test.each([
  ['few late events', 700, 60],
  ['many', 450, 3],
  ['hardly any', 900, 400],
])('the range since any moment is that of the plain fold: %s', async (_, longest, lateOften) => {
  const run = fc.record({
    steps: history(longest, lateOften),
    asked: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat()), {
      minLength: 8,
      maxLength: 8,
    }),
    /** Some snapshots were made before ranges existed. */
    old: fc.constantFrom(0, 2, 3),
  })
  await fc.assert(
    fc.asyncProperty(run, async ({ steps, asked, old }) => {
      const hasRange = (version: number) => old === 0 || (version / 100) % old !== 0
      const { id, events, minutes } = await save(steps, hasRange)
      for (const [share, back] of asked) {
        const from = at(Math.round(share * minutes))
        const version = Math.max(1, events.length - (back % 3 === 0 ? back % 250 : 0))
        const known = events.slice(0, version)
        const found = await readBalancesSince(sql, { aggregateId: id, version }, from)
        expect(found).toEqual(naive(known, from))
      }
    }),
    { numRuns: 5 },
  )
})

test('no read of the range scans a table, or the whole log of a long account', async () => {
  const steps = Array.from({ length: 1_500 }, (_, n) => ({
    gap: 1,
    late: n === 700 ? 300 : 0,
    amount: n % 2 === 0 ? 7n : -5n,
  }))
  const { id, events } = await save(steps, () => true)
  const stream = { aggregateId: id, version: events.length }
  // The statistics that PostgreSQL has for an account of a million events.
  await sql`analyze events`
  await sql`update pg_class set reltuples = 1000000 where relname like 'events%'`
  const plans = await plansOf(url, async reading => {
    expect(await readBalancesSince(reading, stream, at(3))).toEqual(naive(events, at(3)))
  })
  expect(plans.length).toBeLessThanOrEqual(4)
  for (const plan of plans) {
    expect(plan).not.toMatch(/Seq Scan on (events|snapshots|log)/)
    const conditions = plan.match(/events_aggregate_id_event_version_pk.*\n.*/g) ?? []
    for (const condition of conditions) expect(condition).toMatch(/event_version >=/)
  }
})
