import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { NoUuid } from '../ids'
import { openTestStore } from '../testing/store'
import { ACTOR, creationOf, depositOf, movementOn } from '../testing/streams'

let store: EventStore
let sql: Sql
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
})
afterAll(() => close())

async function open(): Promise<string> {
  const id = randomUUID()
  await store.saveEvents(id, [creationOf(id), depositOf(1n)], 0)
  return id
}
const deposit = (accountId: string, commandId: string = randomUUID()): CommandEnvelope => ({
  ...movementOn(accountId, 'Deposit', '1'),
  commandId,
})
const countAll = () => sql`
  select (select count(*) from events) as events, (select count(*) from commands) as commands,
    (select count(*) from outbox) as outbox`

describe('an id that is no UUID', () => {
  const id = 'Robert’); drop table events;--'
  const uuid = randomUUID()
  test.each<[string, () => Promise<unknown>]>([
    ['a command', () => handleUntilAnswered([deposit(uuid), deposit(uuid, id)], store)],
    ['the account of a command', () => handleUntilAnswered([deposit(uuid), deposit(id)], store)],
    ['an append', () => store.saveEvents(id, [creationOf(id)], 0)],
    [
      'the command of an event',
      () => store.saveEvents(uuid, [{ ...creationOf(uuid), commandId: id }], 0),
    ],
    ['a stream', () => store.getEventsForAggregate(id)],
    ['a range of versions', () => store.getEventStream(id, 1, 2)],
    ['a page', () => store.readEvents(id, { order: 'asc', limit: 1 })],
    ['a moment', () => store.stateAt(id, { version: 1 })],
    ['the events of a command', () => store.findEventsOfCommand(uuid, id)],
    ['refusals', () => store.readRefusals(id, { order: 'asc', limit: 1 })],
  ])('is named by %s, and nothing is saved', async (_, ask) => {
    const before = await countAll()
    await expect(ask()).rejects.toThrow(NoUuid)
    await expect(ask()).rejects.toThrow(/ id “Robert’\); drop table events;--” is not a UUID$/)
    expect(await countAll()).toEqual(before)
  })
})

describe('an empty batch', () => {
  test('of commands has no answers', async () => {
    expect(await handleUntilAnswered([], store)).toEqual([])
  })

  test('of writes saves nothing', async () => {
    const before = await countAll()
    expect(await store.saveUnit({ streams: [], records: [], unchanged: [] })).toBe('saved')
    expect(await store.appendEvents([])).toEqual([])
    expect(await countAll()).toEqual(before)
  })
})

test('a note of two megabytes is refused with its path, and saves nothing', async () => {
  const [one, other] = [await open(), await open()]
  const moved = { amount: 1n, balance: 2n, currency: 'EUR', note: 'x'.repeat(2_000_000) }
  const huge = { event: { type: 'MoneyDeposited' as const, ...moved }, actor: ACTOR }
  const before = await countAll()
  const attempt = store.appendEvents([
    { aggregateId: one, expected: 2, events: [depositOf(1n)] },
    { aggregateId: other, expected: 2, events: [huge] },
  ])
  await expect(attempt).rejects.toMatchObject({ name: 'InvalidEvent', path: 'note' })
  await expect(attempt).rejects.toThrow(
    expect.objectContaining({ message: expect.not.stringMatching(/x{1000}/) }),
  )
  expect(await countAll()).toEqual(before)
})

test('an event of an unknown type fails every read of its stream by name, and no other', async () => {
  const [broken, whole] = [await open(), await open()]
  await sql`alter table events disable trigger events_append_only`
  await sql`update events set event_type = 'MoneyEaten'
    where aggregate_id = ${broken} and event_version = 2`
  await sql`alter table events enable trigger events_append_only`
  const fresh = createEventStore(url) // keeps no state of it
  for (const read of [
    () => fresh.getEventsForAggregate(broken),
    () => fresh.stateAt(broken, { version: 2 }),
    () => fresh.readEvents(broken, { order: 'desc', limit: 5 }),
    () => fresh.saveEvents(broken, [depositOf(1n)], 2),
    () => handleUntilAnswered([deposit(broken)], fresh),
  ]) {
    await expect(read()).rejects.toThrow(/unknown event type: MoneyEaten/)
  }
  expect(await handleUntilAnswered([deposit(whole)], fresh)).toMatchObject([
    { outcome: 'accepted' },
  ])
  await fresh.close()
})
