import { randomUUID } from 'node:crypto'
import { openOwnBank, signInAt } from './own-bank'
import { expect, test, whileNarrow } from './page'

test('A payment without enough money is refused, tried again, and paid once there is @desktop', async ({
  page,
  examine,
}) => {
  test.setTimeout(400_000)
  const bank = await openOwnBank({ DAYBOOK_RETRY_MINUTES: '0.3,0.3,0.3' })
  const { baseUrl } = bank
  const send = async (body: object) => {
    const data = { commandId: randomUUID(), ...body }
    const answer = await page.request.post(`${baseUrl}/api/commands`, { data })
    expect(answer.ok(), await answer.text()).toBe(true)
    return answer.json()
  }
  const open = async (owner: string, openingBalance: string) => {
    const body = { type: 'CreateAccount', owner, currency: 'EUR', openingBalance }
    return (await send(body)).account
  }
  try {
    await signInAt(page, baseUrl, 'teller')
    const [payer, payee] = [await open('Payer', '100.00'), await open('Payee', '0.00')]
    const main = page.getByRole('main')
    const heading = page.getByRole('heading', { level: 1 })

    await test.step('The account refuses it, and the page says when it is tried again', async () => {
      await page.goto(`${baseUrl}/orders/new?from=${payer.id}`)
      await page.getByLabel('To account number').fill(payee.number)
      await page.getByLabel('Amount', { exact: true }).fill('150')
      await page.getByLabel('First date').fill(new Date().toISOString().slice(0, 10))
      await page.getByRole('button', { name: 'Submit', exact: true }).click()
      await expect(heading).toContainText('Running')
      await expect(async () => {
        await page.reload()
        await expect(main).toContainText('100.00 EUR available; 50.00 short', { timeout: 1_000 })
      }).toPass()
      await expect(main).toContainText('Tried again from')
    })

    await test.step('Money arrives, and the bank pays', async () => {
      await send({ type: 'Deposit', accountId: payer.id, amount: '60.00', note: null })
      await expect(async () => {
        await page.reload()
        await expect(heading).toContainText('Completed', { timeout: 1_000 })
      }).toPass({ timeout: 120_000 })
      const happened = main.getByRole('listitem')
      await expect(happened.filter({ hasText: 'Refused by the account' }).first()).toBeVisible()
      const paid = happened.filter({ has: page.getByRole('link', { name: 'Entry paid' }) })
      await expect(paid).toContainText(/attempt [234]/)
      await examine()
      await whileNarrow(page, examine)
      await paid.getByRole('link', { name: 'Entry paid' }).click()
      await expect(main).toContainText('150.00')
      await page.goto(`${baseUrl}/accounts/${payer.id}`)
      await expect(main).toContainText('10.00 EUR')
    })
  } finally {
    await bank.happen('end')
  }
})
