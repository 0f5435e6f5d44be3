/**
 * What reads cost with the archive in one table, and in a partition for each year: fills long
 * accounts whose events were recorded over ten years, archives them, and reads past moments, pages
 * and newest states. Then years are detached. `npm run measure:archive -- [--events 100000]`
 */
import { parseArgs } from 'node:util'
import { archiveEvents } from '../append/archive'
import { asArchivist, openPlanned, openSql, type Sql } from '../connection'
import { openThrowAway } from '../embedded/throw-away.mjs'
import { migrate } from '../migrate'
import { loadStreams } from '../streams/load'
import { readStreamPage } from '../streams/read-stream'
import { stateAt } from '../streams/state-at'
import { readTimeline } from '../timeline/account-timeline'
import { type History, writeHistory } from './bench/history'

const YEARS = 10
const ACCOUNTS = 5
const ROUNDS = 6
const READS = 150

const { values } = parseArgs({ options: { events: { type: 'string', default: '100000' } } })
const size = Number(values.events)
if (!Number.isInteger(size) || size < 1_000) {
  console.error('npm run measure:archive -- [--events 100000]')
  process.exit(2)
}

type Reads = Readonly<Record<string, (sql: Sql, account: History, share: number) => unknown>>
const READ: Reads = {
  'a past moment': (sql, { id, at }, share) =>
    stateAt(sql, id, { asOf: at(Math.ceil(size * share)) }),
  'on both clocks': (sql, { id, at }, share) =>
    stateAt(sql, id, {
      asOf: at(Math.ceil(size * share)),
      knownAt: at(Math.ceil(size * Math.min(1, share + 0.1))),
    }),
  'a page of fifty': (sql, { id }, share) =>
    readStreamPage(sql, id, { after: Math.ceil(size * share), order: 'desc', limit: 50 }),
  'the newest state': (sql, { id }) => loadStreams(sql, [id]),
  'a part of the timeline': (sql, { id }, share) =>
    readTimeline(sql, id, {
      filter: {},
      order: 'desc',
      newest: size,
      after: Math.ceil(size * share),
      limit: 50,
    }),
}

/** Medians of each read, in milliseconds. */
async function measure(sql: Sql, accounts: readonly History[]) {
  const medians = new Map<string, number>()
  for (const [name, read] of Object.entries(READ)) {
    const times: number[] = []
    for (let n = 0; n < READS; n++) {
      const account = accounts[n % accounts.length]
      if (!account) continue
      const share = ((n * 7919) % 1000) / 1000
      const started = performance.now()
      await read(sql, account, share)
      times.push(performance.now() - started)
    }
    medians.set(name, times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0)
  }
  return medians
}

/** Puts the archive into one table, as it was before it had partitions. */
async function makePlain(sql: Sql): Promise<void> {
  await sql.unsafe(`
    drop view log;
    alter table events_archive rename to events_archive_parted;
    create table events_archive (like events_archive_parted, primary key (aggregate_id, event_version));
    insert into events_archive select * from events_archive_parted order by aggregate_id, event_version;
    create index on events_archive (aggregate_id, event_version) where occurred_at < frontier_at;
    create index on events_archive (created_at);
    create index on events_archive (occurred_at);
    create index on events_archive (event_type, created_at);
    create index on events_archive ((metadata -> 'actor' ->> 'id'), created_at);
    create view log as select * from events union all select * from events_archive;`)
}

async function swap(sql: Sql, table: string): Promise<void> {
  await sql.unsafe(
    `create or replace view log as select * from events union all select * from ${table}`,
  )
}

const database = await openThrowAway()
try {
  await migrate(database.url)
  const sql = openSql(database.url, { max: 4 })
  const planned = openPlanned(database.url, { max: 4 })
  const accounts: History[] = []
  for (let n = 0; n < ACCOUNTS; n++) {
    accounts.push(await writeHistory(sql, size, (YEARS * 365.25 * 86_400_000) / size))
  }
  await sql.unsafe('vacuum analyze events')
  const whole = await measure(sql, accounts)
  const archivist = openSql(asArchivist(database.url))
  const before = new Date(Date.UTC(2100, 0, 1))
  const started = performance.now()
  const { moved, byYear } = await archiveEvents(archivist, { before, closedBefore: before })
  const seconds = (performance.now() - started) / 1000
  console.log(`${moved} events into ${byYear.size} years: ${Math.round(moved / seconds)} a second`)
  await makePlain(sql)
  for (const table of ['events', 'events_archive', 'events_archive_parted']) {
    await sql.unsafe(`vacuum analyze ${table}`)
  }
  const found = {
    plain: [] as Map<string, number>[],
    parted: [] as Map<string, number>[],
    planned: [] as Map<string, number>[],
  }
  for (let round = 0; round < ROUNDS; round++) {
    await swap(sql, 'events_archive')
    found.plain.push(await measure(sql, accounts))
    await swap(sql, 'events_archive_parted')
    found.parted.push(await measure(sql, accounts))
    found.planned.push(await measure(planned, accounts))
  }
  const middle = (maps: Map<string, number>[], name: string) =>
    maps.map(map => map.get(name) ?? 0).sort((a, b) => a - b)[Math.floor(maps.length / 2)] ?? 0
  console.log('ms p50                     not archived  one table    by year    planned      ratio')
  for (const name of Object.keys(READ)) {
    const [plain = 1, parted = 0, by = 0] = [found.plain, found.parted, found.planned].map(one =>
      middle(one, name),
    )
    const cells = [whole.get(name) ?? 0, plain, parted, by, by / plain]
    console.log(name.padEnd(26) + cells.map(cell => cell.toFixed(2).padStart(11)).join(''))
  }
  await Promise.all([sql.end(), planned.end(), archivist.end()])
} finally {
  await database.close()
}
