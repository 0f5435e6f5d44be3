import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { moneyOf } from '@/domain/bank-account/bank-account'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { BookLine } from '@/domain/money/ledger'
import { formatAmount } from '@/domain/money/money'
import { folded } from '@/domain/text/folded'
import { ledgerAccountOf } from '../codecs/registry'
import { openSql, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { freshDatabase } from '../testing/database'
import { plansOf } from '../testing/plans'
import { accountEventOf, creationOf, newIds } from '../testing/streams'
import { readTimeline } from './account-timeline'
import { readLogTimeline } from './bank-timeline'
import { lastVersionAt } from './last-version'
import type { LogCursor } from './read-log'
import type { TimelineFilter } from './timeline-filter'

let url: string
let drop: () => Promise<void>
let sql: Sql
let store: EventStore
const streams = new Map<string, RecordedEvent[]>()
const correlations = newIds(2)
const PEOPLE = [
  { id: 'u-1', name: 'Miriam Okafor', role: 'teller' },
  { id: 'u-2', name: 'Eva Nováková', role: 'customer' },
]
const NOTES = [null, 'Rent of June', 'RENT, again', 'Šála 100%', 'a_b', 'Straße']
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000)

const movement = fc.record({
  type: fc.constantFrom('MoneyDeposited' as const, 'MoneyWithdrawn' as const),
  amount: fc.bigInt({ min: 1n, max: 3_000n }),
  note: fc.constantFrom(...NOTES),
  counter: fc.constantFrom(null, 'fees' as const),
  occurred: fc.nat(30),
  person: fc.nat(1),
  correlation: fc.option(fc.nat(1)),
})

beforeAll(async () => {
  const database = await freshDatabase()
  drop = database.drop
  url = database.url
  sql = openSql(url)
  store = createEventStore(url)
  const histories = fc.sample(fc.array(movement, { minLength: 30, maxLength: 60 }), { numRuns: 4 })
  for (const [n, history] of histories.entries()) {
    const id = randomUUID()
    let balance = n % 2 ? 5_000n : 0n
    const opened = { ...creationOf(id, balance), occurredAt: day(0) }
    const moved = history.map((one, place) => {
      balance += one.type === 'MoneyDeposited' ? one.amount : -one.amount
      return newEvent({ ...one, balance }, place)
    })
    await store.saveEvents(id, [opened, ...moved], 0)
    streams.set(id, await store.getEventsForAggregate(id))
  }
})
afterAll(async () => {
  await Promise.all([store.close(), sql.end()])
  await drop()
})

/** Some events are late, some in order: the business day advances with the recording. */
function newEvent(
  {
    occurred,
    person,
    correlation,
    counter,
    ...rest
  }: (typeof movement extends fc.Arbitrary<infer M> ? M : never) & { balance: bigint },
  n: number,
) {
  const late = occurred > 24
  return {
    event: { ...rest, currency: 'EUR', ...(counter && { counter }) },
    occurredAt: new Date(+day(late ? occurred - 25 : Math.floor(n / 4)) + (n % 4) * 3_600_000),
    actor: PEOPLE[person] ?? { id: 'u-0', name: 'Nobody', role: 'teller' },
    ...(correlation === null ? {} : { correlationId: correlations[correlation] ?? '' }),
  }
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const filters = fc.record({
  type: optional(fc.constantFrom('AccountCreated', 'MoneyDeposited', 'MoneyWithdrawn')),
  direction: optional(fc.constantFrom('in' as const, 'out' as const)),
  min: optional(fc.constantFrom('0', '5.00', '10.5', '29.99')),
  max: optional(fc.constantFrom('0', '5', '20.000', '30')),
  ledger: optional(fc.constantFrom('customer-accounts' as const, 'opening-balances', 'fees')),
  currency: optional(fc.constantFrom('EUR', 'JPY')),
  actorId: optional(fc.constantFrom('u-1', 'u-9')),
  actorName: optional(fc.constantFrom('OKAFOR', 'nova\u0301', 'zz')),
  note: optional(fc.constantFrom('rent', 'ŠÁLA', 'sala', 'STRASSE', '100%', 'a_b', '_', 'zz')),
  correlationId: optional(fc.constantFrom(...correlations)),
  late: optional(fc.constant(true as const)),
  hour: optional(fc.constantFrom(0, 1, 2, 23)),
  occurredFrom: optional(fc.nat(30).map(day)),
  occurredTo: optional(fc.nat(30).map(day)),
})
const sparse = filters.chain(all =>
  fc
    .subarray(Object.keys(all) as (keyof typeof all)[], { maxLength: 3 })
    .map(
      keys =>
        Object.fromEntries(
          keys.flatMap(key => (all[key] === undefined ? [] : [[key, all[key]]])),
        ) as TimelineFilter,
    ),
)
const asked = fc.record({
  filter: sparse,
  order: fc.constantFrom('asc' as const, 'desc' as const),
  limit: fc.integer({ min: 2, max: 30 }),
  scanMax: fc.constantFrom(7, 19, 20_000),
  stream: fc.nat(3),
  newest: fc.nat(60),
})

test('the timeline of an account has the events of its filter, in bounded steps', async () => {
  await fc.assert(
    fc.asyncProperty(asked, async ({ stream, newest, ...query }) => {
      const [id = '', log = []] = [...streams][stream] ?? []
      const last = Math.min(newest, log.length)
      const seen: RecordedEvent[] = []
      let after: number | undefined
      for (let steps = 0; ; steps++) {
        expect(steps).toBeLessThan(400)
        const part = await readTimeline(sql, id, {
          ...query,
          newest: last,
          ...(after ? { after } : {}),
        })
        expect(part.events.length).toBeLessThanOrEqual(query.limit)
        if (part.searchedTo) expect(part.searchedTo).toEqual(log[(part.next ?? 0) - 1]?.createdAt)
        seen.push(...part.events)
        if (part.next === null) break
        expect(part.next).not.toBe(after)
        after = part.next
      }
      const expected = log.filter(event => event.version <= last && matches(event, query.filter))
      expect(versions(seen)).toEqual(
        versions(query.order === 'asc' ? expected : expected.reverse()),
      )
    }),
    { numRuns: 60 },
  )
})

test('the timeline of the bank has the events of its filter, on either clock', async () => {
  const log = [...streams.values()].flat()
  const clocks = fc.constantFrom('occurred' as const, 'recorded' as const)
  await fc.assert(
    fc.asyncProperty(asked, clocks, async ({ filter, order, limit, scanMax }, clock) => {
      const seen: RecordedEvent[] = []
      let after: LogCursor | null = null
      do {
        const place: { after?: LogCursor } = after ? { after } : {}
        const query = { filter, order, limit, clock, scanMax: scanMax * 10, ...place }
        const part = await readLogTimeline(sql, query)
        expect(part.events.length).toBeLessThanOrEqual(limit)
        seen.push(...part.events)
        after = part.next
      } while (after)
      const at = ({ occurredAt, createdAt }: RecordedEvent) =>
        +(clock === 'occurred' ? occurredAt : createdAt)
      const expected = log
        .filter(event => matches(event, filter))
        .toSorted(
          (a, b) =>
            at(a) - at(b) ||
            (a.aggregateId < b.aggregateId
              ? -1
              : a.aggregateId > b.aggregateId
                ? 1
                : a.version - b.version),
        )
      expect(seen).toEqual(order === 'asc' ? expected : expected.reverse())
    }),
    { numRuns: 30 },
  )
})

test('the last version at a moment, on either clock, is found by binary search', async () => {
  for (const [id, log] of streams) {
    for (const clock of ['frontier_at', 'created_at'] as const) {
      const at = (event: RecordedEvent) =>
        clock === 'created_at' ? event.createdAt : event.frontierAt
      for (const instant of [
        day(-1),
        day(0),
        day(3),
        day(12),
        day(900),
        ...log.slice(5, 8).map(at),
      ]) {
        for (const exclusive of [false, true]) {
          const inside = log.filter(
            event => at(event) < instant || (!exclusive && +at(event) === +instant),
          )
          const ask = { instant, newest: log.length, exclusive }
          expect(await lastVersionAt(sql, id, clock, ask)).toBe(inside.length)
        }
      }
    }
  }
})

const FILTERS: readonly TimelineFilter[] = [
  {},
  { type: 'AccountCreated' },
  { direction: 'in', min: '5', max: '6', note: 'rent' },
  { actorId: 'u-1', late: true },
  { correlationId: correlations[0] ?? '' },
  { occurredFrom: day(2), occurredTo: day(9), recordedFrom: day(1), recordedTo: day(9_000) },
]

test.each(FILTERS)('no part of a timeline scans a table or sorts: %j', async filter => {
  const [id = ''] = streams.keys()
  for (const [order, isFirst] of [
    ['asc', true],
    ['desc', false],
  ] as const) {
    const query = { filter, order, limit: 5, scanMax: 9 }
    const after = isFirst ? {} : { after: 20 }
    expectIndexes(
      await plansOf(url, reading => readTimeline(reading, id, { ...query, newest: 40, ...after })),
    )
    const place = isFirst ? {} : { after: { at: day(5), aggregateId: id, version: 3 } }
    for (const clock of ['occurred', 'recorded'] as const) {
      expectIndexes(
        await plansOf(url, reading => readLogTimeline(reading, { ...query, clock, ...place })),
      )
    }
  }
})

function expectIndexes(plans: readonly string[]): void {
  expect(plans.length).toBeGreaterThan(0)
  for (const plan of plans) {
    expect(plan).not.toMatch(/Seq Scan|-> +Sort /)
    expect(plan).toMatch(/Index (Only )?Scan/)
  }
}

/** The filter as plain code, applied to each event. */
function matches(recorded: RecordedEvent, filter: TimelineFilter): boolean {
  const { actor, ...rest } = recorded
  const event = accountEventOf(recorded)
  const { change = 0n, currency } = moneyOf(event) ?? {}
  const amount = change < 0n ? -change : change
  const minor = (text: string) => Math.round(Number(text) * 100)
  const note = 'note' in event ? event.note : null
  const has = (text: string | null, part: string) => folded(text ?? '').includes(folded(part))
  const { min, max, occurredFrom, occurredTo } = filter
  return [
    filter.type === undefined || event.type === filter.type,
    filter.direction !== 'in' || change > 0n,
    filter.direction !== 'out' || change < 0n,
    min === undefined || Number(formatAmount(amount, 'EUR')) * 100 >= minor(min) - 0.001,
    max === undefined || Number(formatAmount(amount, 'EUR')) * 100 <= minor(max) + 0.001,
    filter.ledger === undefined || (change !== 0n && isOnLine(recorded, filter.ledger)),
    filter.currency === undefined || currency === filter.currency,
    filter.actorId === undefined || actor.id === filter.actorId,
    filter.actorName === undefined || has(actor.name, filter.actorName),
    filter.note === undefined || has(note, filter.note),
    filter.correlationId === undefined || rest.correlationId === filter.correlationId,
    !filter.late || rest.occurredAt < rest.frontierAt,
    filter.hour === undefined || rest.occurredAt.getUTCHours() === filter.hour,
    occurredFrom === undefined || rest.occurredAt >= occurredFrom,
    occurredTo === undefined || rest.occurredAt <= occurredTo,
  ].every(Boolean)
}

function isOnLine(recorded: RecordedEvent, line: BookLine): boolean {
  return line === 'customer-accounts' || ledgerAccountOf(recorded) === line
}

function versions(events: readonly RecordedEvent[]): number[] {
  return events.map(({ version }) => version)
}
