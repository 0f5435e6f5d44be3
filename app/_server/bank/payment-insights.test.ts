import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { bank } from '@/app/_server/process/bank'
import { payDueOrders } from '@/app/_server/process/pay-orders'
import {
  letPeopleIn,
  openAccount,
  openOwner,
  openTestBank,
  PEOPLE,
} from '@/app/_server/testing/bank'
import { readCaseAges } from '@/db/projections/case-ages'
import { checkProjections } from '@/db/projections/check'
import { REBUILDS } from '@/db/projections/rebuild'
import { addDays } from '@/domain/payment-order/schedule'
import { getPayments } from './payment-insights'

const { owner, teller } = PEOPLE
const today = new Date().toISOString().slice(0, 10)
const REPORT = { from: today, to: today, timeZone: 'UTC', currency: 'EUR' }

let close: () => Promise<void>
beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

async function order(from: string, to: string, more: Record<string, unknown>, by = owner) {
  const body = { commandId: randomUUID(), type: 'CreatePaymentOrder', accountId: from, ...more }
  const answer = await dispatch(by, { ...body, toAccountId: to })
  if (answer.outcome !== 'ordered') throw new Error(JSON.stringify(answer))
}

async function differences() {
  const sql = openOwner()
  return checkProjections(sql).finally(() => sql.end())
}

/** Waits until the report has all that was recorded. */
async function reported(expected: object) {
  await vi.waitFor(async () => {
    await payDueOrders(bank(), new Set(), new Date())
    expect(await getPayments(REPORT)).toMatchObject(expected)
  }, 10_000)
}

test('a report tells what orders will pay, what regular ones move, and what came of payments', async () => {
  const [from, to] = [(await openAccount(owner)).id, (await openAccount(teller)).id]
  const once = { first: today, every: 'once' }
  await order(from, to, { amount: '30.00', schedule: once })
  await order(from, to, { amount: '900.00', schedule: once })
  const next = addDays(today, 7)
  await order(from, to, { amount: '10.00', schedule: { first: next, every: 'week', count: 2 } })
  await order(from, to, { amount: '2.00', schedule: { first: next, every: 'month' } })
  const rule = { kind: 'top-up', to: '150.00' }
  await order(from, to, { rule, schedule: { first: next, every: 'month' } }, teller)
  await reported({
    ahead: { from: today, to: addDays(today, 29) },
    due: [
      { day: next, payments: 3, amount: '12.00', open: 1 },
      { day: addDays(today, 14), payments: 1, amount: '10.00', open: 0 },
    ],
    standing: [
      { every: 'week', orders: 1, perMonth: '43.33', open: 0 },
      { every: 'month', orders: 2, perMonth: '2.00', open: 1 },
    ],
    outcomes: [
      { refused: 'InsufficientFunds', payments: 1, amount: '900.00' },
      { refused: null, payments: 1, amount: '30.00' },
    ],
  })
  expect(await getPayments({ ...REPORT, currency: 'JPY' })).toMatchObject({
    ...{ due: [], standing: [], outcomes: [] },
  })
})

test('both tables are compared with the log, and can be rebuilt', async () => {
  await vi.waitFor(async () => expect(await differences()).toEqual([]), 10_000)
  const before = await getPayments(REPORT)
  const sql = openOwner()
  await sql`update payment_plans set next_on = null`
  await sql`update payment_outcomes set payments = payments + 1`
  const found = await differences()
  expect(new Set(found.map(({ where }) => where))).toEqual(new Set(['payments']))
  expect(
    found.some(({ sentence }) => sentence.includes('next_on') || sentence.includes('nextOn')),
  ).toBe(true)
  expect(found.some(({ sentence }) => sentence.includes('payments is 2, by the log 1'))).toBe(true)
  await REBUILDS.payments?.(sql, () => {})
  expect(await differences()).toEqual([])
  expect(await getPayments(REPORT)).toEqual(before)
  await sql.end()
})

test('a report finds its rows by their keys', async () => {
  const sql = openOwner()
  const plans = await sql.begin(async tx => {
    await tx`set local enable_seqscan = off`
    return [
      await tx`explain select next from payment_plans where currency = 'EUR' and next_on <= ${today}`,
      await tx`explain select outcome, sum(payments) from payment_outcomes
        where currency = 'EUR' and hour >= ${new Date()} group by 1`,
    ].map(rows => rows.map(row => row['QUERY PLAN']).join('\n'))
  })
  await sql.end()
  expect(plans[0]).toContain('payment_plans_next')
  expect(plans[1]).toContain('payment_outcomes_currency_hour_outcome_pk')
})

test('open case files are counted by age', async () => {
  const { id: accountId } = await openAccount(owner)
  const body = { commandId: randomUUID(), type: 'OpenCaseFile', accountId, title: 'A', text: 'B' }
  expect((await dispatch(teller, body)).outcome).not.toBe('refused')
  const sql = openOwner()
  const now = new Date(Date.now() + 8 * 86_400_000)
  await vi.waitFor(async () => {
    expect(await readCaseAges(sql, now, today)).toEqual([
      { fromDays: 0, files: 0, overdue: 0 },
      { fromDays: 7, files: 1, overdue: 0 },
      { fromDays: 30, files: 0, overdue: 0 },
      { fromDays: 90, files: 0, overdue: 0 },
    ])
  }, 10_000)
  const [plan] = await sql.begin(async tx => {
    await tx`set local enable_seqscan = off`
    return [await tx`explain select opened_at from case_files where status = 'open'`]
  })
  expect(plan?.map(row => row['QUERY PLAN']).join('\n')).toContain('case_files_open')
  await sql.end()
})
