import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asApplication, asArchivist, openSql, type Sql } from '../connection'
import { createEventStore, type EventStore, VersionConflict } from '../event-store'
import { sequence } from '../feed/sequencer'
import { checkProjections } from '../projections/check'
import { freshDatabase } from '../testing/database'
import { ACTOR, creationOf, depositOf, newIds } from '../testing/streams'
import { archiveEvents } from './archive'

let drop: () => Promise<void>
let owner: Sql
let archivist: Sql
let store: EventStore
const [long = '', short = ''] = newIds(2)

beforeAll(async () => {
  const database = await freshDatabase()
  drop = database.drop
  owner = openSql(database.url)
  archivist = openSql(asArchivist(database.url))
  store = createEventStore(asApplication(database.url))
  for (const [id, count] of [
    [long, 350],
    [short, 50],
  ] as const) {
    const deposits = Array.from({ length: count }, (_, n) => ({
      event: {
        type: 'MoneyDeposited' as const,
        amount: 1n,
        balance: BigInt(n + 1),
        currency: 'EUR',
        note: null,
      },
      occurredAt: new Date(Date.UTC(2026, 0, 1 + (n % 90))),
      actor: ACTOR,
    }))
    const opened = { ...creationOf(id), occurredAt: new Date(Date.UTC(2025, 0, 1)) }
    await store.saveEvents(id, [opened, ...deposits], 0)
  }
})
afterAll(async () => {
  await Promise.all([store.close(), owner.end(), archivist.end()])
  await drop()
})

/** The answers to all kinds of reads. */
async function everything() {
  const moments = Array.from({ length: 40 }, (_, n) => new Date(Date.UTC(2026, 0, n * 3)))
  return {
    whole: await store.getEventsForAggregate(long),
    page: await store.readEvents(long, { order: 'desc', after: 280, limit: 60 }),
    log: await store.readLog({ type: 'MoneyDeposited', order: 'asc', limit: 200 }),
    past: await Promise.all(moments.map(asOf => store.stateAt(long, { asOf }))),
    versions: await Promise.all(
      [1, 99, 100, 250, 351].map(version => store.stateAt(long, { version })),
    ),
  }
}

describe('the archive', () => {
  test('takes old, snapshotted events, and reads still find them', async () => {
    const before = await everything()
    expect(await archiveEvents(archivist, new Date('2001-01-01'))).toBe(0)
    expect(await archiveEvents(archivist, new Date(Date.now() + 1000))).toBe(298)
    const left = await owner`
      select event_version from events where aggregate_id = ${long} order by 1`
    expect(left.map(row => row.event_version)).toEqual([
      1,
      ...Array.from({ length: 52 }, (_, n) => 300 + n),
    ])
    expect(await everything()).toEqual(before)
    while (await sequence(owner));
    expect((await checkProjections(owner)).filter(({ where }) => where !== 'daily-flows')).toEqual(
      [],
    )
    expect(await archiveEvents(archivist, new Date(Date.now() + 1000))).toBe(0)
  })

  test('leaves every append guarded', async () => {
    for (const expected of [0, 5, 350]) {
      await expect(store.saveEvents(long, [creationOf(long)], expected)).rejects.toEqual(
        new VersionConflict(long, expected, 351),
      )
    }
  })

  test('does not trust a snapshot without its event', async () => {
    await owner`
      insert into snapshots select (jsonb_populate_record(s, '{"version": 900}')).*
      from snapshots s where aggregate_id = ${long} and version = 300`
    expect(await archiveEvents(archivist, new Date(Date.now() + 1000))).toBe(0)
    await owner`delete from snapshots where version = 900`
    const next = depositOf(1n, { balance: 351n })
    await expect(store.saveEvents(long, [next], 351)).resolves.toHaveLength(1)
  })

  test('allows no event to be deleted that it does not hold', async () => {
    await expect(archivist`delete from events where aggregate_id = ${short}`).rejects.toMatchObject(
      { code: '23001' },
    )
    for (const sql of [owner, archivist]) {
      await expect(sql`delete from events_archive`).rejects.toThrow()
      await expect(sql`update events_archive set event_version = 0`).rejects.toThrow()
      await expect(sql`update events set event_version = 0`).rejects.toThrow()
      await expect(sql`truncate events_archive`).rejects.toThrow()
    }
    await expect(owner`delete from events`).rejects.toMatchObject({ code: '23001' })
  })
})
