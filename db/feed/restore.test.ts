import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openSql, type Sql } from '../connection'
import { findServers } from '../embedded/binaries.mjs'
import { openThrowAway } from '../embedded/throw-away.mjs'
import { createEventStore } from '../event-store'
import { migrate } from '../migrate'
import { checkProjections } from '../projections/check'
import { SUBSCRIBERS } from '../projections/subscribers'
import { createLogins } from '../roles'
import { freshDatabase } from '../testing/database'
import { creationOf, depositsOf, newIds } from '../testing/streams'
import { feedEvent, readFeedRows } from './read-feed'
import { sequence } from './sequencer'
import { advanceSubscription } from './subscription'

const run = promisify(execFile)
const ids = newIds(5)

test('a bank restored into a fresh server continues where it was', async () => {
  const old = await freshDatabase()
  const from = openSql(old.url, { max: 1 })
  await write(old.url, id => [creationOf(id, 7n)])
  await follow(from)
  await write(old.url, () => depositsOf([1n, 2n], 7n)) // without a position yet
  const before = (await readFeedRows(from, 0, 100)).map(feedEvent)

  const programs = await findDumpPrograms(from)
  const fresh = await openThrowAway({ binDir: programs })
  if (programs === null) await copyTables(from, fresh.url)
  else await dumpAndRestore(programs, old.url, fresh.url)
  await from.end()
  await old.drop()

  const to = openSql(fresh.url)
  await write(fresh.url, () => depositsOf([3n], 10n))
  await follow(to)
  expect(await checkProjections(to)).toEqual([])
  const feed = (await readFeedRows(to, 0, 100)).map(feedEvent)
  expect(feed.slice(0, 5)).toEqual(before)
  expect(feed.map(({ position }) => position)).toEqual(feed.map((_, n) => n + 1))
  for (const id of ids) {
    const own = feed.filter(({ recorded }) => recorded.aggregateId === id)
    expect(own.map(({ recorded }) => recorded.version)).toEqual([1, 2, 3, 4])
  }
  expect(feed).toHaveLength(20)
  await expect(to`delete from events`).rejects.toMatchObject({ code: '23001' })
  await to.end()
  await fresh.close()
})

async function write(url: string, eventsOf: (id: string) => ReturnType<typeof creationOf>[]) {
  const store = createEventStore(url)
  for (const aggregateId of ids) {
    await store.appendEvents([{ aggregateId, expected: 'any', events: eventsOf(aggregateId) }])
  }
  await store.close()
}

async function follow(sql: Sql): Promise<void> {
  while (await sequence(sql));
  for (const subscriber of SUBSCRIBERS) while (await advanceSubscription(sql, subscriber));
}

/** The folder of a pg_dump that can read this server; null without one. */
async function findDumpPrograms(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ major: number }[]>`
    select current_setting('server_version_num')::int / 10000 as major`
  const found = findServers().find(
    ({ binDir, major }) =>
      binDir !== null && major >= (row?.major ?? 0) && existsSync(join(binDir, 'pg_dump')),
  )
  return found?.binDir ?? null
}

async function dumpAndRestore(programs: string, from: string, to: string): Promise<void> {
  const sql = openSql(to, { max: 1 })
  await createLogins(sql, to) // what npm run db:roles prints
  await sql.end()
  const options = { encoding: 'buffer', maxBuffer: 50_000_000 } as const
  const dump = await run(join(programs, 'pg_dump'), ['--format=custom', '--dbname', from], options)
  const restoring = run(join(programs, 'pg_restore'), [
    '--exit-on-error',
    '--no-owner',
    '--dbname',
    to,
  ])
  restoring.child.stdin?.end(dump.stdout)
  await restoring
}

/** Copies every table into a database with the schema. */
async function copyTables(from: Sql, url: string): Promise<void> {
  await migrate(url)
  const to = openSql(url, { max: 1 })
  await to`set session_replication_role = replica` // ignores foreign keys
  const tables = await from<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`
  for (const { name } of tables) {
    await to`delete from ${to(name)}`
    const rows = from`(select * from ${from(name)})` // the archive is partitioned
    const reading = await from`copy ${rows} to stdout`.readable()
    await pipeline(reading, await to`copy ${to(name)} from stdin`.writable())
  }
  await to.end()
}
