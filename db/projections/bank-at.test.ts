import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyOf } from '@/domain/bank-account/bank-account'
import { move } from '@/domain/bank-account/movements'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import type { EventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { advanceSubscription } from '../feed/subscription'
import type { Clocks } from '../streams/state-at'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { ACTOR, accountEventOf, accountIn, draftAccount } from '../testing/streams'
import { readBankAt } from './bank-at'
import { insights } from './insights'

let sql: Sql
let store: EventStore
let url: string
let close: () => Promise<void>
const log: RecordedEvent[] = []

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
})
afterAll(() => close())

const START = Date.UTC(2026, 0, 1)
const [SECOND, MINUTE, DAY] = [1_000, 60_000, 86_400_000]

/** Steps of all lengths: events may share a millisecond, a minute, a day, or none. */
const step = fc.oneof(
  fc.constant(0),
  fc.nat(3),
  fc.nat(90).map(n => n * SECOND),
  fc.nat(90).map(n => n * MINUTE),
  fc.nat(9).map(n => n * DAY),
)
const history = fc.record({
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  opened: step,
  movements: fc.array(
    fc.record({
      gap: fc.oneof({ weight: 9, arbitrary: step }, { weight: 1, arbitrary: step.map(n => -n) }),
      late: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, step),
      amount: fc.bigInt(-(10n ** 17n), 10n ** 17n),
    }),
    { maxLength: 40, size: 'max' },
  ),
})
type History = typeof history extends fc.Arbitrary<infer T> ? T : never

async function save({ currency, opened, movements }: History): Promise<void> {
  const id = randomUUID()
  // One teller for each account: with one for all, PostgreSQL 18 skip-scans the index of actors.
  const { draft, record } = draftAccount(id, { ...ACTOR, id })
  let clock = START + opened
  const account = { accountId: id, owner: 'U', currency, reference: null, customerId: null }
  record({ type: 'AccountCreated', ...account, openingBalance: 10n ** 17n }, new Date(clock), {
    occurredAt: new Date(START),
  })
  for (const { gap, late, amount } of movements) {
    clock += gap
    const moved = move(accountIn(draft.stream), amount || 1n, null)
    // Events that are not late are dated by the clock, which jumps forward and back.
    const said = late === 0 ? {} : { occurredAt: new Date(Math.max(START, clock - late)) }
    record(moved, new Date(clock), said)
  }
  const unit = { streams: [draft], records: [], unchanged: [] }
  expect(await store.saveUnit(unit)).toBe('saved')
  log.push(...draft.events)
}

function naive({ asOf, knownAt }: Clocks) {
  const totals = new Map<string, { currency: string; accounts: number; total: bigint }>()
  for (const recorded of log) {
    const { occurredAt, createdAt } = recorded
    if ((asOf && occurredAt > asOf) || (knownAt && createdAt > knownAt)) continue
    const money = moneyOf(accountEventOf(recorded))
    if (!money) continue
    const { currency, change } = money
    const known = totals.get(currency) ?? { currency, accounts: 0, total: 0n }
    known.total += change
    if (recorded.version === 1) known.accounts += 1
    totals.set(currency, known)
  }
  return [...totals.values()].toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}

/** Moments at events, one millisecond before them, at the edges of minutes and days, and now. */
const place = fc.option(fc.constantFrom('at', 'before', 'minute', 'day'))
const moment = fc.record({
  event: fc.nat(),
  other: fc.nat(),
  same: fc.boolean(),
  asOf: place,
  knownAt: place,
})
type Asked = typeof moment extends fc.Arbitrary<infer T> ? T : never

function momentOf({ event, other, same, asOf, knownAt }: Asked): Clocks {
  const near = (index: number, place: Asked['asOf'], clock: 'occurredAt' | 'createdAt') => {
    const time = log[index % log.length]?.[clock].getTime() ?? START
    if (place === null) return undefined
    if (place === 'at') return new Date(time)
    if (place === 'before') return new Date(time - 1)
    const span = place === 'minute' ? MINUTE : DAY
    return new Date(Math.floor(time / span) * span - 1)
  }
  const known = near(same ? event : other, knownAt, 'createdAt')
  return { asOf: near(event, asOf, 'occurredAt'), knownAt: known }
}

test('the whole bank at any moment agrees with the naive double filter, wherever the feed is', async () => {
  const run = fc.record({
    histories: fc.array(history, { minLength: 1, maxLength: 3 }),
    follow: fc.constantFrom('nothing', 'sequencer', 'all'),
    moments: fc.array(moment, { minLength: 20, maxLength: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(run, async ({ histories, follow, moments }) => {
      for (const one of histories) await save(one)
      if (follow !== 'nothing') await sequence(sql)
      if (follow === 'all') await advanceSubscription(sql, insights)
      for (const at of [{}, ...moments.map(momentOf)]) {
        expect(await readBankAt(sql, at)).toEqual(naive(at))
      }
    }),
    { numRuns: 20 },
  )
})

test('parked events are counted too', async () => {
  while (await sequence(sql));
  const failing = { ...insights, handle: () => Promise.reject(new Error('no')) }
  const [row] = await sql`select position from sequencer`
  const before = await readBankAt(sql, {})
  await save({ currency: 'EUR', opened: 0, movements: [] })
  while (await advanceSubscription(sql, insights));
  while (await sequence(sql));
  while (await advanceSubscription(sql, failing));
  const [parked] = await sql`select count(*)::int as count from parked_events`
  expect([Number(row?.position) > 0, parked?.count]).toEqual([true, 1])
  expect(await readBankAt(sql, {})).not.toEqual(before)
  expect(await readBankAt(sql, {})).toEqual(naive({}))
})

test('no read scans a growing table', async () => {
  const at = new Date(START + DAY)
  await sql`analyze`
  const plans = await plansOf(url, async sql => {
    await readBankAt(sql, { asOf: at, knownAt: at })
    await readBankAt(sql, {})
  })
  expect(plans).toHaveLength(2)
  for (const plan of plans) {
    expect(plan).not.toMatch(/Seq Scan on (events|feed|flow_cells|log)/)
    expect(plan).toMatch(/events_by_occurrence/)
    expect(plan).toMatch(/events_by_recording/)
    expect(plan).toMatch(/flow_cells_by_recording/)
  }
})
