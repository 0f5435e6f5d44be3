import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { getAccount, listAccounts, listEvents } from '@/app/_server/accounts/accounts'
import { compareBank, getBankAt, listAccountsAt } from '@/app/_server/bank/bank-moments'
import { getInsights } from '@/app/_server/bank/insights'
import { dispatch } from '@/app/_server/commands/commands'
import { bank } from '@/app/_server/process/bank'
import {
  accepted,
  letPeopleIn,
  movement,
  openAccount,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { compareMoments } from './comparisons'
import { getCourse } from './course'
import { explainBalance, lookBack } from './look-back'
import { getAccountAt } from './moments'

const { owner, teller } = PEOPLE
const HOUR = 3_600_000
const SECOND = 1_000
/** The true time of the first test; each step takes a second. */
const MORNING = Date.UTC(2026, 5, 30, 10)
/** Two hours from midnight, the clock that is ahead shows the next day. */
const EVENING = Date.UTC(2026, 5, 30, 22, 30)
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  return () => vi.useRealTimers()
})
afterAll(() => close())

/**
 * An account is opened and used; the clock goes two hours ahead, the account is used and another is
 * opened; the clock is corrected, and both are used.
 */
async function tell(start: number) {
  let time = start
  const pass = () => {
    time += SECOND
    vi.setSystemTime(time)
  }
  pass()
  const old = await openAccount(owner)
  pass()
  accepted(await dispatch(owner, movement('Deposit', old.id, '20.00')))
  time += 2 * HOUR
  pass()
  accepted(await dispatch(owner, movement('Deposit', old.id, '6.00')))
  pass()
  const young = await openAccount(owner)
  time -= 2 * HOUR
  pass()
  accepted(await dispatch(owner, movement('Deposit', old.id, '5.00')))
  const right = new Date(time)
  pass()
  accepted(await dispatch(owner, movement('Deposit', young.id, '1.00')))
  pass()
  return { old: old.id, young: young.id, right, now: new Date(time), start: new Date(start) }
}

const moment = (date: Date) => date.toISOString()

test('deposits are effective by the corrected clock; only the recording clock does not go back', async () => {
  const { old, young, right } = await tell(MORNING)
  const [newest, before] = (await listEvents(owner, old))?.items ?? []
  expect(newest?.occurredAt).toBe(moment(right))
  expect(newest?.createdAt).toBe(before?.createdAt)
  const [first, second] = (await listEvents(owner, young, { order: 'asc' }))?.items ?? []
  expect(second?.occurredAt).toBe(first?.occurredAt)
})

test.each([
  ['in the morning', MORNING],
  ['over midnight', EVENING],
])(
  'now, and the present instant on either clock, are the account with all its events: %s',
  async (_, start) => {
    const { old, young, now } = await tell(start)
    const asked = [{}, { asOf: moment(now) }, { knownAt: moment(now) }]
    const both = { asOf: moment(now), knownAt: moment(now) }
    // A client's clock was read a little earlier, or to the minute.
    const earlier = { asOf: moment(new Date(now.getTime() - 30 * SECOND)) }
    for (const [id, balance, version] of [
      [old, '131.00', 4],
      [young, '101.00', 2],
    ] as const) {
      expect(await getAccount(owner, id)).toMatchObject({ balance, version })
      for (const at of [...asked, both, earlier]) {
        const found = { found: true, account: { balance, version }, before: null, late: [] }
        expect(await getAccountAt(owner, id, at)).toMatchObject(found)
        expect(await lookBack(owner, id, at)).toMatchObject(found)
        expect(await explainBalance(owner, id, at, { limit: 9 })).toMatchObject({
          account: { balance },
          items: Array.from({ length: version }, () => ({})),
        })
        const page = { limit: 9 }
        expect(await compareMoments(owner, id, [{}, at], page)).toMatchObject({ change: '0.00' })
        expect(await compareMoments(owner, id, [at, {}], page)).toMatchObject({ change: '0.00' })
      }
      expect((await getCourse(owner, id))?.points.at(-1)).toMatchObject({ version, balance })
    }
    expect((await listAccounts(owner)).items.map(({ id }) => id)).toContain(young)
  },
)

test('the dates of all entries can be requested; later ones are in the future', async () => {
  const { old, young, now } = await tell(MORNING)
  for (const id of [old, young]) {
    for (const { occurredAt, createdAt } of (await listEvents(owner, id))?.items ?? []) {
      for (const at of [{ asOf: occurredAt }, { knownAt: createdAt }]) {
        expect(await getAccountAt(owner, id, at)).toMatchObject({ found: true })
      }
    }
  }
  for (const field of ['asOf', 'knownAt']) {
    const tomorrow = moment(new Date(now.getTime() + 24 * HOUR))
    const refused = { found: false, reason: 'invalid', fault: { field } }
    expect(await getAccountAt(owner, old, { [field]: tomorrow })).toMatchObject(refused)
  }
})

test('past moments stay as recorded', async () => {
  const { old, now, start } = await tell(MORNING)
  vi.setSystemTime(now.getTime() + 10 * 60 * SECOND)
  const second = (count: number) => moment(new Date(start.getTime() + count * SECOND))
  expect(await getAccountAt(owner, old, { asOf: second(2) })).toMatchObject({
    account: { balance: '120.00' },
  })
  // The deposit of 6.00 is dated two hours after it was made.
  expect(await getAccountAt(owner, old, { asOf: second(6) })).toMatchObject({
    account: { balance: '125.00' },
    late: [{ version: 4 }],
  })
  vi.setSystemTime(now.getTime() + 3 * HOUR)
  expect(await getAccountAt(owner, old, { asOf: second(6) })).toMatchObject({
    account: { balance: '125.00' },
  })
  expect(await getAccountAt(owner, old, { asOf: second(2 * 3600 + 60) })).toMatchObject({
    account: { balance: '131.00' },
  })
})

test('late postings are checked by the corrected clock, on accounts that existed then', async () => {
  const { old, young, now, right } = await tell(MORNING)
  const late = (id: string, occurredAt: string) => ({
    ...movement('Deposit', id, '2.00'),
    occurredAt,
  })
  const { events, account } = accepted(await dispatch(teller, late(old, moment(right))))
  expect(events).toMatchObject([{ occurredAt: moment(right), version: 5 }])
  expect(account.balance).toBe('133.00')
  const ahead = moment(new Date(now.getTime() + HOUR))
  expect(await dispatch(teller, late(old, ahead))).toMatchObject({
    problem: {
      status: 422,
      field: 'occurredAt',
      detail: expect.stringContaining('in the future'),
    },
  })
  expect(await dispatch(teller, late(young, moment(right)))).toMatchObject({
    problem: { status: 422, field: 'occurredAt' },
  })
})

test('a retried command gets its first answer', async () => {
  const { old } = await tell(MORNING)
  const asked = movement('Deposit', old, '3.00')
  const first = accepted(await dispatch(owner, asked))
  expect(await dispatch(owner, asked)).toEqual(first)
})

test.each([
  ['in the morning', MORNING],
  ['over midnight', EVENING],
])('the whole bank now is all of it, also at the present instant: %s', async (_, start) => {
  const { old, young, now } = await tell(start)
  const sum = (await listAccounts(teller, { limit: 200 })).items.reduce(
    (total, { balance }) => total + BigInt(balance.replace('.', '')),
    0n,
  )
  const total = `${sum / 100n}.${String(sum % 100n).padStart(2, '0')}`
  for (const at of [{}, { asOf: now }, { knownAt: now }, { asOf: now, knownAt: now }]) {
    expect(await getBankAt(teller, at)).toMatchObject({ totals: [{ currency: 'EUR', total }] })
    expect(await compareBank(teller, {}, at)).toMatchObject({ changes: [{ change: '0.00' }] })
    const accounts = await listAccountsAt(teller, at, { limit: 200 })
    for (const [id, balance] of [
      [old, '131.00'],
      [young, '101.00'],
    ] as const) {
      expect(accounts?.items.find(account => account.id === id)).toMatchObject({ balance })
    }
  }
})

test('a report up to now includes entries dated tomorrow', async () => {
  const { young } = await tell(EVENING)
  await handleFeed()
  const { items } = (await listEvents(owner, young)) ?? { items: [] }
  const day = items[0]?.occurredAt.slice(0, 10) ?? ''
  expect(day).toBe('2026-07-01')
  const report = await getInsights(teller, {})
  expect(report).toMatchObject({ insights: { to: day } })
  const span = report.ok ? report.insights.currencies[0] : undefined
  expect(span).toMatchObject({ to: day })
})

/** Waits until the insights have every event; the feed delivers them after the commit. */
async function handleFeed(): Promise<void> {
  const sql = bank().db.$client
  for (;;) {
    const [row] = await sql`
      select (select count(*) from outbox)::int as queued, (select position from sequencer)
        - coalesce((select position from subscriptions where name = 'insights'), 0) as behind`
    if (row?.queued === 0 && row.behind === '0') return
    await new Promise(setImmediate)
  }
}
