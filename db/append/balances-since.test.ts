import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { availableInLog } from '@/domain/bank-account/available'
import {
  type Account,
  type BalanceRange,
  bankAccount,
  joinRanges,
} from '@/domain/bank-account/bank-account'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { move } from '@/domain/bank-account/movements'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { advance, emptyStream } from '@/domain/event-sourcing/stream'
import { unreachable } from '@/domain/unreachable'
import { moneyOf } from '../codecs/registry'
import type { Sql } from '../connection'
import type { EventStore } from '../event-store'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { accountIn, draftAccount } from '../testing/streams'
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
 * sometimes the clock is set forward or back (events not marked late happened by the clock). Among
 * them holds and what becomes of them, and overdraft limits.
 */
const history = (longest: number, lateOften: number, movedOften: number) =>
  fc.array(
    fc.record({
      gap: fc.oneof(
        { weight: 99, arbitrary: fc.nat(2) },
        { weight: 1, arbitrary: fc.integer({ min: -30, max: 60 }) },
      ),
      late: fc.oneof({ weight: lateOften, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(longest)),
      amount: fc.bigInt(-1000n, 1000n),
      kind: fc.oneof(
        { weight: movedOften, arbitrary: fc.constant('movement' as const) },
        { weight: 2, arbitrary: fc.constantFrom('place', 'end') },
        fc.constantFrom('capture', 'release', 'overdraft', 'rename'),
      ),
    }),
    { minLength: lateOften === 1 ? 500 : 1, maxLength: longest, size: 'max' },
  )

type Step = {
  gap: number
  late: number
  amount: bigint
  kind?: undefined | 'movement' | 'place' | 'end' | 'capture' | 'release' | 'overdraft' | 'rename'
}

/** What a step records, and when it happened if that was not now; null: nothing. */
function eventOf(
  { kind = 'movement', amount, late }: Step,
  account: Account,
  minute: number,
): { event: BankAccountEvent; occurredAt?: Date } | null {
  const { currency, terms } = account
  const size = amount < 0n ? -amount : amount
  const now = at(minute).toISOString()
  const active = terms.holds.filter(({ expiresAt }) => expiresAt > now)
  const hold = active[Number(size) % active.length]
  if (kind === 'rename') return { event: { type: 'AccountRenamed', owner: `U${size}` } }
  if (kind === 'overdraft') return { event: { type: 'OverdraftLimitSet', limit: size, currency } }
  if (size === 0n) return null
  switch (kind) {
    case 'movement': {
      const event = move(account, amount, null)
      return late === 0 ? { event } : { event, occurredAt: at(Math.max(0, minute - late)) }
    }
    case 'place': {
      const expiresAt = at(minute + 1 + (Number(size) % 150)).toISOString()
      const one = { holdId: randomUUID(), amount: size, expiresAt, note: null }
      return { event: { type: 'HoldPlaced', currency, ...one } }
    }
    case 'capture': {
      if (!hold) return null
      const part = amount < 0n && hold.amount > 1n ? hold.amount / 2n : hold.amount
      return { event: move(account, -part, null, { holdId: hold.holdId }) }
    }
    case 'release':
      return hold
        ? {
            event: { type: 'HoldReleased', holdId: hold.holdId, amount: hold.amount, currency },
          }
        : null
    case 'end': {
      const due = terms.holds.find(({ expiresAt }) => expiresAt <= now)
      if (!due) return null
      const event = {
        type: 'HoldExpired',
        holdId: due.holdId,
        amount: due.amount,
        currency,
      } as const
      return { event, occurredAt: new Date(due.expiresAt) }
    }
    default:
      return unreachable(kind)
  }
}

async function save(steps: readonly Step[], hasRange: (version: number) => boolean) {
  const id = randomUUID()
  const { draft, record } = draftAccount(id)
  let [minute, latest] = [0, 0]
  const account = { accountId: id, owner: 'U', currency: 'KWD', reference: null, customerId: null }
  record({ type: 'AccountCreated', ...account, openingBalance: 500n }, at(0))
  for (const step of steps) {
    minute += step.gap
    // While the clock is behind, a hold would be captured before the time of its placing.
    const isBehind = minute < latest
    latest = Math.max(minute, latest)
    const kind = isBehind ? 'movement' : step.kind
    const next = eventOf({ ...step, kind }, accountIn(draft.stream), minute)
    if (next) record(next.event, at(minute), next.occurredAt && { occurredAt: next.occurredAt })
  }
  const snapshots = draft.snapshots.map(one =>
    hasRange(one.version) ? one : { ...one, block: undefined },
  )
  const streams = [{ ...draft, snapshots }]
  expect(await store.saveUnit({ streams, records: [], unchanged: [] })).toBe('saved')
  return { id, events: draft.events, minutes: minute }
}

/** The snapshots of before there were holds and overdrafts become those of that time. */
async function makeOld(id: string, events: readonly RecordedEvent[]): Promise<void> {
  const first = events.find(({ event }) => moneyOf(event) === null || event.holdId !== undefined)
  await sql`update snapshots set shape = 1
    where aggregate_id = ${id} and version < ${first?.version ?? events.length + 1}`
}

/** Some snapshots are missing, can't be read, or contradict the log. */
const WRECKS = {
  none: () => sql`select`,
  missing: id => sql`delete from snapshots where aggregate_id = ${id} and version % 300 = 0`,
  newer: id => sql`
    update snapshots set shape = 99 where aggregate_id = ${id} and version % 200 = 0`,
  wrong: id => sql`update snapshots set state = jsonb_set(state, '{balance}', '"0.123"')
    where aggregate_id = ${id} and version % 200 = 100`,
} satisfies Record<string, (id: string) => PromiseLike<unknown>>

type Item = { readonly at: Date; readonly version: number; readonly amount?: bigint }

/**
 * All events in business order, with what the state that they lead to leaves at and after a moment.
 * Each state is folded of just the events up to there, in the order of recording.
 */
function naive(events: readonly RecordedEvent[]) {
  const whole = accountIn(events.reduce(next, emptyStream(bankAccount, '')))
  const inOrder = [
    ...events.map(({ occurredAt, version }): Item => ({ at: occurredAt, version })),
    ...whole.terms.holds.map(({ expiresAt, amount }): Item => {
      return { at: new Date(expiresAt), version: events.length + 1, amount }
    }),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.version - b.version)
  // All versions up to one, and those after a version that has not happened yet.
  let base = emptyStream(bankAccount, '')
  let beyond: RecordedEvent[] = []
  let expired = 0n
  const course = inOrder.map(({ at, version, amount = 0n }) => {
    expired += amount
    beyond = [...beyond, ...events.slice(version - 1, version)].sort(
      (a, b) => a.version - b.version,
    )
    for (let [first] = beyond; first?.version === base.version + 1; [first] = beyond) {
      base = next(base, first)
      beyond.shift()
    }
    const account = accountIn(beyond.reduce(next, base))
    const range = { lowest: availableInLog(account) + expired, highest: account.balance }
    return { at, range }
  })
  return (from: Date): BalanceRange => {
    const start = Math.max(
      0,
      course.findLastIndex(({ at }) => at <= from),
    )
    return course
      .slice(start)
      .map(({ range }) => range)
      .reduce(joinRanges)
  }
}

function next(stream: Stream, recorded: RecordedEvent): Stream {
  return advance(bankAccount, stream, recorded)
}

test.each([
  ['few late events', 700, 60, 20],
  ['many', 900, 1, 20],
  ['hardly any', 900, 400, 20],
  ['hardly any, few holds', 1500, 800, 900],
])('the range since any moment is that of the plain fold: %s', async (_, ...sizes) => {
  const run = fc.record({
    steps: history(...sizes),
    asked: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat()), {
      minLength: 8,
      maxLength: 8,
    }),
    /** Some snapshots were made before ranges existed. */
    old: fc.constantFrom(0, 2, 3),
    wreck: fc.constantFrom(...Object.values(WRECKS)),
  })
  await fc.assert(
    fc.asyncProperty(run, async ({ steps, asked, old, wreck }) => {
      const hasRange = (version: number) => old === 0 || (version / 100) % old !== 0
      const { id, events, minutes } = await save(steps, hasRange)
      const expected = new Map<number, ReturnType<typeof naive>>()
      await makeOld(id, events)
      await wreck(id)
      for (const [share, back] of asked) {
        const from = at(Math.round(share * minutes))
        const version = Math.max(1, events.length - (back % 3 === 0 ? back % 250 : 0))
        const known = events.slice(0, version)
        const stream = known.reduce(next, emptyStream(bankAccount, id))
        const rangeSince = expected.get(version) ?? naive(known)
        expected.set(version, rangeSince)
        expect(await readBalancesSince(sql, stream, from)).toEqual(rangeSince(from))
      }
    }),
    { numRuns: 5 },
  )
})

test('late events and expiries shift what is available in blocks that they don’t touch', async () => {
  const dips = new Map([
    [260, -100n],
    [550, -450n],
    [750, -350n],
  ])
  const steps = Array.from({ length: 1_000 }, (_, n): Step => {
    const dip = dips.get(n) ?? -(dips.get(n - 1) ?? -1n)
    return { gap: 1, late: 0, amount: dip, kind: n === 1 ? 'movement' : 'rename' }
  }).map((step, n): Step => {
    if (dips.has(n) || dips.has(n - 1)) return { ...step, kind: 'movement' }
    if (n === 30) return { ...step, amount: 149n, kind: 'place' }
    if (n === 900) return { ...step, late: 650, amount: -20n, kind: 'movement' }
    return step
  })
  for (const expiryAt of [700, null]) {
    const its = steps.map((step, n) => (n === expiryAt ? { ...step, kind: 'end' as const } : step))
    const { id, events } = await save(its, () => true)
    const stream = events.reduce(next, emptyStream(bankAccount, id))
    const rangeSince = naive(events)
    for (const minute of [0, 100, 200, 240, 270, 400, 560, 800, 950]) {
      const found = await readBalancesSince(sql, stream, at(minute))
      expect([minute, found]).toEqual([minute, rangeSince(at(minute))])
    }
  }
})

test('what held at the moment itself counts, before many late events too', async () => {
  const steps = Array.from({ length: 600 }, (_, n): Step => {
    if (n === 20) return { gap: 1, late: 0, amount: 149n, kind: 'place' }
    return { gap: 1, late: n > 300 && n % 2 === 0 ? 20 : 0, amount: n === 50 ? 1000n : 1n }
  })
  const { id, events } = await save(steps, () => true)
  const stream = events.reduce(next, emptyStream(bankAccount, id))
  const rangeSince = naive(events)
  for (const minute of [15, 22, 40, 50, 52, 300, 590]) {
    const found = await readBalancesSince(sql, stream, at(minute))
    expect([minute, found]).toEqual([minute, rangeSince(at(minute))])
  }
})

test('no read of the range scans a table, or the whole log of a long account', async () => {
  const steps = Array.from({ length: 1_500 }, (_, n) => ({
    gap: 1,
    late: n === 700 ? 300 : 0,
    amount: n % 2 === 0 ? 7n : -5n,
    kind: n % 250 === 40 ? ('place' as const) : ('movement' as const),
  }))
  const { id, events } = await save(steps, () => true)
  const stream = events.reduce(next, emptyStream(bankAccount, id))
  // The statistics that PostgreSQL has for an account of a million events.
  await sql`analyze events`
  await sql`update pg_class set reltuples = 1000000 where relname like 'events%'`
  const plans = await plansOf(url, async reading => {
    expect(await readBalancesSince(reading, stream, at(3))).toEqual(naive(events)(at(3)))
  })
  expect(plans.length).toBeLessThanOrEqual(5)
  for (const plan of plans) {
    expect(plan).not.toMatch(/Seq Scan on (events|snapshots|log)/)
    const conditions = plan.match(/events_aggregate_id_event_version_pk.*\n.*/g) ?? []
    for (const condition of conditions) expect(condition).toMatch(/event_version >=/)
  }
})
