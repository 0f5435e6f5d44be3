import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { Sql } from '../connection'
import type { EventStore } from '../event-store'
import { newEventId } from '../ids'
import { plansOf } from '../testing/plans'
import { openTestStore } from '../testing/store'
import { creationOf, depositOf, movementOn } from '../testing/streams'
import { findCommand, findEvent } from './find-by-id'

let url: string
let sql: Sql
let store: EventStore
let close: () => Promise<void>
const id = randomUUID()

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
  await store.saveEvents(id, [creationOf(id), depositOf(5n, { balance: 5n })], 0)
})
afterAll(() => close())

test('an event is found by its id, and only that one', async () => {
  for (const event of await store.getEventsForAggregate(id)) {
    expect(await findEvent(sql, event.eventId)).toEqual(event)
  }
  for (const none of [newEventId(), randomUUID(), 'x'])
    expect(await findEvent(sql, none)).toBeNull()
})

test('a command is found by its id, if it was accepted', async () => {
  const [accepted, refused] = [
    movementOn(id, 'Deposit', '1.00'),
    movementOn(id, 'Withdraw', '999.00'),
  ]
  await handleUntilAnswered([accepted, refused], store)
  expect(await findCommand(sql, accepted.commandId)).toEqual([{ aggregateId: id, version: 3 }])
  expect(await findCommand(sql, refused.commandId)).toEqual([])
  expect(await findCommand(sql, randomUUID())).toEqual([])
})

test('both are found by an index', async () => {
  const [event, command] = await plansOf(url, async recording => {
    await findEvent(recording, newEventId())
    await findCommand(recording, randomUUID())
  })
  expect(event).toMatch(/events_by_recording/)
  expect(command).toMatch(/commands_command_id_aggregate_id_pk/)
})
