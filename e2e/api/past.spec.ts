import { expect, test } from '../bank'
import { sessionOf } from '../people'

test.use({ storageState: sessionOf('teller') })

test('An account is shown as it was at each version and between any two events', async ({
  bank,
  request,
}) => {
  const { account } = await bank.open()
  await bank.deposit(account.id, '100.00')
  await bank.withdraw(account.id, '30.50')
  await bank.deposit(account.id, '0.01')
  const events = await bank.events(account.id)
  const balances = ['0.00', '100.00', '69.50', '69.51']
  for (const [index, balance] of balances.entries()) {
    const version = index + 1
    const byVersion = await request.get(`/api/accounts/${account.id}?version=${version}`)
    expect(await byVersion.json()).toMatchObject({ id: account.id, balance, version })
    const asOf = events[index]?.occurredAt ?? ''
    for (const query of [`asOf=${asOf}`, `knownAt=${events[index]?.createdAt}`]) {
      const byTime = await request.get(`/api/accounts/${account.id}?${query}`)
      expect(await byTime.json(), query).toMatchObject({ balance, version })
    }
  }
})

test('An instant may be written in any zone', async ({ bank, request }) => {
  const { account } = await bank.open({ openingBalance: '5.00' })
  const local = new Date(Date.parse(account.openedAt) + 2 * 3_600_000).toISOString()
  const asOf = encodeURIComponent(local.replace('Z', '+02:00'))
  const response = await request.get(`/api/accounts/${account.id}?asOf=${asOf}`)
  expect(await response.json()).toMatchObject({ balance: '5.00', asOf: account.openedAt })
})
