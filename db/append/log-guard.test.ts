import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bankAccount } from '@/domain/bank-account/bank-account'
import type { Named } from '@/domain/event-sourcing/aggregate'
import { addEvent, openDraft } from '@/domain/event-sourcing/draft'
import type { Stream, Unit } from '@/domain/event-sourcing/ports'
import { asApplication, asArchivist, openSql, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { newEventId } from '../ids'
import { archiveBefore } from '../testing/archive'
import { freshDatabase } from '../testing/database'
import { creationOf, depositOf, depositsOf, movementOn, withdrawalOf } from '../testing/streams'
import { saveUnit } from './append'
import { arrayOf } from './array-literals'

let url: string
let owner: Sql
let application: Sql
let store: EventStore
let drop: () => Promise<void>

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  owner = openSql(url)
  application = openSql(asApplication(url))
  store = createEventStore(asApplication(url))
})
afterAll(async () => {
  await Promise.all([store.close(), owner.end(), application.end()])
  await drop()
})

const day = (n: number) => new Date(Date.UTC(2026, 0, n))

/** The columns that a false event changes in a valid one. */
type Lie = Readonly<Record<string, unknown>>

/** A new account, opened with 1.00 on the second day. */
async function open(): Promise<string> {
  const id = randomUUID()
  await store.saveEvents(id, [{ ...creationOf(id, 100n), occurredAt: day(2) }], 0)
  return id
}

const movement = (amount: string, balance: string, currency = 'EUR') => ({
  amount,
  balance,
  currency,
  note: null,
})

/** Its next two events, valid: 0.50 deposited on the fourth day, 0.25 on the fifth. */
async function nextOf(id: string): Promise<readonly [Lie, Lie]> {
  const [first] = await owner`select * from events where aggregate_id = ${id}`
  const next = (version: number, data: object) => ({
    ...first,
    event_id: randomUUID(),
    event_version: version,
    schema_version: 1,
    event_type: 'MoneyDeposited',
    event_data: data,
    occurred_at: day(version + 2),
    frontier_at: day(version + 2),
  })
  return [next(2, movement('0.50', '1.50')), next(3, movement('0.25', '1.75'))]
}

/** Inserts rows by hand in one statement, as only the owner may. */
const insert = (sql: Sql, rows: readonly Lie[]) => sql`
  insert into public.events
  select * from jsonb_populate_recordset(null::public.events, ${JSON.stringify(rows)}::text::jsonb)`

/** The columns that `append_v1` takes of events, in its order. */
const columns = {
  aggregate_id: 'uuid',
  event_version: 'int',
  event_id: 'uuid',
  occurred_at: 'timestamptz',
  created_at: 'timestamptz',
  frontier_at: 'timestamptz',
  schema_version: 'smallint',
  aggregate_type: 'text',
  event_type: 'text',
}

/**
 * Passes rows to `append_v1` as one unit; `arrays` replaces some of the columns.
 * @throws Error when it is not saved, because the stream is not at that version
 */
async function record(sql: Sql, rows: readonly Lie[], arrays: Lie = {}): Promise<void> {
  const sorted = rows.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  const json = (name: string) => JSON.stringify(sorted.map(row => row[name]))
  const units = arrays.units ?? arrayOf(rows.map(() => 0))
  const [row] = await sql`
    select public.append_v1(${String(units)}::int[],
      ${Object.entries(columns).flatMap(([name, type], n) => [
        n === 0 ? sql`` : sql`,`,
        arrays[name]
          ? sql`${String(arrays[name])}::${sql.unsafe(type)}[]`
          : sql`array(select jsonb_array_elements_text(${json(name)}::text::jsonb))::${sql.unsafe(type)}[]`,
      ])},
      ${json('event_data')}::text::jsonb, ${json('metadata')}::text::jsonb,
      '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', null, '{}', '{}', '{}', '{}', null, null) as lost`
  if (row?.lost) throw new Error('Not saved: the stream is not at that version')
}

/** The third event of a stream, twice. */
const twice = (id: string) => ({ aggregate_id: `{${id},${id}}`, event_version: '{3,3}' })

/** Streams, and versions from -50 on, as a text sort key. */
const placeOf = (row: Lie) => `${row.aggregate_id} ${Number(row.event_version) + 50}`

const versionOf = async (id: string) => (await store.getEventsForAggregate(id)).length

/** For `append_v1` a gap may also mean that another writer was first. */
const NO_EVENT_BEFORE = /no event before it|not at that version/

const FROZEN = { event_type: 'AccountFrozen', event_data: { scope: 'all', reason: 'Lost' } }

const lies: readonly [string, Lie, RegExp][] = [
  ['a version is left out', { event_version: 4 }, NO_EVENT_BEFORE],
  ['a version before the first', { event_version: 0 }, NO_EVENT_BEFORE],
  ['a version below that', { event_version: -7 }, NO_EVENT_BEFORE],
  ['recorded before the event before it', { created_at: day(3) }, /recorded later/],
  ['frontier ahead', { frontier_at: day(6) }, /frontier_at/],
  ['frontier of the event alone', { occurred_at: day(3), frontier_at: day(3) }, /frontier_at/],
  ['before the opening', { occurred_at: day(1), frontier_at: day(4) }, /before its stream began/],
  ['of another aggregate’s type', { aggregate_type: 'PaymentOrder' }, /another type/],
  ['a second creation', { event_type: 'AccountCreated' }, /created by its first event/],
  ['another currency', { event_data: movement('0.25', '1.75', 'USD') }, /currency/],
  ['a deposit that takes', { event_data: movement('-0.25', '1.25') }, /balance/],
  ['a withdrawal that gives', { event_type: 'MoneyWithdrawn' }, /balance/],
  ['more than was deposited', { event_data: movement('0.25', '1.76') }, /balance/],
  ['less than was deposited', { event_data: movement('0.25', '1.74') }, /balance/],
  ['nothing deposited', { event_data: movement('0.00', '1.50') }, /balance/],
  ['no number deposited', { event_data: movement('NaN', 'NaN') }, /balance/],
  ['all there is deposited', { event_data: movement('Infinity', 'Infinity') }, /balance/],
  ['fewer places than the currency has', { event_data: movement('1', '2.50') }, /balance/],
  ['a balance with fewer places', { event_data: movement('0.50', '2') }, /balance/],
  ['a plus', { event_data: movement('+0.25', '1.75') }, /balance/],
  ['a balance with a space', { event_data: movement('0.25', ' 1.75') }, /balance/],
  ['no balance', { event_data: { amount: '0.25', currency: 'EUR', note: null } }, /balance/],
  ['no amount', { event_data: { balance: '1.75', currency: 'EUR', note: null } }, /balance/],
  ['an unknown movement', { event_type: 'MoneyEaten' }, /moves no money/],
  ['no money, recorded too early', { ...FROZEN, created_at: day(3) }, /recorded later/],
  ['no money, frontier ahead', { ...FROZEN, frontier_at: day(6) }, /frontier_at/],
  ['no money, another aggregate’s type', { ...FROZEN, aggregate_type: 'Order' }, /another type/],
  ['a creation without money', { ...FROZEN, event_type: 'AccountCreated' }, /created by its first/],
]

describe('the log refuses an event that does not follow', () => {
  test.each(lies)('%s', async (_, lie, sentence) => {
    const id = await open()
    const [second, third] = await nextOf(id)
    await record(application, [second])
    const rows = [{ ...third, ...lie }]
    await expect(insert(application, rows)).rejects.toMatchObject({ code: '42501' })
    await expect(insert(owner, rows)).rejects.toMatchObject({ code: '23514' })
    for (const [add, sql] of [
      [record, application],
      [record, owner],
      [insert, owner],
    ] as const) {
      await expect(add(sql, rows)).rejects.toThrow(sentence)
    }
    expect(await versionOf(id)).toBe(2)
    await record(application, [third])
    expect(await versionOf(id)).toBe(3)
  })

  test.each(lies)('from one of the same statement: %s', async (_, lie, sentence) => {
    const [id, other] = [await open(), await open()]
    const [[second, third], rest] = [await nextOf(id), await nextOf(other)]
    const rows = [...rest, { ...third, ...lie }, second]
    await expect(record(application, rows)).rejects.toThrow(sentence)
    await expect(insert(owner, rows)).rejects.toThrow(sentence)
    expect([await versionOf(id), await versionOf(other)]).toEqual([1, 1])
    await record(application, [...rest, third, second])
    expect([await versionOf(id), await versionOf(other)]).toEqual([3, 3])
  })

  test.each<[string, Lie, RegExp]>([
    ['a movement', {}, /created by its first event/],
    ['an event without money', { event_type: 'OwnerRenamed' }, /created by its first event/],
    ['a frontier ahead', { event_type: 'AccountCreated', frontier_at: day(9) }, /frontier_at/],
    ['a frontier behind', { event_type: 'AccountCreated', frontier_at: day(1) }, /frontier_at/],
  ])('as the first of its stream: %s', async (_, lie, sentence) => {
    const [second] = await nextOf(await open())
    const first = { ...second, aggregate_id: randomUUID(), event_version: 1, ...lie }
    await expect(record(application, [first])).rejects.toThrow(sentence)
    await expect(insert(owner, [first])).rejects.toThrow(sentence)
  })

  test.each<[string, number, (id: string) => Lie]>([
    [
      'an event before it that is only told, in arrays that begin at 0',
      9,
      id => ({ aggregate_id: `[0:1]={${id},${id}}`, event_version: '[0:1]={8,9}' }),
    ],
    ['no unit', 9, () => ({ units: '{null}' })],
    ['no version', 9, () => ({ event_version: '{null}' })],
    ['two dimensions', 3, id => ({ aggregate_id: `{{${id}}}` })],
    ['no type', 3, () => ({ aggregate_type: '{null}' })],
    ['no recording clock', 3, () => ({ created_at: '{null}' })],
    ['the same version twice', 3, id => twice(id)],
  ])('in arrays that have %s', async (_, version, arrays) => {
    const id = await open()
    const [second, third] = await nextOf(id)
    await record(application, [second])
    const attempt = record(application, [{ ...third, event_version: version }], arrays(id))
    await expect(attempt).rejects.toThrow(/null value|not at that version/)
    expect(await versionOf(id)).toBe(2)
  })

  test('despite other objects with the names that the guard uses', async () => {
    const id = await open()
    const [second, third] = await nextOf(id)
    const session = await owner.reserve()
    for (const name of ['events', 'log', 'added']) {
      await session.unsafe(`create temp table ${name} (like public.events)`)
    }
    const rows = [second, { ...third, event_data: movement('0.25', '9.99') }]
    for (const add of [insert, record]) await expect(add(session, rows)).rejects.toThrow(/balance/)
    await record(session, [second])
    await insert(session, [third])
    await session.unsafe('discard temp')
    session.release()
    expect(await versionOf(id)).toBe(3)
  })

  test('and no writer mistakes that for a lost race', async () => {
    const id = await open()
    const lie = depositOf(1n, { balance: 9_999n })
    await expect(store.saveEvents(id, [lie], 1)).rejects.toMatchObject({ code: '23514' })
    const { stream } = await store.stateAt(id, {})
    const batch = draft(stream, lie.event)
    await expect(saveUnit(application, batch)).rejects.toMatchObject({ code: '23514' })
    await expect(store.save([batch])).rejects.toMatchObject({ code: '23514' })
    expect(await versionOf(id)).toBe(1)
  })
})

describe('the log takes', () => {
  test('late events, whose balances follow in the order of recording', async () => {
    const id = await open()
    const late = depositOf(7n, { balance: 157n, occurredAt: day(3) })
    const opening = withdrawalOf(9n, { balance: 148n, occurredAt: day(2) })
    const now = depositOf(50n, { balance: 150n, occurredAt: day(4) })
    await store.saveEvents(id, [now, late], 1)
    await store.saveEvents(id, [opening], 3)
    expect(await versionOf(id)).toBe(4)
  })

  test.each(['JPY', 'EUR', 'KWD'])('every balance of %s, below zero and back', async currency => {
    const id = randomUUID()
    const opened = creationOf(id, 5n)
    const moved = [-5n, -1n, 1n, -(10n ** 17n), 10n ** 17n, 3n, -3n, -120n, 120n]
    let balance = 5n
    const events = moved.map(change => {
      balance += change
      const type = change < 0n ? ('MoneyWithdrawn' as const) : ('MoneyDeposited' as const)
      const amount = change < 0n ? -change : change
      return { ...opened, event: { type, amount, balance, currency, note: null } }
    })
    const first = { ...opened, event: { ...opened.event, currency } } as typeof opened
    await store.saveEvents(id, [first, ...events], 0)
    expect(await versionOf(id)).toBe(10)
  })

  test('what follows from events that the archive has', async () => {
    const id = randomUUID()
    await store.saveEvents(id, [creationOf(id), ...depositsOf(Array(150).fill(1n))], 0)
    const archivist = openSql(asArchivist(url), { max: 1 })
    expect(await archiveBefore(archivist, new Date(Date.now() + 1000))).toBe(98)
    await archivist.end()
    await store.saveEvents(id, [depositOf(1n, { balance: 151n })], 151)
    expect(await versionOf(id)).toBe(152)
  })

  test('events of an account that move no money, and movements after them', async () => {
    const id = await open()
    const [second, third] = await nextOf(id)
    const renamed = { ...second, event_type: 'OwnerRenamed', event_data: { owner: 'Eva' } }
    const follows = { ...third, event_data: movement('0.25', '1.25') }
    await expect(record(application, [renamed, third])).rejects.toThrow(/balance/)
    await record(application, [renamed])
    await expect(record(application, [third])).rejects.toThrow(/balance/)
    await record(application, [follows])
  })

  test('any data of other aggregates, if versions and clocks follow', async () => {
    const [second] = await nextOf(await open())
    const id = randomUUID()
    const order = { ...second, aggregate_id: id, aggregate_type: 'PaymentOrder' }
    const [one, two] = [1, 2].map(version => ({ ...order, event_version: version }))
    await expect(record(application, [{ ...two }])).rejects.toThrow(NO_EVENT_BEFORE)
    await record(application, [{ ...one, event_data: { balance: 'none' } }])
    const early = { ...two, occurred_at: day(1) }
    await expect(record(application, [early])).rejects.toThrow(/before its stream began/)
    const account = { ...two, aggregate_type: 'BankAccount' }
    await expect(record(application, [account])).rejects.toThrow(/another type/)
    await record(application, [{ ...two, event_data: [] }])
  })
})

/** One event after a stream, unchecked, with the command that it answers. */
function draft(before: Stream, event: Named): Unit {
  const envelope = movementOn(before.aggregateId, 'Deposit', '0.01')
  const { actor, commandId, correlationId } = envelope
  const now = new Date()
  const drafted = openDraft(before)
  const origin = { actor, commandId, correlationId, eventId: newEventId(), now }
  const recorded = addEvent(drafted, bankAccount, event, origin)
  const changes = [{ stream: drafted.stream, events: [recorded] }] as const
  const answer = { outcome: 'accepted', changes } as const
  const records = [{ envelope, recordedAt: now, answer }]
  return { streams: [drafted], records, unchanged: [] }
}
