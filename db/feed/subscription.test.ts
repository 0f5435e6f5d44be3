import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSql, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { freshDatabase } from '../testing/database'
import { creationOf, depositsOf } from '../testing/streams'
import { startFeed } from './runner'
import { sequence } from './sequencer'
import {
  advanceSubscription,
  CheckpointAhead,
  replayParked,
  resetCheckpoint,
  type Subscriber,
} from './subscription'

let drop: () => Promise<void>
let sql: Sql
let store: EventStore

beforeEach(async () => {
  const database = await freshDatabase()
  drop = database.drop
  sql = openSql(database.url, { max: 20 })
  store = createEventStore(database.url)
  await sql`create table seen (place bigserial, name text, position bigint)`
})
afterEach(async () => {
  await Promise.all([store.close(), sql.end()])
  await drop()
})

/** A subscriber that records the positions it gets, and fails on poison events. */
function recorder(name: string, poison: (position: number) => boolean = () => false): Subscriber {
  return {
    name,
    aggregateTypes: ['BankAccount'],
    handle: async (events, tx) => {
      for (const { position } of events) {
        await tx`insert into seen (name, position) values (${name}, ${position})`
        if (poison(position)) throw new Error(`position ${position} is poisonous`)
      }
    },
  }
}

const seenBy = async (name: string) =>
  (await sql`select position from seen where name = ${name} order by place`).map(row =>
    Number(row.position),
  )
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n + 1)

async function record(count: number): Promise<void> {
  const id = randomUUID()
  const amounts = Array.from({ length: count - 1 }, () => 1n)
  await store.saveEvents(id, [creationOf(id), ...depositsOf(amounts)], 0)
  while (await sequence(sql));
}
async function handleAll(subscriber: Subscriber): Promise<void> {
  // Null: the reader that was stopped has not let go of its row yet.
  while ((await advanceSubscription(sql, subscriber)) !== 0);
}

describe('a subscriber', () => {
  test('sees every event once, from its checkpoint on', async () => {
    await record(1200)
    await handleAll(recorder('one'))
    await record(3)
    await handleAll(recorder('one'))
    await handleAll(recorder('other'))
    expect(await seenBy('one')).toEqual(upTo(1203))
    expect(await seenBy('other')).toEqual(upTo(1203))
  })

  test('has one active reader in all processes, and each effect once', async () => {
    const feeds = [0, 1, 2].map(() => startFeed(sql, [recorder('one')], fail))
    for (let n = 0; n < 20; n++) {
      await record(10)
      feeds[n % 3]?.ring()
    }
    await Promise.all(feeds.map(feed => feed.stop()))
    // Null: a feed that was stopped had the sequencer's row, and left the last keys.
    while ((await sequence(sql)) !== 0);
    await handleAll(recorder('one'))
    expect(await seenBy('one')).toEqual(upTo(200))
  })

  test('parks a poison event with its error, and goes on; a replay handles it', async () => {
    await record(30)
    await handleAll(recorder('one', position => position === 7 || position === 30))
    expect(await seenBy('one')).toEqual(upTo(30).filter(n => n !== 7 && n !== 30))
    const parked = await sql`select position, attempts, error from parked_events order by 1`
    expect(parked).toEqual([
      { position: '7', attempts: 5, error: 'Error: position 7 is poisonous' },
      { position: '30', attempts: 5, error: 'Error: position 30 is poisonous' },
    ])
    const healing = recorder('one', position => position === 30)
    expect(await replayParked(sql, healing)).toEqual({ replayed: 1, failed: 1 })
    expect(await replayParked(sql, recorder('one'))).toEqual({ replayed: 1, failed: 0 })
    expect(await replayParked(sql, recorder('one'))).toEqual({ replayed: 0, failed: 0 })
    expect((await seenBy('one')).toSorted((a, b) => a - b)).toEqual(upTo(30))
  })

  test('parks no event for a storage error', async () => {
    await record(3)
    await sql`create function break_disk() returns trigger language plpgsql as $$
      begin raise exception 'no such block' using errcode = '58030'; end $$`
    await sql`create trigger broken before insert on seen execute function break_disk()`
    await expect(handleAll(recorder('one'))).rejects.toThrow(/no such block/)
    expect(await sql`select from parked_events`).toHaveLength(0)
    await sql`drop trigger broken on seen`
    await handleAll(recorder('one'))
    expect(await seenBy('one')).toEqual([1, 2, 3])
  })

  test('with a checkpoint ahead of the feed stops by name, and can be reset', async () => {
    await record(5)
    await resetCheckpoint(sql, 'one', 99)
    await expect(handleAll(recorder('one'))).rejects.toEqual(new CheckpointAhead('one', 99, 5))
    await resetCheckpoint(sql, 'one', 3)
    await handleAll(recorder('one'))
    expect(await seenBy('one')).toEqual([4, 5])
  })

  test('leaves an event of a newer program for that program', async () => {
    await record(2)
    const [row] = await sql`select * from events where event_version = 2`
    await sql`alter table events disable trigger events_append_only`
    await sql`update events set schema_version = 9 where event_version = 2`
    await expect(handleAll(recorder('one'))).rejects.toThrow(/newer version of Daybook/)
    expect(await sql`select from parked_events`).toHaveLength(0)
    await sql`update events set schema_version = ${row?.schema_version} where event_version = 2`
    await handleAll(recorder('one'))
    expect(await seenBy('one')).toEqual([1, 2])
  })

  test('stops at once before an event of an unknown type, and parks none', async () => {
    await record(3)
    await sql`alter table events disable trigger events_append_only`
    await sql`update events set event_type = 'MoneyEaten' where event_version = 2`
    let tries = 0
    const one = recorder('one')
    const counted: Subscriber = {
      ...one,
      handle: (events, tx) => {
        tries++
        return one.handle(events, tx)
      },
    }
    await expect(handleAll(counted)).rejects.toThrow(/unknown event type: MoneyEaten/)
    expect([tries, await seenBy('one')]).toEqual([0, []])
    expect(await sql`select from parked_events`).toHaveLength(0)
    await sql`update events set event_type = 'MoneyDeposited' where event_version = 2`
    await handleAll(counted)
    expect(await seenBy('one')).toEqual([1, 2, 3])
  })

  test('skips events of other aggregate types', async () => {
    await record(3)
    await sql`alter table events disable trigger user`
    await sql`
      update events set aggregate_type = 'CaseFile', event_type = 'CaseOpened', event_data = '{}'
      where event_version = 2`
    await handleAll(recorder('one'))
    expect(await seenBy('one')).toEqual([1, 3])
    expect(await sql`select from parked_events`).toHaveLength(0)
    expect(await advanceSubscription(sql, recorder('one'))).toBe(0)
  })
})

function fail(error: unknown): void {
  throw error
}
