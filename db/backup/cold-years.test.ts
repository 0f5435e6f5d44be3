import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { attachYear, detachYear } from '../append/years'
import { asApplication, asArchivist, openSql, type Sql } from '../connection'
import { sequence } from '../feed/sequencer'
import { archiveBefore } from '../testing/archive'
import { freshDatabase } from '../testing/database'
import { saveHistory, steadyHistory } from '../testing/histories'
import { openTestStore, type TestStore } from '../testing/store'
import { backUp } from './backup'
import { restoreBackup } from './restore'

/** The histories begin in 2026, and are seen from 2033. */
const NOW = new Date(Date.UTC(2033, 5, 1))
const EVERY_TEN_DAYS = steadyHistory(230).map(step => ({ ...step, gap: 10 }))

let bank: TestStore
let folder: string

beforeEach(async () => {
  bank = await openTestStore()
  folder = await mkdtemp(join(tmpdir(), 'daybook-cold-'))
  await saveHistory(bank.store, EVERY_TEN_DAYS)
  while (await sequence(bank.sql));
  const archivist = openSql(asArchivist(bank.url))
  await archiveBefore(archivist, new Date(Date.UTC(2100, 0, 1)))
  await archivist.end()
})
afterEach(async () => {
  await bank.close()
  await rm(folder, { recursive: true })
})

async function save(name: string, segmentEvents: number) {
  const asked = { url: asApplication(bank.url), folder: join(folder, name), keepDays: null }
  const made = await backUp({ ...asked, segmentEvents })
  if (made.outcome !== 'done') throw new Error('Another process makes a backup')
  return made
}

async function logOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ row: string }[]>`select to_jsonb(e)::text as row from log e`
  return rows.map(({ row }) => row).sort()
}

// In small segments the cold year is in full ones; in large ones it is in the one that grows.
test.each([20, 1000])(
  'backups in segments of %i go on while a year is detached, and a restore has all of it',
  async segmentEvents => {
    await save('daily', segmentEvents)
    const before = await logOf(bank.sql)
    const { events } = await detachYear(bank.sql, 2026, folder, NOW)
    expect(events).toBeGreaterThan(20)
    expect((await save('daily', segmentEvents)).events).toBe(0)
    await saveHistory(bank.store, EVERY_TEN_DAYS.slice(0, 30))
    expect((await save('daily', segmentEvents)).events).toBe(31)
    await saveHistory(bank.store, EVERY_TEN_DAYS.slice(0, 7))
    expect((await save('daily', segmentEvents)).events).toBe(8)

    const database = await freshDatabase()
    const asked = { url: database.url, folder: join(folder, 'daily'), until: null }
    const done = await restoreBackup(asked)
    expect(done).toMatchObject({ events: before.length + 39, lost: [], differences: [] })
    await attachYear(bank.sql, 2026)
    const restored = openSql(database.url)
    expect(await logOf(restored)).toEqual(await logOf(bank.sql))
    await restored.end()
    await database.drop()
  },
)

test('a first backup while a year is detached is refused with what to do, and leaves nothing', async () => {
  await detachYear(bank.sql, 2026, folder, NOW)
  await expect(save('new', 1000)).rejects.toThrow(
    'What was recorded until the end of 2026 is in cold storage, and this folder has no backup of all of it. ' +
      'Go on in the folder of the backups from before, or attach the years (npm run archive:years), make the ' +
      'backup, and detach them again.',
  )
  const files = await readdir(join(folder, 'new'), { recursive: true, withFileTypes: true })
  expect(files.filter(file => file.isFile() && file.name.startsWith('backup-'))).toEqual([])
  await attachYear(bank.sql, 2026)
  expect((await save('new', 1000)).events).toBe(231)
})
