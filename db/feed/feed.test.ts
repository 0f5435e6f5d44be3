import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSql, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { freshDatabase } from '../testing/database'
import { creationOf, depositOf, insertRaw, newIds, withdrawalOf } from '../testing/streams'
import { feedEvent, feedHead, readFeedRows } from './read-feed'
import { startFeed } from './runner'
import { sequence } from './sequencer'

let url: string
let drop: () => Promise<void>
let sql: Sql
let store: EventStore

beforeEach(async () => {
  ;({ url, drop } = await freshDatabase())
  sql = openSql(url, { max: 20 })
  store = createEventStore(url)
})
afterEach(async () => {
  await Promise.all([store.close(), sql.end()])
  await drop()
})

/** Follows the feed from its beginning, like a subscriber, and collects what it reads. */
function follow() {
  const seen: { position: number; key: string }[] = []
  let stopped = false
  const done = (async () => {
    for (;;) {
      const last = stopped
      const rows = await readFeedRows(sql, seen.at(-1)?.position ?? 0, 100)
      const events = rows.map(feedEvent)
      for (const { position, recorded } of events) {
        seen.push({ position, key: `${recorded.aggregateId} ${recorded.version}` })
      }
      if (last && events.length === 0) return seen
    }
  })()
  return () => {
    stopped = true
    return done
  }
}

async function storedKeys(): Promise<string[]> {
  const rows = await sql`select aggregate_id || ' ' || event_version as key from events`
  return rows.map(({ key }) => key).toSorted()
}

/** Every event once, positions without gaps, each stream in version order. */
async function expectWhole(seen: readonly { position: number; key: string }[]): Promise<void> {
  expect(seen.map(({ position }) => position)).toEqual(seen.map((_, n) => n + 1))
  expect(seen.map(({ key }) => key).toSorted()).toEqual(await storedKeys())
  const versions = new Map<string, number>()
  for (const { key } of seen) {
    const [id = '', version] = key.split(' ')
    expect(Number(version)).toBe((versions.get(id) ?? 0) + 1)
    versions.set(id, Number(version))
  }
}

async function sequenceAll(): Promise<void> {
  while (await sequence(sql));
}

test('the feed listens to exactly the channels that commits notify', async () => {
  const [listened, rung] = [new Set<unknown>(), new Set<unknown>()]
  const recording = openSql(url, {
    debug: (_, text, values) => {
      const [, channel] = /^listen "?([a-z_]+)"?/i.exec(text.trim()) ?? []
      if (channel) listened.add(channel)
      if (text.includes('pg_notify')) rung.add(values[0])
    },
  })
  const feed = startFeed(recording, [], fail)
  const heard = new Promise<void>(resolve => feed.onFeed(resolve))
  const [id = ''] = newIds(1)
  await store.saveEvents(id, [creationOf(id)], 0)
  feed.ring()
  await heard
  await expect.poll(() => rung.size).toBeGreaterThan(0)
  await feed.stop()
  await recording.end()
  expect([...listened]).toEqual([...rung])
})

describe('the feed', () => {
  test('under load has every event once and each stream in order, for concurrent readers', async () => {
    const running = [0, 1].map(() => startFeed(sql, [], fail))
    const stop = follow()
    const ids = newIds(40)
    for (const id of ids) await store.saveEvents(id, [creationOf(id)], 0)
    await Promise.all(
      Array.from({ length: 16 }, async (_, writer) => {
        for (let n = 0; n < 40; n++) {
          const [one = '', other = ''] = [
            ids[(writer * 3 + n) % 40],
            ids[(writer * 5 + n * 7) % 40],
          ]
          const streams = new Set([one, other])
          await store
            .appendEvents(
              [...streams].map(aggregateId => ({
                aggregateId,
                expected: 'any',
                // In any order of writers the account has a zero balance before and after.
                events: [depositOf(1n), withdrawalOf(1n)],
              })),
            )
            .catch(() => {}) // after ten lost races nothing is saved
          running[writer % 2]?.ring()
        }
      }),
    )
    await sequenceAll()
    await Promise.all(running.map(feed => feed.stop()))
    await sequenceAll()
    await expectWhole(await stop())
  })

  test('keeps the order of a stream when a longer transaction on two began before and ended after', async () => {
    const [one = '', other = ''] = newIds(2)
    for (const id of [one, other]) await store.saveEvents(id, [creationOf(id)], 0)
    const stop = follow()
    const long = await hold(async tx => {
      await insertRaw(tx, other, 2)
    })
    await store.saveEvents(one, [depositOf(1n)], 1)
    await sequenceAll()
    await long.write(tx => insertRaw(tx, one, 3))
    await sequenceAll()
    await long.end('commit')
    await sequenceAll()
    await expectWhole(await stop())
  })

  test.each([
    [3, 'in every order, each committing or not', 1],
    [4, 'in every order, in one of sixteen ways to commit or not', 16],
  ])(
    'misses no event of %d writers that are held open and end %s',
    async (count, _, step) => {
      const seen: { position: number; key: string }[] = []
      const orders = ordersOf(Array.from({ length: count }, (_, n) => n))
      for (const [place, order] of orders.entries()) {
        for (let ends = place % step; ends < 2 ** count; ends += step) {
          const ids = newIds(count)
          const writers = await Promise.all(
            ids.map(id => hold(tx => insertRaw(tx, id, 1).then(() => insertRaw(tx, id, 2)))),
          )
          const expected: string[] = []
          for (const index of order) {
            const commits = (ends & (1 << index)) > 0
            await writers[index]?.end(commits ? 'commit' : 'rollback')
            if (commits) expected.push(`${ids[index]} 1`, `${ids[index]} 2`)
            await sequenceAll()
          }
          const next = (await readFeedRows(sql, seen.length, 100)).map(feedEvent)
          const keys = next.map(
            ({ recorded: { aggregateId, version } }) => `${aggregateId} ${version}`,
          )
          expect(keys, `order ${order}, ends ${ends.toString(2)}`).toEqual(expected)
          seen.push(...next.map(({ position }, n) => ({ position, key: keys[n] ?? '' })))
        }
      }
      await expectWhole(seen)
    },
    240_000,
  )

  test('is not blocked by an open transaction, here or in another database of the server', async () => {
    const elsewhere = await freshDatabase()
    const foreign = openSql(elsewhere.url, { max: 1 })
    const opened = [await foreign.reserve(), await sql.reserve()]
    for (const connection of opened) {
      await connection`begin isolation level repeatable read`
      await connection`select txid_current()`
    }
    const id = randomUUID()
    await store.saveEvents(id, [creationOf(id), depositOf(1n)], 0)
    await sequenceAll()
    expect(await feedHead(sql)).toBe(2)
    for (const connection of opened) {
      await connection`rollback`
      connection.release()
    }
    await foreign.end()
    await elsewhere.drop()
  })

  test('is numbered by one process at a time', async () => {
    const ids = newIds(30)
    await Promise.all(ids.map(id => store.saveEvents(id, [creationOf(id), depositOf(1n)], 0)))
    await Promise.all(Array.from({ length: 8 }, sequenceAll))
    await sequenceAll()
    await expectWhole(await follow()())
  })

  test('continues after the sequencer died half way', async () => {
    const id = randomUUID()
    await store.saveEvents(id, [creationOf(id), depositOf(1n)], 0)
    const dying = await sql.reserve()
    await dying`begin`
    await dying`select position from sequencer for update`
    const [me] = await dying<{ pid: number }[]>`select pg_backend_pid() as pid`
    expect(await sequence(sql)).toBeNull()
    await sql`select pg_terminate_backend(${me?.pid ?? 0}, 5000)`
    await sequenceAll()
    await expectWhole(await follow()())
  })
})

/** All permutations of `items`. */
function ordersOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, n) => ordersOf(items.toSpliced(n, 1)).map(rest => [item, ...rest]))
}

type Connection = Awaited<ReturnType<Sql['reserve']>>

/** A transaction that stays open until the test ends it. */
async function hold(write: (tx: Connection) => Promise<void>) {
  const connection = await sql.reserve()
  await connection`begin`
  await write(connection)
  return {
    write: (more: typeof write) => more(connection),
    end: async (how: 'commit' | 'rollback') => {
      await connection.unsafe(how)
      connection.release()
    },
  }
}

function fail(error: unknown): void {
  throw error
}
