import { randomUUID } from 'node:crypto'
import { expect, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

test('An open account page follows what other windows and programs write @desktop', async ({
  page,
  request,
}) => {
  const command = (body: Record<string, string>) =>
    request.post('/api/commands', { data: { commandId: randomUUID(), ...body } })
  const opened = await command({ type: 'CreateAccount', owner: 'Live Wire', currency: 'EUR' })
  const { accountId } = await opened.json()
  await page.goto(`/accounts/${accountId}`)
  const balance = page.getByRole('region', { name: 'Balance', exact: true })
  await expect(balance).toContainText('0.00 EUR')

  await command({ type: 'Deposit', accountId, amount: '41.00', note: 'From elsewhere' })
  await expect(balance).toContainText('41.00 EUR')
  // Events from others don't move the list; they appear on request.
  await expect(page.getByText('From elsewhere')).toHaveCount(0)
  await page.getByRole('button', { name: '1 new' }).click()
  await expect(page.getByText('From elsewhere')).toBeVisible()

  await command({ type: 'Withdraw', accountId, amount: '1.50' })
  await expect(balance).toContainText('39.50 EUR')
})
