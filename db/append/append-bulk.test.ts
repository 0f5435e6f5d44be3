import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BankAccountEvent, bankAccount } from '@/domain/bank-account/bank-account'
import { addEvent, openDraft } from '@/domain/event-sourcing/draft'
import type { CommandRecord, Unit } from '@/domain/event-sourcing/ports'
import { emptyStream } from '@/domain/event-sourcing/stream'
import { openPlanned, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { newEventId } from '../ids'
import { checkProjections } from '../projections/check'
import { loadStreams } from '../streams/load'
import { freshDatabase } from '../testing/database'
import { creationOf, depositOf, insertRaw, movementOn, newIds } from '../testing/streams'
import { appendBulk } from './append-bulk'

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

/** Deposits of one cent by commands of their own, after the creation where there is no account. */
async function draft(ids: readonly string[], count: number): Promise<Unit> {
  const records: CommandRecord[] = []
  const streams = [...(await loadStreams(sql, ids)).values()].map(before => {
    const { aggregateId: id, version } = before
    const drafted = openDraft(version === 0 ? emptyStream(bankAccount, id) : before)
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

describe('a bulk append', () => {
  test('saves new streams and more of them as any append does', async () => {
    const ids = newIds(3)
    expect(await appendBulk(sql, await draft(ids, 120))).toBe('saved')
    const more = await draft(ids, 100)
    expect(await appendBulk(sql, more)).toBe('saved')
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
    await appendBulk(sql, await draft(ids.slice(0, 2), 5))
    const batch = await draft(ids, 5)
    await interfere(batch, ids)
    const before = await contentOf(ids)
    expect(await appendBulk(sql, batch)).toBe('conflict')
    expect(await contentOf(ids)).toEqual(before)
  })

  test('takes neither refusals nor streams that are only checked', async () => {
    const [id = ''] = newIds(1)
    const { streams, records } = await draft([id], 1)
    const unchanged = [{ aggregateId: id, version: 0 }]
    await expect(appendBulk(sql, { streams, records, unchanged })).rejects.toThrow(RangeError)
    const refusal = { type: 'AccountNotFound', field: null } as const
    const answer = { outcome: 'refused', refusal } as const
    const refused = { envelope: movementOn(id, 'Deposit', '0.01'), recordedAt: new Date(), answer }
    await expect(
      appendBulk(sql, { streams, records: [...records, refused], unchanged: [] }),
    ).rejects.toThrow(RangeError)
    expect((await contentOf([id])).flat()).toEqual([])
  })

  test('beside another one of the same streams, one of both is saved', async () => {
    const ids = newIds(20)
    await store.appendEvents(
      ids.map(id => ({
        aggregateId: id,
        expected: 0,
        events: [creationOf(id), depositOf(1n, { balance: 1n })],
      })),
    )
    const batches = [await draft(ids, 5), await draft(ids.toReversed(), 5)]
    const outcomes = await Promise.all(batches.map(batch => appendBulk(sql, batch)))
    expect(outcomes.toSorted()).toEqual(['conflict', 'saved'])
    const [row] = await sql`
      select count(*)::int as events from events where aggregate_id = any(${ids}::uuid[])`
    expect(row).toEqual({ events: 140 })
  })
})
