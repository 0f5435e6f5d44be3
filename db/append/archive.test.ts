import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asApplication, asArchivist, openSql, type Sql } from '../connection'
import { createEventStore, type EventStore, VersionConflict } from '../event-store'
import { sequence } from '../feed/sequencer'
import { checkProjections } from '../projections/check'
import { archiveBefore } from '../testing/archive'
import { freshDatabase } from '../testing/database'
import { ACTOR, creationOf, depositOf, newIds } from '../testing/streams'
import { ArchiveBusy, archiveEvents, lockRun } from './archive'
import { retentionAt, retentionDays } from './retention'

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
    expect(await archiveBefore(archivist, new Date('2001-01-01'))).toBe(0)
    expect(await archiveBefore(archivist, new Date(Date.now() + 1000))).toBe(298)
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
    expect(await archiveBefore(archivist, new Date(Date.now() + 1000))).toBe(0)
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
    expect(await archiveBefore(archivist, new Date(Date.now() + 1000))).toBe(0)
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

const ALL = new Date(Date.now() + 86_400_000)

describe('a run of the archive', () => {
  test('is made by one process at a time', async () => {
    await owner.begin(async tx => {
      await lockRun(tx)
      await expect(archiveBefore(archivist, ALL)).rejects.toThrow(ArchiveBusy)
    })
    await expect(archiveBefore(archivist, ALL)).resolves.toBe(0)
  })

  test('counts by year without moving, and goes on where the last one stopped', async () => {
    const ids = newIds(120).toSorted()
    for (const id of ids) {
      const deposits = Array.from({ length: 100 }, (_, n) =>
        depositOf(1n, { balance: BigInt(n + 1) }),
      )
      await store.saveEvents(id, [creationOf(id), ...deposits], 0)
    }
    const retention = { before: ALL, closedBefore: ALL }
    const year = new Date().getUTCFullYear()
    const dry = await archiveEvents(archivist, retention, { isDry: true })
    expect(dry).toEqual({ moved: 120 * 98, byYear: new Map([[year, 120 * 98]]), isPart: false })
    const first = await archiveEvents(archivist, retention, { until: 0 })
    expect(first).toMatchObject({ isPart: true })
    expect(first.moved).toBeLessThan(120 * 98)
    const rest = await archiveEvents(archivist, retention)
    expect(first.moved + rest.moved).toBe(120 * 98)
    const [run] = await owner`select after, ended_at from archive_runs`
    expect(run).toEqual({ after: null, ended_at: expect.any(Date) })
  })

  test('takes the events of closed accounts earlier', async () => {
    const [closed = '', open = ''] = newIds(2)
    for (const id of [closed, open]) {
      const deposits = Array.from({ length: 100 }, (_, n) =>
        depositOf(1n, { balance: BigInt(n + 1) }),
      )
      await store.saveEvents(id, [creationOf(id), ...deposits], 0)
    }
    await owner`update accounts set status = 'closed' where aggregate_id = ${closed}`
    const retention = { before: new Date('2001-01-01'), closedBefore: ALL }
    expect((await archiveEvents(archivist, retention)).moved).toBe(98)
    const rows = await owner`select distinct aggregate_id from events_archive
      where aggregate_id = any(${[closed, open]}::uuid[])`
    expect(rows.map(row => row.aggregate_id)).toEqual([closed])
  })
})

test('each year of the archive is a partition with its guard, which the archivist can’t take away', async () => {
  const year = new Date().getUTCFullYear()
  const name = `events_archive_${year}`
  for (const sql of [owner, archivist]) {
    await expect(sql.unsafe(`delete from ${name}`)).rejects.toThrow()
    await expect(sql.unsafe(`truncate ${name}`)).rejects.toThrow()
    await expect(sql.unsafe(`update ${name} set event_version = 0`)).rejects.toThrow()
  }
  await expect(archivist.unsafe(`drop table ${name}`)).rejects.toMatchObject({ code: '42501' })
  await expect(archivist`select add_archive_year(12)`).rejects.toMatchObject({ code: '22023' })
  await archivist`select add_archive_year(1999)`
  await archivist`select add_archive_year(1999)`
  const [row] = await owner`select count(*)::int as count from pg_inherits
    where inhparent = 'events_archive'::regclass`
  expect(row?.count).toBe(2)
})

test('retention is what the settings say, and nothing without them', () => {
  const [age, closed] = ['DAYBOOK_ARCHIVE_AFTER_DAYS', 'DAYBOOK_ARCHIVE_CLOSED_AFTER_DAYS']
  expect(retentionDays({})).toBeNull()
  expect(retentionDays({ [age]: '365' })).toEqual({ days: 365, closedDays: 365 })
  expect(retentionDays({ [age]: '365', [closed]: '90' })).toEqual({ days: 365, closedDays: 90 })
  expect(retentionDays({ [age]: '365', [closed]: '900' })).toEqual({ days: 365, closedDays: 365 })
  for (const wrong of ['29', '-1', '1e9', 'a year']) {
    expect(() => retentionDays({ [age]: wrong })).toThrow(`${age} is “${wrong}”.`)
  }
  const now = new Date('2026-11-27T00:00:00Z')
  const onlyClosed = retentionDays({ [closed]: '90' })
  expect(onlyClosed && retentionAt(now, onlyClosed)).toEqual({
    before: new Date(0),
    closedBefore: new Date('2026-08-29T00:00:00Z'),
  })
})
