import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bankAccount } from '@/domain/bank-account/bank-account'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { addEvent, draftOn } from '@/domain/event-sourcing/draft'
import type { CommandRecord, Unit } from '@/domain/event-sourcing/ports'
import { openPlanned, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { newEventId } from '../ids'
import { checkProjections } from '../projections/check'
import { loadStreams } from '../streams/load'
import { freshDatabase } from '../testing/database'
import { waitForBlocked } from '../testing/locks'
import { creationOf, depositOf, insertRaw, movementOn, newIds } from '../testing/streams'
import { saveUnit, saveUnits } from './append'

let store: EventStore
let sql: Sql
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await freshDatabase()
  drop = database.drop
  store = createEventStore(database.url)
  sql = openPlanned(database.url, { max: 3 })
})
afterAll(async () => {
  await Promise.all([store.close(), sql.end()])
  await drop()
})

/** Deposits of one cent, each by its own command, after the creation where there is no account. */
async function draft(ids: readonly string[], count: number): Promise<Unit> {
  const records: CommandRecord[] = []
  const streams = [...(await loadStreams(sql, ids)).values()].map(before => {
    const { aggregateId: id } = before
    const drafted = draftOn(bankAccount, id, before)
    for (let n = 0; n < count; n++) {
      const { version } = drafted.stream
      const event = version === 0 ? creationOf(id).event : deposit(BigInt(version))
      const envelope = movementOn(id, 'Deposit', '0.01')
      const { actor, commandId, correlationId } = envelope
      const circumstances = { actor, commandId, correlationId, now: new Date() }
      const origin = { ...circumstances, eventId: newEventId() }
      const recorded = addEvent(drafted, bankAccount, event, origin)
      const changes = [{ stream: drafted.stream, events: [recorded] }] as const
      const answer = { outcome: 'accepted', changes } as const
      records.push({ envelope, recordedAt: new Date(), answer })
    }
    return drafted
  })
  return { streams, records, unchanged: [] }
}

function deposit(balance: bigint): BankAccountEvent {
  const note = '{"quoted", \\ and, null}'
  return { type: 'MoneyDeposited', amount: 1n, balance, currency: 'EUR', note }
}

const contentOf = async (ids: readonly string[]) => [
  await sql`select * from events where aggregate_id = any(${[...ids]}::uuid[]) order by 1, 6`,
  await sql`select * from commands where aggregate_id = any(${[...ids]}::uuid[]) order by 1`,
  await sql`select * from outbox where aggregate_id = any(${[...ids]}::uuid[]) order by 1, 2`,
  await sql`select * from accounts where aggregate_id = any(${[...ids]}::uuid[]) order by 1`,
]

describe('a unit', () => {
  test('saves new streams and more of them as any append does', async () => {
    const ids = newIds(3)
    expect(await saveUnit(sql, await draft(ids, 120))).toBe('saved')
    const more = await draft(ids, 100)
    expect(await saveUnit(sql, more)).toBe('saved')
    const [event] = more.streams[0]?.events.slice(-1) ?? []
    const id = event?.aggregateId ?? ''
    expect(await store.getEventStream(id, 220, 220)).toEqual([event])
    expect(await store.findEventsOfCommand(id, event?.commandId ?? '')).toEqual([event])
    const [rows] = await sql`
      select (select count(*) from events)::int as events, (select count(*) from commands)::int as
        commands, (select count(*) from outbox)::int as outbox, (select array_agg(distinct version)
        from snapshots) as snapshots`
    expect(rows).toEqual({ events: 660, commands: 660, outbox: 660, snapshots: [100, 200] })
    expect(await checkProjections(sql)).toEqual([])
  })

  test.each<[string, (batch: Unit, ids: readonly string[]) => PromiseLike<unknown>]>([
    ['another writer was first on one stream', (_, [id = '']) => insertRaw(sql, id, 6)],
    ['one was opened meanwhile', (_, [, , id = '']) => insertRaw(sql, id, 1)],
    [
      'one of its commands was answered',
      ({ records: [record] }) => sql`
        insert into commands (command_id, aggregate_id, fingerprint)
        values (${record?.envelope.commandId ?? ''}, ${record?.envelope.stream.id ?? ''}, '')`,
    ],
    [
      'one of its commands was answered on another account',
      ({ records: [record] }) => sql`
        insert into commands (command_id, aggregate_id, fingerprint)
        values (${record?.envelope.commandId ?? ''}, ${randomUUID()}, '')`,
    ],
  ])('saves nothing when %s', async (_, interfere) => {
    const ids = newIds(3)
    await saveUnit(sql, await draft(ids.slice(0, 2), 5))
    const batch = await draft(ids, 5)
    await interfere(batch, ids)
    const before = await contentOf(ids)
    expect(await saveUnit(sql, batch)).toBe('conflict')
    expect(await contentOf(ids)).toEqual(before)
  })

  test('of two that race on the same streams, one is saved', async () => {
    const ids = newIds(20)
    await store.appendEvents(
      ids.map(id => ({
        aggregateId: id,
        expected: 0,
        events: [creationOf(id), depositOf(1n, { balance: 1n })],
      })),
    )
    const batches = [await draft(ids, 5), await draft(ids.toReversed(), 5)]
    const outcomes = await Promise.all(batches.map(batch => saveUnit(sql, batch)))
    expect(outcomes.toSorted()).toEqual(['conflict', 'saved'])
    const [row] = await sql`
      select count(*)::int as events from events where aggregate_id = any(${ids}::uuid[])`
    expect(row).toEqual({ events: 140 })
  })
})

describe('units that are saved together', () => {
  /** Three units of two streams each: `[0, 1]`, `[2, 3]`, `[4, 5]`. */
  async function threeUnits() {
    const ids = newIds(6)
    await saveUnit(sql, await draft(ids, 99))
    const pairs = [ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]
    const units = await Promise.all(pairs.map(pair => draft(pair, 2)))
    return { ids, pairs, units }
  }
  const answered = (record: CommandRecord | undefined, id?: string) => sql`
    insert into commands (command_id, aggregate_id, fingerprint)
    values (${record?.envelope.commandId ?? ''}, ${id ?? record?.envelope.stream.id ?? ''}, '')`

  test.each<[string, (unit: Unit | undefined, ids: readonly string[]) => PromiseLike<unknown>]>([
    ['another writer was first on one of its streams', (_, [, id = '']) => insertRaw(sql, id, 100)],
    ['one of its commands was answered', unit => answered(unit?.records.at(-1))],
    [
      'one of its commands was answered on another stream',
      unit => answered(unit?.records[0], randomUUID()),
    ],
    [
      'one of its streams is not at a version that was decided on',
      (_, [id = '']) =>
        sql.begin(tx => [
          tx`alter table events disable trigger user`,
          tx`delete from events where aggregate_id = ${id} and event_version = 99`,
          tx`alter table events enable trigger user`,
        ]),
    ],
  ])('are all saved but the one of which %s', async (_, interfere) => {
    const { pairs, units } = await threeUnits()
    await interfere(units[1], pairs[1] ?? [])
    const lost = await contentOf(pairs[1] ?? [])
    expect(await saveUnits(sql, units)).toEqual(new Set([units[0], units[2]]))
    expect(await contentOf(pairs[1] ?? [])).toEqual(lost)
    for (const pair of [pairs[0] ?? [], pairs[2] ?? []]) {
      const [events, commands, outbox, accounts] = await contentOf(pair)
      expect([events, commands, outbox].map(rows => rows?.length)).toEqual([202, 202, 202])
      expect(accounts?.map(({ version }) => version)).toEqual([101, 101])
    }
    const snapshots = await sql`
      select aggregate_id from snapshots where aggregate_id = any(${pairs.flat()}::uuid[])`
    expect(snapshots.map(row => row.aggregate_id).toSorted()).toEqual(
      [...(pairs[0] ?? []), ...(pairs[2] ?? [])].toSorted(),
    )
  })

  test('wait for a writer on one of their streams, and lose that unit if it commits', async () => {
    for (const [end, kept] of [
      ['commit', [0, 2]],
      ['rollback', [0, 1, 2]],
    ] as const) {
      const { units, ids } = await threeUnits()
      const writer = await sql.reserve()
      await writer`begin`
      await insertRaw(writer, ids[3] ?? '', 100)
      const attempt = saveUnits(sql, units)
      await waitForBlocked(sql)
      await writer.unsafe(end)
      writer.release()
      expect(await attempt).toEqual(new Set(kept.map(n => units[n])))
    }
  })

  test('store the answers of refused commands, unless the stream has moved on', async () => {
    const [same = '', moved = '', opened = ''] = newIds(3)
    await saveUnit(sql, await draft([same, moved], 5))
    const units = [
      [same, 5],
      [moved, 5],
      [opened, 0],
    ].map(([id, version]) => refusing(String(id), Number(version)))
    await saveUnit(sql, await draft([moved, opened], 1))
    expect(await saveUnits(sql, units)).toEqual(new Set([units[0]]))
    expect(await store.readRefusals(null, { order: 'asc', limit: 9 })).toMatchObject([
      { aggregateId: same, refusal: REFUSAL },
    ])
  })

  test('hold streams that a unit only reads: of two that read each other’s, one is lost', async () => {
    for (let round = 0; round < 10; round++) {
      const [one = '', other = ''] = newIds(2)
      await saveUnit(sql, await draft([one, other], 5))
      const units = await Promise.all(
        [
          [one, other],
          [other, one],
        ].map(async ([written = '', aggregateId = '']) => ({
          ...(await draft([written], 1)),
          unchanged: [{ aggregateId, version: 5 }],
        })),
      )
      const saved = await Promise.all(units.map(unit => saveUnits(sql, [unit])))
      expect(saved.map(({ size }) => size).toSorted()).toEqual([0, 1])
      const [, , keys] = await contentOf([one, other])
      expect(keys).toHaveLength(11)
    }
  })
})

const REFUSAL = { type: 'AccountNotFound', field: null } as const

/** A unit with one refused command and no event. */
function refusing(aggregateId: string, version: number): Unit {
  const envelope = movementOn(aggregateId, 'Deposit', '0.01')
  const answer = { outcome: 'refused', refusal: REFUSAL } as const
  const records = [{ envelope, recordedAt: new Date(), answer }]
  return { streams: [], records, unchanged: [{ aggregateId, version }] }
}
