import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bankAccount } from '@/domain/bank-account/bank-account'
import { dayIn } from '@/domain/bank-account/business-day'
import type { BankAccountEvent, MovementDetails } from '@/domain/bank-account/events'
import { move } from '@/domain/bank-account/movements'
import { addEvent, openDraft } from '@/domain/event-sourcing/draft'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { asArchivist, openSql, type Sql } from '../connection'
import type { EventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { newEventId } from '../ids'
import { archiveBefore } from '../testing/archive'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { ACTOR, accountEventOf, accountIn, draftAccount } from '../testing/streams'
import { readAccountFacts } from './account-facts'

let sql: Sql
let archivist: Sql
let store: EventStore
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
  archivist = openSql(asArchivist(url))
})
afterAll(async () => {
  await archivist.end()
  await close()
})

const START = Date.UTC(2026, 2, 20)
const HOUR_MS = 3_600_000
const at = (hour: number) => new Date(START + hour * HOUR_MS)

type Step = {
  readonly gap: number
  readonly late: number
  readonly amount: bigint
  readonly details?: MovementDetails
}

/** Movements over some weeks, two of which change the clocks of Europe and of Lord Howe Island. */
const history = fc.array(
  fc.record({
    gap: fc.nat(5),
    late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(80)),
    amount: fc.bigInt(-100n, 60n).filter(amount => amount !== 0n),
    details: fc.constantFrom<MovementDetails>(
      {},
      {},
      {},
      { counter: 'fees' },
      { reverses: 2 },
      { holdId: '0d0e5b1c-53a5-4c5e-8a4a-6f3c0a2d9b11' },
      { day: '2026-03-29' },
    ),
  }),
  { minLength: 1, maxLength: 350, size: 'max' },
)

async function save(steps: readonly Step[], timeZone = 'UTC') {
  const id = randomUUID()
  const { draft, record } = draftAccount(id)
  const account = { accountId: id, owner: 'U', currency: 'EUR', reference: null, customerId: null }
  record({ type: 'AccountCreated', ...account, openingBalance: 0n }, at(0))
  const limits = { perMovement: null, perDay: 1n, timeZone, spent: null, currency: 'EUR' }
  record({ type: 'LimitsSet', ...limits }, at(0))
  let hour = 0
  for (const { gap, late, amount, details } of steps) {
    hour += gap
    const said = late === 0 ? {} : { occurredAt: at(Math.max(0, hour - late)) }
    record(move(accountIn(draft.stream), amount, null, details), at(hour), said)
  }
  expect(await store.saveUnit({ streams: [draft], records: [], unchanged: [] })).toBe('saved')
  return { id, stream: draft.stream, events: draft.events, hours: hour }
}

/** More events on an account. */
function draftAfter(stream: Stream) {
  const draft = openDraft(stream)
  const envelope = { actor: ACTOR, commandId: null, correlationId: null }
  const record = (event: BankAccountEvent, now: Date) =>
    addEvent(draft, bankAccount, event, { ...envelope, eventId: newEventId(), now })
  return { draft, record }
}

/** What went out on a day, by looking at every event. */
function naive(events: readonly RecordedEvent[], timeZone: string, day: string): bigint {
  let sum = 0n
  for (const recorded of events) {
    const event = accountEventOf(recorded)
    if (event.type !== 'MoneyWithdrawn' || dayIn(timeZone, recorded.occurredAt) !== day) continue
    const { counter, reverses, holdId } = event
    if (counter === undefined && reverses === undefined && !holdId) sum += event.amount
  }
  return sum
}

/** Moves the events of a stream to the archive, up to its newest snapshot. */
async function archive(): Promise<void> {
  while (await sequence(sql));
  await archiveBefore(archivist, at(10_000))
}

async function archivedOf({ aggregateId: id }: Stream): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from events_archive where aggregate_id = ${id}`
  return row?.count ?? 0
}

describe.each(['UTC', 'Europe/Prague', 'Australia/Lord_Howe', 'America/New_York'])(
  'what went out on a business day: %s',
  timeZone => {
    test('is what every event of that day says, with late ones and archived ones', async () => {
      const run = fc.record({
        steps: history,
        hours: fc.array(fc.nat(900), { minLength: 6, maxLength: 6 }),
      })
      await fc.assert(
        fc.asyncProperty(run, async ({ steps, hours }) => {
          const { stream, events, hours: last } = await save(steps, timeZone)
          const ask = async (hour: number) => {
            const since = at(Math.min(hour, last))
            const facts = await readAccountFacts(sql, stream, { since })
            const expected = naive(events, timeZone, dayIn(timeZone, since))
            expect([since, facts.since?.spent]).toEqual([since, expected])
          }
          for (const hour of hours) await ask(hour)
          await archive()
          if (events.length >= 100) expect(await archivedOf(stream)).toBeGreaterThan(90)
          for (const hour of hours) await ask(hour)
        }),
        { numRuns: 4 },
      )
    })
  },
)

test('what went out today is counted in the zone that is asked for, or in that of the limits', async () => {
  const { stream } = await save([{ gap: 1, late: 0, amount: 5n }], 'Pacific/Kiritimati')
  const id = stream.aggregateId
  const { draft, record } = draftAfter(stream)
  for (const hoursAgo of [60, 36, 14, 12, 0]) {
    const now = new Date(Date.now() - hoursAgo * HOUR_MS)
    record(move(accountIn(draft.stream), -10n, null), now)
  }
  await store.saveUnit({ streams: [draft], records: [], unchanged: [] })
  const events = await store.getEventsForAggregate(id)
  for (const [asked, zone] of [
    [null, 'Pacific/Kiritimati'],
    ['Pacific/Pago_Pago', 'Pacific/Pago_Pago'],
  ] as const) {
    const { spent } = await readAccountFacts(sql, draft.stream, { spentIn: asked })
    const [before, after] = [dayIn(zone, new Date(Date.now() - 5_000)), dayIn(zone, new Date())]
    expect([before, after]).toContain(spent?.day)
    expect(spent?.amount).toBe(naive(events, zone, spent?.day ?? ''))
  }
})

describe('an entry', () => {
  test('is read with what reversed it, from the archive too; what is not there is null', async () => {
    const steps = Array.from({ length: 230 }, (_, n): Step => {
      return { gap: 1, late: 0, amount: n % 2 === 0 ? 9n : -9n }
    })
    steps[40] = { gap: 1, late: 0, amount: 9n, details: { reverses: 12 } }
    steps[210] = { gap: 1, late: 12, amount: 9n, details: { reverses: 30 } }
    const { stream, events } = await save(steps)
    const { stream: other } = await save(steps.slice(0, 30))
    const expected = [3, 12, 30, 42].map(version => ({
      event: events[version - 1]?.event,
      occurredAt: events[version - 1]?.occurredAt,
      reversedBy: version === 12 ? 43 : version === 30 ? 213 : null,
    }))
    const ask = (of: Stream, entry: number) => readAccountFacts(sql, of, { entry })
    for (const when of ['before', 'after']) {
      const found = await Promise.all([3, 12, 30, 42].map(entry => ask(stream, entry)))
      expect([when, found]).toEqual([when, expected.map(entry => ({ entry }))])
      await archive()
    }
    for (const version of [0, -1, 233, 2 ** 31]) {
      expect(await ask(stream, version)).toEqual({ entry: null })
    }
    expect(await ask(other, 12)).toMatchObject({ entry: { reversedBy: null } })
  })
})

test('no fact is found by reading a table, or the whole log of a long account', async () => {
  const steps = Array.from({ length: 1_500 }, (_, n): Step => {
    return { gap: 1, late: n % 100 === 0 ? 30 : 0, amount: n % 2 === 0 ? 7n : -5n }
  })
  const { stream, events } = await save(steps, 'Europe/Prague')
  await archive()
  // The statistics that PostgreSQL has for an account of a million events.
  await sql`analyze events`
  await sql`analyze events_archive`
  await sql`update pg_class set reltuples = 1000000 where relname like 'events%'`
  const plans = await plansOf(url, async reading => {
    const { since } = await readAccountFacts(reading, stream, { since: at(700) })
    expect(since?.spent).toBe(naive(events, 'Europe/Prague', dayIn('Europe/Prague', at(700))))
    await readAccountFacts(reading, stream, { spentIn: null, entry: 40 })
  })
  expect(plans.length).toBeGreaterThan(10)
  expect(
    plans.filter(plan =>
      /events_reversals.*\n.*events_archive_2026_aggregate_id_expr_idx/s.test(plan),
    ),
  ).toHaveLength(1)
  for (const plan of plans) {
    expect(plan).not.toMatch(/Seq Scan on (events|events_archive|snapshots)/)
    expect(plan).not.toMatch(/Scan.* using events\w*_(by_occurrence|by_recording|by_type)/)
    const conditions = plan.match(/events\w*_aggregate_id_event_version_pk.*\n.*/g) ?? []
    for (const condition of conditions) expect(condition).toMatch(/event_version [>=]/)
  }
})
