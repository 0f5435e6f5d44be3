import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { archiveIfDue } from '@/app/_server/process/archives'
import { bank } from '@/app/_server/process/bank'
import {
  openAccount,
  openArchivist,
  openOwner,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import type { OperationsJson } from '@/app/_wire/operations'
import { claimJob, isJobWaiting } from '@/db/operations/jobs'
import { runJobs } from '@/db/operations/run-jobs'
import { operate } from './operate'
import { forgetPicture, operationsNow } from './picture'

let close: () => Promise<void>
let owner: ReturnType<typeof openOwner>

beforeAll(async () => {
  close = await openTestBank()
  owner = openOwner()
  await openAccount(PEOPLE.teller)
})
afterAll(async () => {
  await owner.end()
  await close()
})
afterEach(() => owner`delete from jobs`)

async function picture(as: 'admin' | 'auditor' | 'teller' = 'admin'): Promise<OperationsJson> {
  forgetPicture()
  return operationsNow(PEOPLE[as])
}

const fail = (error: unknown) => {
  throw error
}

describe('the operations page', () => {
  test('has all parts for auditors, alerts only for tellers, and nothing for customers', async () => {
    const { picture: all, mayOperate } = await picture('auditor')
    expect(mayOperate).toBe(false)
    expect(Object.entries(all ?? {}).filter(([, part]) => part === null)).toEqual([])
    expect(all?.versions).toMatchObject({ isMigrated: true, node: process.versions.node })
    expect(all?.sizes?.[0]).toMatchObject({ name: '', growth: null })
    expect((await picture('teller')).picture).toBeNull()
    expect((await operationsNow(PEOPLE.owner)).alerts).toEqual([])
  })

  test('capacity is read once for all looks of some minutes', async () => {
    const looks = [await picture('auditor'), await picture('admin')]
    const [first, second] = looks.map(look => look.picture?.capacity)
    expect(first).toMatchObject({ rate: { days: 0 }, disk: { freeBytes: null } })
    expect(first?.steps.map(({ name }) => name)).toContain('larger machine')
    expect(second).toBe(first)
  })

  test('only administrators do something there', async () => {
    for (const who of ['teller', 'auditor', 'owner'] as const) {
      expect(await operate(PEOPLE[who], 'check', 'all')).toMatchObject({ status: 403 })
    }
    expect(await isJobWaiting(owner)).toBe(false)
  })

  test('a rebuild is asked for once, done by the owner’s login, and told', async () => {
    expect(await operate(PEOPLE.admin, 'rebuild', 'nothing')).toMatchObject({ status: 400 })
    expect(await operate(PEOPLE.admin, 'rebuild', 'insights')).toBe('It starts in a moment.')
    expect(await operate(PEOPLE.admin, 'rebuild', 'insights')).toBe('It is under way already.')
    const of = async () =>
      (await picture()).picture?.models?.find(({ name }) => name === 'insights')?.job
    expect(await of()).toMatchObject({ state: 'waiting', askedBy: 'admin' })
    expect(await runJobs({ owner, openArchivist }, fail)).toBe(1)
    expect(await of()).toMatchObject({ state: 'done', error: null })
  })

  test('old events are counted and archived by jobs, where a setting says how old', async () => {
    const archive = async () => (await picture()).picture?.archive
    expect(await archive()).toMatchObject({ after: null, nextAt: null, coldUntil: null })
    expect(await operate(PEOPLE.admin, 'count-archivable', '')).toMatchObject({
      detail: 'DAYBOOK_ARCHIVE_AFTER_DAYS isn’t set, so no event is old enough.',
    })
    expect(await isJobWaiting(owner)).toBe(false)
    vi.stubEnv('DAYBOOK_ARCHIVE_AFTER_DAYS', '400')
    vi.stubEnv('DAYBOOK_ARCHIVE_EVERY', '1d')
    expect(await operate(PEOPLE.admin, 'count-archivable', '')).toBe('It starts in a moment.')
    await archiveIfDue(bank().upkeep, 86_400)
    expect(await runJobs({ owner, openArchivist }, fail)).toBe(2)
    const { after, nextAt, move, count } = (await archive()) ?? {}
    expect(after).toEqual({ days: 400, closedDays: 400 })
    expect(count?.last).toMatchObject({ moved: 0, byYear: [], isPart: false })
    expect(move?.job).toMatchObject({ state: 'done', askedBy: 'The bank' })
    const since = Date.parse(nextAt ?? '') - Date.parse(move?.job?.askedAt ?? '')
    expect(since).toBe(86_400_000)
    vi.unstubAllEnvs()
  })

  test('the web process’s login can ask for a job, and take none', async () => {
    await operate(PEOPLE.admin, 'check', 'all')
    const { upkeep } = bank()
    await expect(claimJob(upkeep, crypto.randomUUID())).rejects.toMatchObject({ code: '42501' })
    await expect(upkeep`update jobs set outcome = 'done'`).rejects.toMatchObject({ code: '42501' })
  })

  test('a job whose process was killed is begun again, three times, and then given up', async () => {
    await operate(PEOPLE.admin, 'check', 'all')
    const state = async () => (await picture()).picture?.check?.job
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(await claimJob(owner, crypto.randomUUID())).toMatchObject({ attempts: attempt })
      expect(await state()).toMatchObject({ state: 'running' })
      expect(await claimJob(owner, crypto.randomUUID())).toBeNull()
      await owner`update jobs set until = now() - interval '1 second'`
      expect(await state()).toMatchObject({ state: 'waiting' })
    }
    expect(await runJobs({ owner, openArchivist }, fail)).toBe(1)
    expect(await state()).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/3 times/),
    })
  })

  test('parked events are handled again, and a checkpoint beyond the feed is set to its end', async () => {
    const settled = () => owner`select from subscriptions where name = 'insights' and position > 0`
    await expect.poll(async () => (await settled()).length).toBe(1)
    await owner`insert into parked_events (subscription, position, attempts, error, parked_at)
      values ('people', 1, 5, 'TypeError: of a test', now())`
    expect((await picture()).picture?.parked).toMatchObject([
      { subscription: 'people', position: 1, error: 'TypeError: of a test', version: 1 },
    ])
    expect(await operate(PEOPLE.admin, 'retry', 'people')).toBe('1 event handled.')
    expect(await operate(PEOPLE.admin, 'retry', 'people')).toBe('No event is parked any more.')
    expect(await operate(PEOPLE.admin, 'reset', 'insights')).toMatchObject({ status: 422 })
    await owner`update subscriptions set position = position + 1000 where name = 'insights'`
    const behind = async () =>
      (await picture()).picture?.feed?.subscribers.find(({ name }) => name === 'insights')?.behind
    expect(await behind()).toBe(-1000)
    expect(await operate(PEOPLE.admin, 'reset', 'insights')).toMatch(/^Set from \d+ to \d+\.$/)
    expect(await behind()).toBe(0)
    const told = () =>
      owner`select kind from access_log where kind in ('parked-retried', 'checkpoint-reset')`
    await expect.poll(async () => (await told()).length).toBe(3)
  })
})
