import { afterAll, beforeAll, expect, test } from 'vitest'
import { dispatch } from '@/app/_server/commands/commands'
import { accepted, movement, openAccount, openTestBank, PEOPLE } from '@/app/_server/testing/bank'
import { readCards } from './cards'
import { setNickname } from './nicknames'
import { readOverview } from './overview'

const { owner, stranger, teller } = PEOPLE
let close: () => Promise<void>

beforeAll(async () => {
  close = await openTestBank()
})
afterAll(() => close())

const send = (viewer: typeof owner | typeof teller | typeof stranger, body: object) =>
  dispatch(viewer, { commandId: crypto.randomUUID(), ...body }).then(accepted)

test('a customer without accounts has an empty home', async () => {
  const empty = { totals: [], lately: [], coming: [], payerId: null }
  expect(await readOverview(owner)).toEqual(empty)
})

test('a home has the totals, the newest events and the holds of one’s own accounts', async () => {
  const first = await openAccount(owner)
  const second = await openAccount(owner, { openingBalance: '50.00' })
  await openAccount(owner, { currency: 'JPY', openingBalance: '1200' })
  const gone = await openAccount(owner, { openingBalance: '0' })
  const theirs = await openAccount(stranger, { openingBalance: '999.00' })
  const hold = { type: 'PlaceHold', amount: '30.00', expiresAt: '2999-01-02T00:00:00Z' }
  await send(teller, { ...hold, accountId: first.id, note: 'Later' })
  await send(teller, { ...hold, accountId: second.id, expiresAt: '2999-01-01T00:00:00Z' })
  await send(teller, { ...hold, accountId: theirs.id })
  await send(teller, { type: 'SetOverdraftLimit', accountId: second.id, limit: '200.00' })
  await send(teller, { type: 'CloseAccount', accountId: gone.id })
  await send(owner, movement('Deposit', first.id, '1.00'))

  const home = await readOverview(owner)
  expect(home.totals).toEqual([
    { currency: 'EUR', accounts: 2, balance: '151.00', available: '291.00' },
    { currency: 'JPY', accounts: 1, balance: '1200', available: '1200' },
  ])
  expect(home.coming).toMatchObject([
    { accountId: second.id, amount: '30.00', currency: 'EUR', note: null },
    { accountId: first.id, amount: '30.00', owner: first.owner, note: 'Later' },
  ])
  expect(home.lately).toHaveLength(8)
  expect(home.lately[0]).toMatchObject({
    owner: first.owner,
    accountId: first.id,
    money: { change: '1.00' },
  })
  expect(JSON.stringify(home)).not.toContain(theirs.id)
  // The account that was used last, not the newest one.
  expect(home.payerId).toBe(first.id)
  await send(teller, { type: 'FreezeAccount', accountId: first.id, scope: 'all', reason: 'Lost' })
  expect((await readOverview(owner)).payerId).toBe(second.id)
})

test('a card has the nickname, the last movements, and money in and out this month', async () => {
  const account = await openAccount(stranger, { openingBalance: '10.00' })
  await send(teller, movement('Deposit', account.id, '5.00'))
  await send(teller, movement('Withdraw', account.id, '1.50'))
  await send(teller, { type: 'RenameAccount', accountId: account.id, owner: 'Somebody Else' })
  await send(teller, movement('Deposit', account.id, '2.00'))
  await setNickname(stranger, account.id, 'Rainy days')
  const cards = await readCards(stranger, 'Pacific/Auckland')
  const card = cards?.find(one => one.account.id === account.id)
  expect(card).toMatchObject({
    nickname: 'Rainy days',
    account: { owner: 'Somebody Else', balance: '15.50' },
    month: { inflow: '17.00', outflow: '1.50', isPart: false },
  })
  expect(card?.movements.map(({ money }) => money?.change)).toEqual(['2.00', '-1.50', '5.00'])
  const [day, ...others] = card?.month.days ?? []
  expect(others).toEqual([])
  expect(day).toEqual({ day: Number(card?.month.to.slice(8)), inflow: '17.00', outflow: '1.50' })
  expect(JSON.stringify(await readCards(owner, 'UTC'))).not.toContain(account.id)
})

test('a customer with many accounts has no cards', async () => {
  for (let count = 0; count < 13; count++) await openAccount(owner)
  expect(await readCards(owner, 'UTC')).toBeNull()
})
