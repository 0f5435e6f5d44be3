import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InvalidEvent } from '../codecs/codec'
import type { Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { waitForBlocked } from '../testing/locks'
import { openTestStore } from '../testing/store'
import { creationOf, depositOf, depositsOf, insertRaw, newIds } from '../testing/streams'
import { VersionConflict } from './append-events'
import type { Expectation } from './expectations'

let url: string
let store: EventStore
let sql: Sql
let close: () => Promise<void>

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
})
afterAll(() => close())

async function open(): Promise<string> {
  const id = randomUUID()
  await store.saveEvents(id, [creationOf(id)], 0)
  return id
}
/** A stream that has events but no row in the account list. */
async function openUnlisted(): Promise<string> {
  const id = await open()
  await sql`delete from accounts where aggregate_id = ${id}`
  return id
}
const nextOf = (id: string, version: number) => (version === 0 ? creationOf(id) : depositOf(1n))
/** Writes an event in a transaction that stays open until the caller ends it. */
async function hold(id: string, version: number) {
  const connection = await sql.reserve()
  await connection`begin`
  await insertRaw(connection, id, version)
  return {
    end: async (how: 'commit' | 'rollback') => {
      await connection.unsafe(how)
      connection.release()
    },
  }
}
const versionOf = async (id: string) => (await store.getEventsForAggregate(id)).length

describe('an append', () => {
  test.each<[Expectation, boolean, boolean]>([
    // expectation, met by no stream, met by a stream at version 1
    ['any', true, true],
    ['no stream', true, false],
    ['stream exists', false, true],
    [0, true, false],
    [1, false, true],
    [2, false, false],
  ])('that expects %j', async (expected, metByNone, metByOne) => {
    const fresh = randomUUID()
    const asked = [
      [fresh, 0, metByNone, creationOf(fresh)],
      [await open(), 1, metByOne, depositOf(1n)],
    ] as const
    for (const [aggregateId, actual, met, event] of asked) {
      const attempt = store.appendEvents([{ aggregateId, expected, events: [event] }])
      if (met) expect(await attempt).toMatchObject([{ aggregateId, version: actual + 1 }])
      else await expect(attempt).rejects.toEqual(new VersionConflict(aggregateId, expected, actual))
      expect(await versionOf(aggregateId)).toBe(met ? actual + 1 : actual)
    }
  })

  test('to several streams is all or nothing', async () => {
    const [one, other] = [await open(), await open()]
    const write = (aggregateId: string, expected: Expectation) => ({
      aggregateId,
      expected,
      events: [depositOf(1n)],
    })
    await expect(store.appendEvents([write(one, 1), write(other, 7)])).rejects.toEqual(
      new VersionConflict(other, 7, 1),
    )
    expect([await versionOf(one), await versionOf(other)]).toEqual([1, 1])
    await store.appendEvents([write(other, 1), write(one, 1)])
    expect([await versionOf(one), await versionOf(other)]).toEqual([2, 2])
  })

  test('checks a stream that it does not write to', async () => {
    const [one, other] = [await open(), await open()]
    const write = { aggregateId: one, expected: 'any', events: [depositOf(1n)] } as const
    await store.appendEvents([write, { aggregateId: other, expected: 1, events: [] }])
    await expect(
      store.appendEvents([write, { aggregateId: other, expected: 2, events: [] }]),
    ).rejects.toEqual(new VersionConflict(other, 2, 1))
    expect([await versionOf(one), await versionOf(other)]).toEqual([2, 1])
  })

  test.each<[string, () => Promise<string>, number]>([
    ['each other’s stream', open, 1],
    ['that the other’s stream does not exist', async () => randomUUID(), 0],
    ['each other’s stream, which have no row in the account list', openUnlisted, 1],
  ])('two that check %s can’t both be first', async (_, begin, expected) => {
    for (let round = 0; round < 15; round++) {
      const [one, other] = [await begin(), await begin()]
      const attempts = await Promise.allSettled(
        [
          [one, other],
          [other, one],
        ].map(([written = '', checked = '']) =>
          store.appendEvents([
            { aggregateId: written, expected, events: [nextOf(written, expected)] },
            { aggregateId: checked, expected, events: [] },
          ]),
        ),
      )
      const lost = attempts.filter(attempt => attempt.status === 'rejected')
      expect(lost).toHaveLength(1)
      expect(lost[0]?.reason).toMatchObject({ name: 'VersionConflict', expected })
      expect((await versionOf(one)) + (await versionOf(other))).toBe(2 * expected + 1)
    }
  })

  test.each([0, 1])('waits for a writer of a stream it checks at %d', async expected => {
    for (const end of ['commit', 'rollback'] as const) {
      const [one, checked] = [await open(), expected === 0 ? randomUUID() : await open()]
      const writer = await hold(checked, expected + 1)
      const attempt = store.appendEvents([
        { aggregateId: one, expected: 1, events: [depositOf(1n)] },
        { aggregateId: checked, expected, events: [] },
      ])
      const settled = attempt.then(
        () => 'saved',
        error => error,
      )
      await waitForBlocked(sql)
      await writer.end(end)
      expect(await settled).toEqual(
        end === 'rollback' ? 'saved' : new VersionConflict(checked, expected, expected + 1),
      )
      expect(await versionOf(one)).toBe(end === 'rollback' ? 2 : 1)
    }
  })

  test('adds no checked stream to the outbox', async () => {
    const [one, other] = [await open(), await open()]
    await store.appendEvents([
      { aggregateId: one, expected: 'any', events: [depositOf(1n)] },
      { aggregateId: other, expected: 'stream exists', events: [] },
      { aggregateId: randomUUID(), expected: 'no stream', events: [] },
    ])
    const keys = await sql`
      select (select count(*) from outbox) = (select count(*) from events) as alike`
    expect(keys).toEqual([{ alike: true }])
  })

  test('to several streams saves none when another writer is first on one of them', async () => {
    const [one, other] = [await open(), await open()]
    const writer = await hold(other, 2)
    const attempt = store.appendEvents(
      [one, other].map(aggregateId => ({
        aggregateId,
        expected: 1,
        events: depositsOf([1n, 2n]),
      })),
    )
    const settled = attempt.catch(error => error)
    await waitForBlocked(sql)
    await writer.end('commit')
    expect(await settled).toEqual(new VersionConflict(other, 1, 2))
    expect([await versionOf(one), await versionOf(other)]).toEqual([1, 2])
  })

  test('that creates a stream succeeds once: the others get a conflict', async () => {
    const id = randomUUID()
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, () => store.saveEvents(id, [creationOf(id)], 0)),
    )
    const lost = attempts.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
    expect(lost).toEqual(Array.from({ length: 7 }, () => new VersionConflict(id, 0, 1)))
    expect(await versionOf(id)).toBe(1)
  })

  test('of no event still checks, and saves nothing', async () => {
    const id = await open()
    expect(await store.saveEvents(id, [], 1)).toEqual([])
    await expect(store.saveEvents(id, [], 0)).rejects.toEqual(new VersionConflict(id, 0, 1))
    expect(await store.appendEvents([])).toEqual([])
    expect(await versionOf(id)).toBe(1)
  })

  test('with one invalid event saves none', async () => {
    const [one, other] = [await open(), await open()]
    await expect(
      store.appendEvents([
        { aggregateId: one, expected: 1, events: [depositOf(1n)] },
        { aggregateId: other, expected: 1, events: [depositOf(1n), depositOf(-1n)] },
      ]),
    ).rejects.toThrow(expect.objectContaining({ name: InvalidEvent.name, path: 'amount' }))
    expect([await versionOf(one), await versionOf(other)]).toEqual([1, 1])
  })

  test('that names a stream twice is refused', async () => {
    const write = { aggregateId: await open(), expected: 'any', events: [] } as const
    await expect(store.appendEvents([write, write])).rejects.toThrow(RangeError)
  })
})

describe('32 connections on 50 streams', () => {
  test('leave versions without gaps, nothing lost, nothing doubled, every conflict reported', async () => {
    const ids = newIds(50)
    const stores = Array.from({ length: 8 }, () => createEventStore(url)) // 4 of 10 connections busy each
    const acknowledged = new Map<string, string[]>(ids.map(id => [id, []]))
    let conflicts = 0
    const writer = async (at: EventStore, first: number) => {
      for (let n = 0; n < 60; n++) {
        const id = ids[(first * 7 + n * 11) % ids.length] ?? ''
        const version = acknowledged.get(id)?.length ?? 0
        const event = version === 0 ? creationOf(id) : depositOf(1n, { balance: BigInt(version) })
        try {
          const [saved] = await at.saveEvents(id, [event], version)
          acknowledged.get(id)?.push(saved?.eventId ?? '')
        } catch (error) {
          if (!(error instanceof VersionConflict)) throw error
          expect(error).toMatchObject({ aggregateId: id, expected: version })
          conflicts++
        }
      }
    }
    await Promise.all(Array.from({ length: 32 }, (_, n) => writer(stores[n % 8] ?? store, n)))
    await Promise.all(stores.map(at => at.close()))
    let stored = 0
    for (const id of ids) {
      const events = await store.getEventsForAggregate(id)
      expect(events.map(({ version }) => version)).toEqual(events.map((_, n) => n + 1))
      expect(events.map(({ eventId }) => eventId).toSorted()).toEqual(
        acknowledged.get(id)?.toSorted(),
      )
      stored += events.length
    }
    expect(stored + conflicts).toBe(32 * 60)
    expect(conflicts).toBeGreaterThan(0)
  })
})
