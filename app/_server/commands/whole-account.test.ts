import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getAccount, listEvents } from '@/app/_server/accounts/accounts'
import { bank } from '@/app/_server/process/bank'
import {
  accepted,
  letPeopleIn,
  movement,
  openAccount,
  openOwner,
  openTestBank,
  PEOPLE,
  send,
  statusOf,
} from '@/app/_server/testing/bank'
import type { AccountCommandBody } from '@/app/_wire/commands'
import { checkProjections } from '@/db/projections/check'
import { dispatch } from './commands'

const { owner, stranger, teller, auditor } = PEOPLE

let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
  await letPeopleIn()
})
afterAll(() => close())

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

describe('a transfer', () => {
  test('is on both accounts, each with the other as it was then', async () => {
    const from = await openAccount(owner)
    const to = await openAccount(stranger, { owner: 'Petr Novák' })
    const body = {
      type: 'Transfer',
      toNumber: to.number,
      amount: '30.00',
      reference: 'Rent',
    } as const
    const { account, events } = accepted(await send(owner, from.id, body))
    expect(account.balance).toBe('70.00')
    expect(events).toMatchObject([
      {
        type: 'MoneyWithdrawn',
        data: {
          amount: '30.00',
          note: 'Rent',
          transfer: { accountId: to.id, number: to.number, owner: 'Petr Novák' },
        },
      },
    ])
    const received = (await listEvents(stranger, to.id))?.items[0]
    expect(received).toMatchObject({
      type: 'MoneyDeposited',
      data: { note: 'Rent', transfer: { accountId: from.id, owner: 'Jana Nováková' } },
      commandId: events[0]?.commandId,
      occurredAt: events[0]?.occurredAt,
    })
  })

  test('is refused with the input that is at fault', async () => {
    const from = await openAccount(owner)
    const to = await openAccount(stranger)
    const yen = await openAccount(stranger, { currency: 'JPY', openingBalance: '0' })
    const refusals = [
      [{ toNumber: to.number, amount: '100.01' }, 422, 'amount', 'InsufficientFunds'],
      [{ toAccountId: from.id, amount: '1' }, 422, 'toAccountId', 'SameAccount'],
      [{ toNumber: yen.number, amount: '1' }, 422, 'toNumber', 'CurrencyMismatch'],
      [{ toNumber: 'DB00 0000 0000 0000 0000', amount: '1' }, 400, 'toNumber', 'Malformed'],
      [{ toAccountId: crypto.randomUUID(), amount: '1' }, 404, 'toAccountId', 'AccountNotFound'],
      [{ toNumber: to.number, toAccountId: to.id, amount: '1' }, 400, 'toNumber', 'Malformed'],
      [{ amount: '1' }, 400, 'toNumber', 'Malformed'],
    ] as const
    for (const [fields, status, field, type] of refusals) {
      const answer = await send(owner, from.id, { type: 'Transfer', ...fields })
      expect([fields, statusOf(answer)]).toEqual([fields, status])
      expect(answer).toMatchObject({ problem: { field, type: `urn:daybook:problem:${type}` } })
    }
    expect(await getAccount(owner, from.id)).toMatchObject({ balance: '100.00', version: 1 })
    expect(await getAccount(stranger, to.id)).toMatchObject({ balance: '100.00', version: 1 })
  })
})

test('a hold keeps money, is captured in parts, and is over when it expires or is released', async () => {
  const { id } = await openAccount(owner)
  const place = {
    type: 'PlaceHold',
    amount: '60.00',
    expiresAt: inHours(1),
    note: 'Hotel',
  } as const
  const placed = accepted(await send(teller, id, place))
  expect(placed.account).toMatchObject({ balance: '100.00', available: '40.00', held: '60.00' })
  const holdId = String(placed.events[0]?.data.holdId)
  expect(await send(owner, id, { type: 'Withdraw', amount: '50.00' })).toMatchObject({
    problem: {
      type: 'urn:daybook:problem:InsufficientFunds',
      available: '40.00',
      short: '10.00',
      holds: [{ amount: '60.00', note: 'Hotel' }],
    },
  })
  const part = accepted(await send(teller, id, { type: 'CaptureHold', holdId, amount: '25.00' }))
  expect(part.account).toMatchObject({ balance: '75.00', available: '40.00', held: '35.00' })
  expect(await send(teller, id, { type: 'CaptureHold', holdId, amount: '35.01' })).toMatchObject({
    problem: { type: 'urn:daybook:problem:HoldExceeded', left: '35.00' },
  })
  const released = accepted(await send(teller, id, { type: 'ReleaseHold', holdId }))
  expect(released.account).toMatchObject({ available: '75.00', held: '0.00', holds: [] })
  expect(await send(teller, id, { type: 'CaptureHold', holdId })).toMatchObject({
    problem: { type: 'urn:daybook:problem:HoldNotFound' },
  })
})

test('an account is frozen, unfrozen, emptied and closed, and then never changes', async () => {
  const { id } = await openAccount(owner)
  const frozen = accepted(
    await send(teller, id, { type: 'FreezeAccount', scope: 'debits', reason: 'Lost card' }),
  )
  expect(frozen.account).toMatchObject({ status: 'frozen', freeze: { reason: 'Lost card' } })
  expect(await getAccount(owner, id)).toMatchObject({ status: 'frozen' })
  expect(statusOf(await dispatch(owner, movement('Withdraw', id, '1')))).toBe(422)
  expect(statusOf(await dispatch(owner, movement('Deposit', id, '1')))).toBe(200)
  accepted(await send(teller, id, { type: 'UnfreezeAccount' }))
  expect(await send(teller, id, { type: 'CloseAccount' })).toMatchObject({
    problem: { type: 'urn:daybook:problem:BalanceNotZero', balance: '101.00' },
  })
  accepted(await dispatch(owner, movement('Withdraw', id, '101.00')))
  const closed = accepted(await send(teller, id, { type: 'CloseAccount' }))
  expect(closed.account.status).toBe('closed')
  expect(await send(teller, id, { type: 'RenameAccount', owner: 'X' })).toMatchObject({
    problem: { type: 'urn:daybook:problem:AccountClosed' },
  })
  expect(await getAccount(owner, id)).toMatchObject({ status: 'closed', version: closed.version })
})

test('a reversed transfer is reversed on both sides, once', async () => {
  const from = await openAccount(owner)
  const to = await openAccount(stranger)
  const paid = accepted(
    await send(owner, from.id, { type: 'Transfer', toAccountId: to.id, amount: '30.00' }),
  )
  accepted(await dispatch(stranger, movement('Withdraw', to.id, '110.00')))
  const reverse = { type: 'ReverseEntry', version: paid.version, reason: 'Wrong payee' } as const
  expect(await send(teller, from.id, reverse)).toMatchObject({
    problem: { type: 'urn:daybook:problem:InsufficientFunds', field: 'to', available: '20.00' },
  })
  const reversed = accepted(await send(teller, from.id, { ...reverse, allowOverdrawing: true }))
  expect(reversed.account.balance).toBe('100.00')
  expect(await getAccount(teller, to.id)).toMatchObject({ balance: '-10.00', available: '-10.00' })
  expect((await listEvents(teller, to.id))?.items[0]).toMatchObject({
    data: { reverses: 2, overdrawn: true, note: 'Wrong payee' },
  })
  expect(await send(teller, to.id, { ...reverse, version: 2 })).toMatchObject({
    problem: { type: 'urn:daybook:problem:AlreadyReversed', by: 4 },
  })
})

test('limits bound one movement and a day; the overdraft lets the balance go below zero', async () => {
  const { id } = await openAccount(owner)
  accepted(await send(teller, id, { type: 'SetOverdraftLimit', limit: '50.00' }))
  accepted(await dispatch(owner, movement('Withdraw', id, '20.00')))
  const limited = accepted(
    await send(teller, id, { type: 'SetLimits', perMovement: '80.00', perDay: '110.00' }),
  )
  expect(limited.account.limits).toMatchObject({ perDay: '110.00', leftToday: '90.00' })
  expect(await dispatch(owner, movement('Withdraw', id, '80.01'))).toMatchObject({
    problem: { type: 'urn:daybook:problem:LimitExceeded', limit: 'perMovement' },
  })
  const out = accepted(await dispatch(owner, movement('Withdraw', id, '80.00')))
  expect(out.account).toMatchObject({ balance: '0.00', available: '50.00' })
  expect(await dispatch(owner, movement('Withdraw', id, '10.01'))).toMatchObject({
    problem: { type: 'urn:daybook:problem:LimitExceeded', limit: 'perDay', left: '10.00' },
  })
  accepted(await send(teller, id, { type: 'SetLimits', perMovement: null, perDay: null }))
  expect(await getAccount(owner, id)).toMatchObject({ limits: null })
  accepted(await dispatch(owner, movement('Withdraw', id, '50.00')))
  expect(await send(teller, id, { type: 'SetOverdraftLimit', limit: '49.99' })).toMatchObject({
    problem: { type: 'urn:daybook:problem:OverdraftInUse', used: '50.00' },
  })
})

test('a second customer reads an account, or operates it; names and references change', async () => {
  const { id } = await openAccount(teller)
  expect(await getAccount(owner, id)).toBeNull()
  accepted(await send(teller, id, { type: 'AssignCustomer', customerEmail: owner.email }))
  accepted(await send(teller, id, { type: 'AssignSecondCustomer', customerEmail: stranger.email }))
  expect(await getAccount(stranger, id)).toMatchObject({ balance: '100.00' })
  expect(statusOf(await dispatch(stranger, movement('Deposit', id, '1')))).toBe(404)
  const operate = { type: 'AssignSecondCustomer', rights: 'operate' } as const
  accepted(await send(teller, id, { ...operate, customerEmail: stranger.email }))
  expect(statusOf(await dispatch(stranger, movement('Deposit', id, '1')))).toBe(200)
  accepted(await send(teller, id, { type: 'RenameAccount', owner: 'Jana Svobodová' }))
  accepted(await send(teller, id, { type: 'SetReference', reference: 'B-1' }))
  expect(await getAccount(owner, id)).toMatchObject({ owner: 'Jana Svobodová', reference: 'B-1' })
})

test('what is for staff is refused to customers, everything to auditors', async () => {
  const { id } = await openAccount(owner)
  const bodies: AccountCommandBody[] = [
    { type: 'SetOverdraftLimit', limit: '1' },
    { type: 'SetLimits', perDay: '1' },
    { type: 'PlaceHold', amount: '1', expiresAt: inHours(1) },
    { type: 'CaptureHold', holdId: crypto.randomUUID() },
    { type: 'ReleaseHold', holdId: crypto.randomUUID() },
    { type: 'FreezeAccount', scope: 'all', reason: 'x' },
    { type: 'UnfreezeAccount' },
    { type: 'CloseAccount' },
    { type: 'ReverseEntry', version: 1, reason: 'x' },
    { type: 'RenameAccount', owner: 'x' },
    { type: 'SetReference', reference: null },
    { type: 'AssignCustomer', customerEmail: null },
    { type: 'AssignSecondCustomer', customerEmail: null },
    { type: 'Deposit', amount: '1', counter: 'interest' },
  ]
  for (const body of bodies) {
    expect([body.type, statusOf(await send(owner, id, body))]).toEqual([body.type, 403])
    expect([body.type, statusOf(await send(auditor, id, body))]).toEqual([body.type, 403])
  }
  expect(await getAccount(owner, id)).toMatchObject({ version: 1 })
})

test('the whole log and every account row agree afterwards', async () => {
  await bank().idle()
  const sql = openOwner()
  const differences = await checkProjections(sql)
  await sql.end()
  expect(differences).toEqual([])
})
