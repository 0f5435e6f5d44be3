import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getAccountAt } from '@/app/_server/past/moments'
import { bank } from '@/app/_server/process/bank'
import {
  accepted,
  letPeopleIn,
  openOwner,
  openTestBank,
  PEOPLE,
  send,
} from '@/app/_server/testing/bank'
import type { CommandAnswer } from '@/app/_wire/commands'
import { checkProjections } from '@/db/projections/check'
import { accountIn, draftAccount } from '@/db/testing/streams'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { move } from '@/domain/bank-account/movements'

const { teller } = PEOPLE
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

const HOUR_MS = 3_600_000
const START = Date.now()
const ago = (hours: number) => new Date(START - hours * HOUR_MS)

type Past = readonly (readonly [hoursAgo: number, event: BankAccountEvent | bigint])[]

/** An account with 100.00 of two hundred hours ago, and what happened since: events or amounts. */
async function openWith(past: Past): Promise<string> {
  const id = randomUUID()
  const { draft, record } = draftAccount(id)
  const account = { accountId: id, owner: 'U', currency: 'EUR', reference: null, customerId: null }
  record({ type: 'AccountCreated', ...account, openingBalance: 100_00n }, ago(200))
  for (const [hours, what] of past) {
    const event = typeof what === 'bigint' ? move(accountIn(draft.stream), what, null) : what
    record(event, ago(hours))
  }
  const unit = { streams: [draft], records: [], unchanged: [] }
  expect(await bank().store.saveUnit(unit)).toBe('saved')
  return id
}

const late = (
  id: string,
  amount: string,
  hours: number,
  type: 'Deposit' | 'Withdraw' = 'Withdraw',
) => send(teller, id, { type, amount, occurredAt: ago(hours).toISOString() })

const refusedFor = (answer: CommandAnswer) =>
  answer.outcome === 'refused' ? answer.problem : { ...accepted(answer).account, type: 'accepted' }

const tooMuch = (lowest: string) => ({
  type: 'urn:daybook:problem:InsufficientFundsSince',
  field: 'amount',
  lowest,
})

const holdId = randomUUID()
const hold = { holdId, amount: 60_00n, currency: 'EUR' } as const
const placed = (expiresAt: Date): BankAccountEvent => {
  return { type: 'HoldPlaced', ...hold, expiresAt: expiresAt.toISOString(), note: null }
}

describe('a late debit is judged by the holds of each later moment', () => {
  test('one that was released since', async () => {
    const id = await openWith([
      [6, placed(ago(-5))],
      [4, { type: 'HoldReleased', ...hold }],
    ])
    expect(refusedFor(await late(id, '40.01', 7))).toMatchObject(tooMuch('40.00'))
    expect(refusedFor(await late(id, '40.01', 5))).toMatchObject(tooMuch('40.00'))
    expect(refusedFor(await late(id, '10.00', 7))).toMatchObject({ available: '90.00' })
    expect(refusedFor(await late(id, '30.01', 7))).toMatchObject(tooMuch('30.00'))
    expect(refusedFor(await late(id, '90.00', 3))).toMatchObject({ available: '0.00' })
  })

  test('one of which a part was captured', async () => {
    const { currency } = hold
    const captured = { type: 'MoneyWithdrawn', amount: 50_00n, balance: 50_00n } as const
    const id = await openWith([
      [6, placed(ago(-5))],
      [5, { ...captured, currency, note: null, holdId }],
      [4, { type: 'HoldReleased', ...hold, amount: 10_00n }],
    ])
    expect(refusedFor(await late(id, '40.01', 7))).toMatchObject(tooMuch('40.00'))
    expect(refusedFor(await late(id, '50.00', 3))).toMatchObject({ available: '0.00' })
  })

  test('one that expired, whether that is recorded or not', async () => {
    const id = await openWith([
      [6, placed(ago(4))],
      [3, -10_00n],
    ])
    for (const _ of ['before', 'after']) {
      expect(refusedFor(await late(id, '40.01', 5))).toMatchObject(tooMuch('40.00'))
      expect(refusedFor(await late(id, '10.00', 3.9))).toMatchObject({ type: 'accepted' })
      await recorded(id)
      expect(refusedFor(await late(id, '10.00', 3.9, 'Deposit'))).toMatchObject({ held: '0.00' })
    }
    expect(refusedFor(await late(id, '90.00', 2))).toMatchObject({ available: '0.00' })
  })
})

/** Waits until the bank has recorded the expiry itself. */
async function recorded(id: string): Promise<void> {
  await new Promise<void>(resolve => {
    const stop = bank().follow(() => void look())
    const look = async () => {
      const events = await bank().store.getEventsForAggregate(id)
      if (!events.some(({ event }) => event.type === 'HoldExpired')) return
      stop()
      resolve()
    }
    void look()
  })
}

test('a late debit is judged by the overdraft limit of each later moment', async () => {
  const overdraft = (limit: bigint) =>
    ({ type: 'OverdraftLimitSet', limit, currency: 'EUR' }) as const
  const id = await openWith([
    [8, overdraft(50_00n)],
    [7, -120_00n],
    [6, 200_00n],
    [5, overdraft(0n)],
  ])
  expect(refusedFor(await late(id, '30.01', 9))).toMatchObject(tooMuch('30.00'))
  expect(refusedFor(await late(id, '30.00', 9))).toMatchObject({ balance: '150.00' })
  expect(refusedFor(await late(id, '0.01', 7))).toMatchObject(tooMuch('0.00'))
  expect(refusedFor(await late(id, '150.01', 4))).toMatchObject({ available: '150.00' })
  expect(refusedFor(await late(id, '150.00', 6))).toMatchObject({ balance: '0.00' })
})

test('a late debit counts towards the daily limit of its own day', async () => {
  const zone = 'Pacific/Kiritimati'
  const limits = { perMovement: null, perDay: 50_00n, timeZone: zone, spent: null } as const
  // Noon of days in that zone, which is fourteen hours ahead.
  const noon = (daysAgo: number) => {
    const local = new Date(START + 14 * HOUR_MS - daysAgo * 24 * HOUR_MS)
    return (START - local.setUTCHours(12, 0, 0, 0) + 14 * HOUR_MS) / HOUR_MS
  }
  const id = await openWith([
    [noon(5), { type: 'LimitsSet', ...limits, currency: 'EUR' }],
    [noon(3), -20_00n],
  ])
  const exceeded = (left: string) => ({
    type: 'urn:daybook:problem:LimitExceeded',
    limit: 'perDay',
    left,
  })
  expect(refusedFor(await late(id, '30.01', noon(3) + 11.9))).toMatchObject(exceeded('30.00'))
  expect(refusedFor(await late(id, '30.00', noon(3) - 11.9))).toMatchObject({ balance: '50.00' })
  expect(refusedFor(await late(id, '0.01', noon(3)))).toMatchObject(exceeded('0.00'))
  expect(refusedFor(await late(id, '10.00', noon(4) - 11.9))).toMatchObject({ balance: '40.00' })
  expect(refusedFor(await late(id, '40.00', noon(6)))).toMatchObject({ balance: '0.00' })
})

test('nothing is dated into a time when the account was frozen for it', async () => {
  const id = await openWith([
    [8, { type: 'AccountFrozen', scope: 'debits', reason: 'Lost card' }],
    [6, { type: 'AccountUnfrozen' }],
  ])
  const frozen = { type: 'urn:daybook:problem:AccountFrozen', field: 'occurredAt' }
  expect(refusedFor(await late(id, '1.00', 7))).toMatchObject(frozen)
  expect(refusedFor(await late(id, '1.00', 7, 'Deposit'))).toMatchObject({ balance: '101.00' })
  expect(refusedFor(await late(id, '1.00', 9))).toMatchObject({ balance: '100.00' })
  expect(refusedFor(await late(id, '1.00', 6))).toMatchObject({ balance: '99.00' })
})

test('a reversal counts from its own date, never before its entry, and may overdraw if confirmed', async () => {
  const id = await openWith([
    [8, 50_00n],
    [6, -120_00n],
    [4, 100_00n],
  ])
  const reverse = (hours: number, fields: object = {}) =>
    send(teller, id, {
      ...{ type: 'ReverseEntry', version: 2, reason: 'Wrong account' },
      ...{ occurredAt: ago(hours).toISOString(), ...fields },
    })
  expect(refusedFor(await reverse(8.01))).toMatchObject({
    type: 'urn:daybook:problem:MomentBeforeEntry',
    field: 'occurredAt',
  })
  expect(refusedFor(await reverse(7))).toMatchObject(tooMuch('30.00'))
  const { events, account } = accepted(await reverse(7, { allowOverdrawing: true }))
  expect(account.balance).toBe('80.00')
  expect(events).toMatchObject([
    { occurredAt: ago(7).toISOString(), data: { reverses: 2, overdrawn: true } },
  ])
  const balances = [7.5, 6.5, 5, 3].map(async hours => {
    const then = await getAccountAt(teller, id, { asOf: ago(hours).toISOString() })
    return then && 'account' in then ? then.account.balance : then
  })
  expect(await Promise.all(balances)).toEqual(['150.00', '100.00', '-20.00', '80.00'])
  expect(refusedFor(await reverse(5))).toMatchObject({
    type: 'urn:daybook:problem:AlreadyReversed',
  })
  expect(refusedFor(await late(id, '0.01', 7))).toMatchObject(tooMuch('-20.00'))
})

test('the whole log and every account row agree afterwards', async () => {
  await bank().idle()
  const sql = openOwner()
  const differences = await checkProjections(sql)
  await sql.end()
  expect(differences).toEqual([])
})
