import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bank } from '@/app/_server/process/bank'
import {
  accepted,
  openArchivist,
  openOwner,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { attachYear, detachYear } from '@/db/append/years'
import { askJob, listJobs } from '@/db/operations/jobs'
import { runJobs } from '@/db/operations/run-jobs'
import { archiveBefore } from '@/db/testing/archive'
import { saveHistory, steadyHistory } from '@/db/testing/histories'
import { dispatch, dispatchAll } from './commands'

/** The history is of 2026 and the years after it, seen from 2033. */
const NOW = new Date(Date.UTC(2033, 5, 1))

const SENTENCE =
  'The events recorded in 2026 are in cold storage, so this can’t be answered. An administrator of ' +
  'the server attaches them again with: npm run archive:years -- attach 2026'

const PROBLEM = {
  ...{ type: 'urn:daybook:problem:InColdStorage', title: 'In cold storage', status: 409 },
  ...{ detail: SENTENCE, year: 2026 },
}

let close: () => Promise<void>
let owner: ReturnType<typeof openOwner>
let folder: string
let accountId: string

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW })
  folder = await mkdtemp(join(tmpdir(), 'daybook-cold-'))
  close = await openTestBank()
  owner = openOwner()
  const steps = steadyHistory(330).map(step => ({ ...step, gap: 4 }))
  accountId = (await saveHistory(bank().store, steps)).id
  const archivist = openArchivist()
  await archiveBefore(archivist, NOW)
  await archivist.end()
  await detachYear(owner, 2026, folder, NOW)
})
afterAll(async () => {
  await owner.end()
  await close()
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

const deposit = (occurredAt?: string) => ({
  ...{ commandId: randomUUID(), type: 'Deposit', accountId, amount: '5.00' },
  ...(occurredAt && { occurredAt }),
})

const countEvents = async () => (await owner`select count(*)::int as count from log`)[0]?.count

test('an entry dated in a detached year is refused with the year and what to do, and done after', async () => {
  const late = deposit('2026-05-01T12:00:00Z')
  const before = await countEvents()
  expect(await dispatch(PEOPLE.teller, late)).toEqual({ outcome: 'refused', problem: PROBLEM })
  expect(await countEvents()).toBe(before)
  // It keeps no other command from being done.
  const answers = await dispatchAll(PEOPLE.teller, [deposit(), late, deposit()])
  expect(answers.map(({ outcome }) => outcome)).toEqual(['accepted', 'refused', 'accepted'])
  expect(answers[1]).toEqual({ outcome: 'refused', problem: PROBLEM })
  accepted(await dispatch(PEOPLE.teller, deposit('2031-01-01T12:00:00Z')))
  await attachYear(owner, 2026)
  const done = accepted(await dispatch(PEOPLE.teller, late))
  expect(done.events[0]).toMatchObject({ occurredAt: '2026-05-01T12:00:00.000Z' })
  await detachYear(owner, 2026, await mkdtemp(join(folder, 'again-')), NOW)
})

test('a check and a rebuild that were asked for fail with the same sentence', async () => {
  const { upkeep } = bank()
  for (const [kind, subject] of [
    ['check', 'all'],
    ['rebuild', 'insights'],
  ] as const) {
    await askJob(upkeep, { id: randomUUID(), kind, subject, askedBy: 'a test' })
  }
  const failures: unknown[] = []
  await runJobs({ owner, openArchivist }, error => failures.push(error))
  expect(failures).toHaveLength(2)
  const jobs = await listJobs(upkeep, 2)
  expect(jobs.map(({ error }) => error)).toEqual([SENTENCE, SENTENCE])
})
