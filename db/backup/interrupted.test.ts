import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSql } from '../connection'
import { type BackupBank, openBackupBank, transferOf } from '../testing/backup-bank'
import { type FreshDatabase, freshDatabase } from '../testing/database'
import { movementOn } from '../testing/streams'
import { reportOf } from './aftermath'
import { backUp } from './backup'
import { NotEmpty } from './load-bank'
import { type RestoreDone, restoreBackup } from './restore'

let bank: BackupBank
let folder: string
let until: Date
const databases: FreshDatabase[] = []

beforeAll(async () => {
  bank = await openBackupBank()
  folder = await mkdtemp(join(tmpdir(), 'daybook-interrupted-'))
  const [one, other] = bank.accounts
  for (let n = 0; n < 12; n++) await bank.send(transferOf(one, other, '0.01'))
  await bank.follow()
  const [last] = await bank.sql<{ at: Date }[]>`select max(created_at) as at from events`
  until = last?.at ?? new Date()
  await vi.waitUntil(() => Date.now() > until.getTime() + 2)
  for (let n = 0; n < 5; n++) await bank.send(transferOf(one, other, '0.02'))
  await bank.send(movementOn(one, 'Deposit', '7'))
  await bank.follow()
  await backUp({ url: bank.url, folder, keepDays: null, segmentEvents: 10 })
})
afterAll(async () => {
  for (const { drop } of databases) await drop()
  await bank.close()
  await rm(folder, { recursive: true })
})

async function emptyDatabase(): Promise<string> {
  const database = await freshDatabase()
  databases.push(database)
  return database.url
}

/** Restores in a process that is killed in a phase. */
async function killIn(phase: string, url: string): Promise<void> {
  const moment = until.toISOString()
  const program = ['--import', 'tsx', 'db/testing/killed-restore.ts', url, folder, moment, phase]
  const child = spawn(process.execPath, program, { stdio: 'inherit' })
  expect(await once(child, 'close'), phase).toEqual([null, 'SIGKILL'])
}

const TABLES = [
  ...['log', 'feed', 'commands', 'sequencer', 'accounts', 'snapshots', 'daily_flows', 'flow_cells'],
  ...['ledger_cells', 'daily_activity', 'busy_hours', 'largest_movements', 'account_standings'],
]

/** All that must be the same in every bank restored from one backup. */
async function contentOf(url: string) {
  const sql = openSql(url)
  const content: Record<string, string[]> = {}
  for (const table of TABLES) {
    const rows = await sql`select to_jsonb(t)::text as row from ${sql(table)} t`
    content[table] = rows.map(({ row }) => row).sort()
  }
  const indexes = await sql`
    select indexdef from pg_indexes where schemaname = 'public' and indexdef not like '%_archive%'
    order by indexdef`
  const guards = await sql`
    select tgname, tgenabled from pg_trigger where tgrelid = 'events'::regclass order by 1`
  const left = await sql`select to_regclass('handled') as handled`
  await sql.end()
  return { content, indexes: [...indexes], guards: [...guards], left: [...left] }
}

/** The report without what differs between two restores. */
async function toldBy(url: string, done: RestoreDone) {
  const exported = {
    epoch: done.restored.from,
    position: done.manifest.position,
    checkpoints: { warehouse: done.manifest.position - 1 },
    commandIds: done.lost.flatMap(({ commandId }) => commandId ?? []),
  }
  const { epoch: _, ...told } = (await reportOf(url, done, exported)).file
  return told
}

async function finish(url: string) {
  const reports: RestoreDone[] = []
  const report = async (done: RestoreDone) => void reports.push(done)
  const done = await restoreBackup({ url, folder, until, report })
  expect(done.differences).toEqual([])
  expect(reports).toEqual([done])
  await expect(restoreBackup({ url, folder, until })).rejects.toThrow(NotEmpty)
  return done
}

const PHASES = [
  ...['begin', 'events', 'indexes', 'tables', 'accounts', 'flow_cells', 'people', 'check'],
  'report',
]

describe('a restore that was killed', () => {
  test('in any phase, one after the other, ends as one that was not, with the same report', async () => {
    const [whole, killed] = [await emptyDatabase(), await emptyDatabase()]
    const done = await finish(whole)
    expect(done.lost.length).toBe(11)
    const expected = await toldBy(whole, done)
    expect(expected.checkpointsBeyond.map(({ name }) => name)).toContain('warehouse')
    expect(expected.commandsLost).toHaveLength(6)
    for (const phase of PHASES) await killIn(phase, killed)
    const late = await finish(killed)
    expect(late.loadMs).toBeNull()
    expect(await toldBy(killed, late)).toEqual(expected)
    expect(await contentOf(killed)).toEqual(await contentOf(whole))
  })

  test('before the log was there begins again, also with another moment', async () => {
    const url = await emptyDatabase()
    await killIn('indexes', url)
    const all = await restoreBackup({ url, folder, until: null })
    expect(all).toMatchObject({ lost: [], differences: [], loadMs: expect.any(Number) })
  })

  test('is waited for by no other: two at once are refused', async () => {
    const url = await emptyDatabase()
    const both = await Promise.allSettled([
      restoreBackup({ url, folder, until }),
      restoreBackup({ url, folder, until }),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = both.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(refused.reason).toBeInstanceOf(NotEmpty)
  })
})
