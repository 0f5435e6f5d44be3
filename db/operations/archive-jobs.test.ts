import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { lockRun } from '../append/archive'
import { asApplication, asArchivist, openSql, type Sql } from '../connection'
import { saveHistory, steadyHistory } from '../testing/histories'
import { openTestStore, type TestStore } from '../testing/store'
import { askDueJob, askJob, lastDone, listJobs } from './jobs'
import { runJobs } from './run-jobs'

const DAY_SECONDS = 86_400

let its: TestStore
let app: Sql

beforeAll(async () => {
  its = await openTestStore()
  app = openSql(asApplication(its.url))
  // A deposit on each of 250 days, the last in September 2026.
  await saveHistory(its.store, steadyHistory(250))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await app.end()
  await its.close()
})
beforeEach(async () => {
  vi.stubEnv('DAYBOOK_ARCHIVE_AFTER_DAYS', '30')
  await its.sql`delete from jobs`
})

const openArchivist = () => openSql(asArchivist(its.url), { max: 1 })

const asked = (subject: string) =>
  ({ id: randomUUID(), kind: 'archive', subject, askedBy: 'a test' }) as const

async function run(): Promise<unknown[]> {
  const failures: unknown[] = []
  await runJobs({ owner: its.sql, openArchivist }, error => failures.push(error))
  return failures
}

async function countArchived(): Promise<number> {
  const [row] = await its.sql<{ count: number }[]>`
    select count(*)::int as count from events_archive`
  return row?.count ?? 0
}

test('the dry run counts by year and moves nothing; the run moves just that', async () => {
  await askJob(app, asked('count'))
  expect(await run()).toEqual([])
  const counted = await lastDone(app, 'archive', 'count')
  expect(counted?.result).toMatchObject({ isPart: false })
  const moved = counted?.result.moved ?? 0
  // Below the newest snapshot, without the first event.
  expect(moved).toBe(198)
  expect(counted?.result.byYear).toEqual([{ year: 2026, count: moved }])
  expect(await countArchived()).toBe(0)
  await askJob(app, asked('move'))
  expect(await run()).toEqual([])
  expect((await lastDone(app, 'archive', 'move'))?.result).toEqual(counted?.result)
  expect(await countArchived()).toBe(moved)
})

test('on a schedule a run is asked for once, when it is due, and again after a part', async () => {
  const askIfDue = () => askDueJob(app, asked('move'), DAY_SECONDS)
  const answers = await Promise.all([1, 2, 3, 4].map(askIfDue))
  expect(answers.filter(isNew => isNew)).toHaveLength(1)
  expect(await run()).toEqual([])
  expect(await askIfDue()).toBe(false)
  await its.sql`update jobs set asked_at = now() - interval '25 hours'`
  expect(await askIfDue()).toBe(true)
  expect(await run()).toEqual([])
  await its.sql`update jobs set result = result || '{"isPart": true}'`
  expect(await askIfDue()).toBe(true)
})

test('a run that can’t be done says why', async () => {
  const archivist = openArchivist()
  await archivist.begin(async tx => {
    await lockRun(tx)
    await askJob(app, asked('move'))
    expect(await run()).toHaveLength(1)
  })
  await archivist.end()
  expect((await listJobs(app, 1))[0]).toMatchObject({
    outcome: 'failed',
    error: 'Another process is changing the archive. Try again when it has ended.',
  })
  vi.stubEnv('DAYBOOK_ARCHIVE_AFTER_DAYS', '')
  await askJob(app, asked('move'))
  expect(await run()).toHaveLength(1)
  expect((await listJobs(app, 1))[0]?.error).toContain('isn’t set')
})
