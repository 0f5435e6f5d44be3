import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bankAccount, moneyOf } from '@/domain/bank-account/bank-account'
import type { BankAccountEvent, MovementDetails } from '@/domain/bank-account/events'
import { IMPORTER_ID } from '@/domain/bank-account/ledger'
import { move } from '@/domain/bank-account/movements'
import { addEvent, type Draft, openDraft } from '@/domain/event-sourcing/draft'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { emptyStream } from '@/domain/event-sourcing/stream'
import { LEDGER_ACCOUNTS, type LedgerAccount } from '@/domain/money/ledger'
import type { Sql } from '../connection'
import type { EventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { advanceSubscription } from '../feed/subscription'
import { newEventId } from '../ids'
import type { Clocks } from '../streams/state-at'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { ACTOR, accountEventOf, accountIn } from '../testing/streams'
import { insights } from './insights'
import { ledger } from './ledger'
import { readTrialBalance, type TrialBalance } from './trial-balance'

let sql: Sql
let store: EventStore
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
})
afterAll(() => close())

/** Every event that was saved, and the ledger account that its step was about. */
const log: { readonly recorded: RecordedEvent; readonly side: LedgerAccount | null }[] = []

const START = Date.UTC(2026, 0, 1)
const [MINUTE, DAY] = [60_000, 86_400_000]
const gap = fc.oneof(
  fc.constant(0),
  fc.nat(3),
  fc.nat(90).map(n => n * 1_000),
  fc.nat(90).map(n => n * MINUTE),
  fc.nat(9).map(n => n * DAY),
)
const KINDS = ['in', 'out', 'transfer', 'interest', 'fee', 'reverse', 'import', 'freeze'] as const
const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  account: fc.nat(2),
  other: fc.integer({ min: 1, max: 2 }),
  amount: fc.bigInt(1n, 10n ** 15n),
  gap,
  late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, gap),
})
const history = fc.record({
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  opening: fc.constantFrom(0n, 10n ** 15n),
  isImported: fc.boolean(),
  steps: fc.array(step, { maxLength: 30, size: 'max' }),
})
type History = typeof history extends fc.Arbitrary<infer T> ? T : never
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Three accounts, and what happens between them. */
async function save({ currency, opening, isImported, steps }: History): Promise<void> {
  const drafts = [0, 1, 2].map(() => openDraft(emptyStream(bankAccount, randomUUID())))
  const sides = new Map<string, LedgerAccount | null>()
  let clock = START
  const record = (
    draft: Draft,
    event: BankAccountEvent,
    [side, late, actorId]: [LedgerAccount | null, number, string],
  ) => {
    const eventId = newEventId()
    sides.set(eventId, side)
    const actor = { ...ACTOR, id: actorId }
    const origin = { eventId, actor, commandId: null, correlationId: null, now: new Date(clock) }
    const occurredAt = new Date(Math.max(START, clock - late))
    addEvent(draft, bankAccount, event, { ...origin, occurredAt })
  }
  const importer = isImported ? IMPORTER_ID : 'u-1'
  const from = isImported ? 'import-clearing' : 'opening-balances'
  const named = { owner: 'U', currency, reference: null, customerId: null }
  for (const draft of drafts) {
    const accountId = draft.stream.aggregateId
    const event = { type: 'AccountCreated', accountId, ...named, openingBalance: opening } as const
    record(draft, event, [from, 0, importer])
  }
  for (const one of steps) {
    clock += one.gap
    for (const [draft, event, side, actorId] of movesOf(drafts, one)) {
      record(draft, event, [side, one.late, actorId])
    }
  }
  const unit = { streams: drafts, records: [], unchanged: [] }
  expect(await store.saveUnit(unit)).toBe('saved')
  for (const recorded of drafts.flatMap(({ events }) => events)) {
    log.push({ recorded, side: sides.get(recorded.eventId) ?? null })
  }
}

type Made = readonly [Draft, BankAccountEvent, LedgerAccount | null, actorId: string]

function movesOf(drafts: readonly Draft[], { kind, account, other, amount }: Step): Made[] {
  const [home, away] = [drafts[account], drafts[(account + other) % 3]]
  if (!home || !away) throw new Error('There are three accounts')
  const moved = (draft: Draft, change: bigint, details: MovementDetails = {}) =>
    move(accountIn(draft.stream), change, null, details)
  const sideOf = (draft: Draft) => {
    const { aggregateId: accountId } = draft.stream
    return { transfer: { id: TRANSFER_ID, accountId, number: '1', owner: 'U' } }
  }
  switch (kind) {
    case 'in':
      return [[home, moved(home, amount), 'cash', 'u-1']]
    case 'out':
      return [[home, moved(home, -amount), 'cash', 'u-1']]
    case 'transfer':
      return [
        [home, moved(home, -amount, sideOf(away)), 'transfers', 'u-1'],
        [away, moved(away, amount, sideOf(home)), 'transfers', 'u-1'],
      ]
    case 'interest':
      return [[home, moved(home, amount, { counter: 'interest' }), 'interest', 'u-1']]
    case 'fee':
      return [[home, moved(home, -amount, { counter: 'fees' }), 'fees', 'u-1']]
    case 'reverse':
      return [
        [home, moved(home, -amount, { counter: 'corrections', reverses: 1 }), 'corrections', 'u-1'],
      ]
    case 'import':
      return [[home, moved(home, amount), 'import-clearing', IMPORTER_ID]]
    case 'freeze':
      return [[home, { type: 'AccountFrozen', scope: 'all', reason: 'Why' }, null, 'u-1']]
  }
}

const TRANSFER_ID = randomUUID()

function naive({ asOf, knownAt }: Clocks, events = log): TrialBalance[] {
  const books = new Map<string, { customers: bigint; ledger: Record<LedgerAccount, bigint> }>()
  for (const { recorded, side } of events) {
    if ((asOf && recorded.occurredAt > asOf) || (knownAt && recorded.createdAt > knownAt)) continue
    const money = moneyOf(accountEventOf(recorded))
    if (!money || !side) continue
    const nothing = Object.fromEntries(LEDGER_ACCOUNTS.map(name => [name, 0n]))
    const ledger = nothing as Record<LedgerAccount, bigint>
    const book = books.get(money.currency) ?? { customers: 0n, ledger }
    book.customers -= money.change
    book.ledger[side] += money.change
    books.set(money.currency, book)
  }
  return [...books]
    .map(([currency, book]) => ({ currency, ...book, total: 0n }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1))
}

/** Moments at events, one millisecond before them, at the edges of minutes and days, and now. */
const place = fc.option(fc.constantFrom('at', 'before', 'minute', 'day'))
const moment = fc.record({ event: fc.nat(), other: fc.nat(), asOf: place, knownAt: place })
type Asked = typeof moment extends fc.Arbitrary<infer T> ? T : never

function momentOf({ event, other, asOf, knownAt }: Asked): Clocks {
  const near = (index: number, place: Asked['asOf'], clock: 'occurredAt' | 'createdAt') => {
    const time = log[index % log.length]?.recorded[clock].getTime() ?? START
    if (place === null) return undefined
    if (place === 'at') return new Date(time)
    if (place === 'before') return new Date(time - 1)
    const span = place === 'minute' ? MINUTE : DAY
    return new Date(Math.floor(time / span) * span - 1)
  }
  return { asOf: near(event, asOf, 'occurredAt'), knownAt: near(other, knownAt, 'createdAt') }
}

test('the trial balance at any moment agrees with the naive double filter, wherever the feed is', async () => {
  const run = fc.record({
    histories: fc.array(history, { minLength: 1, maxLength: 3 }),
    follow: fc.subarray([insights, ledger]),
    isSequenced: fc.boolean(),
    moments: fc.array(moment, { minLength: 20, maxLength: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(run, async ({ histories, follow, isSequenced, moments }) => {
      for (const one of histories) await save(one)
      if (isSequenced) await sequence(sql)
      for (const one of follow) await advanceSubscription(sql, one)
      for (const at of [{}, ...moments.map(momentOf)]) {
        expect(await readTrialBalance(sql, at)).toEqual(naive(at))
      }
    }),
    { numRuns: 15 },
  )
  const sides = new Set(log.map(({ side }) => side))
  expect(LEDGER_ACCOUNTS.filter(name => !sides.has(name))).toEqual([])
})

test('the total is zero and the past stays the same while writers and the feed go on', async () => {
  const [before, moments] = [[...log], fc.sample(moment, 40).map(momentOf)]
  const knownAt = new Date(Math.max(...before.map(({ recorded }) => +recorded.createdAt)))
  const histories = fc.sample(history, 30)
  let running = true
  let reads = 0
  let isOver = false
  // However slow reads are, some happen while there are writers.
  const writing = (async () => {
    for (const one of histories) await save(one)
    while (reads < 5 && !isOver) for (const one of fc.sample(history, 1)) await save(one)
  })().finally(() => {
    running = false
  })
  const following = (async () => {
    while (running) {
      await sequence(sql)
      for (const one of [insights, ledger]) await advanceSubscription(sql, one)
    }
  })()
  try {
    for (; running; reads++) {
      const asked = moments[reads % moments.length] ?? {}
      for (const at of [{}, asked]) {
        const totals = (await readTrialBalance(sql, at)).map(({ total }) => total)
        expect(totals).toEqual(totals.map(() => 0n))
      }
    }
  } finally {
    isOver = true
  }
  await Promise.all([writing, following])
  expect(reads).toBeGreaterThanOrEqual(5)
  for (const at of [{}, { knownAt }, ...moments]) {
    expect(await readTrialBalance(sql, at)).toEqual(naive(at))
  }
})

test('a figure of either side that is wrong makes the total differ from zero', async () => {
  while (await sequence(sql));
  for (const one of [insights, ledger]) while (await advanceSubscription(sql, one));
  const then = { asOf: new Date(START + 400 * DAY) }
  const totals = async (at: Clocks) => (await readTrialBalance(sql, at)).map(({ total }) => total)
  const plant = async (fault: string, at: Clocks) => {
    const found = await sql
      .begin(async tx => {
        await tx.unsafe(fault)
        throw (await readTrialBalance(tx, at)).map(({ total }) => total)
      })
      .catch((thrown: unknown) => thrown)
    expect(found).toContainEqual(7n)
  }
  expect(new Set([...(await totals({})), ...(await totals(then))])).toEqual(new Set([0n]))
  const oneOf = (table: string) =>
    `where ctid in (select ctid from ${table} where grain = 0 limit 1)`
  await plant(`update ledger_cells set net = net + 7 ${oneOf('ledger_cells')}`, {})
  await plant(`update ledger_cells set net = net + 7 ${oneOf('ledger_cells')}`, then)
  await plant(`update flow_cells set net = net - 7 ${oneOf('flow_cells')}`, then)
  const account = '(select aggregate_id from accounts limit 1)'
  await plant(`update accounts set balance = balance - 7 where aggregate_id = ${account}`, {})
})

test('no read of the past scans a growing table', async () => {
  const at = new Date(START + DAY)
  await sql`analyze`
  const plans = await plansOf(url, sql => readTrialBalance(sql, { asOf: at, knownAt: at }))
  expect(plans).toHaveLength(1)
  for (const plan of plans) {
    expect(plan).not.toMatch(/Seq Scan on (events|feed|flow_cells|ledger_cells|log|accounts)/)
    for (const index of ['flow_cells_by_recording', 'ledger_cells_by_recording']) {
      expect(plan).toContain(index)
    }
  }
})
