import { expectBalance, movementForm } from './account-page'
import type { Bank } from './bank'
import { expect, type Page, test } from './page'
import { sessionOf } from './people'

/** An account with 100.00, then 40.00 out and 50.00 in. */
async function openWithHistory(bank: Bank) {
  const { accountId } = await bank.open({ openingBalance: '100.00' })
  await bank.withdraw(accountId, '40.00')
  await bank.deposit(accountId, '50.00')
  const [opened] = await bank.events(accountId)
  if (!opened) throw new Error('The account has no first event.')
  return { accountId, opened }
}

/** Posts a late withdrawal through the form on an account's page. */
async function withdrawLate(page: Page, amount: string, instant: string): Promise<void> {
  const form = movementForm(page, 'Withdraw')
  await form.getByLabel('Amount').fill(amount)
  const date = form.getByLabel('Date')
  if (!(await date.isVisible())) await form.getByText('Use an earlier date').click()
  await date.fill(instant.slice(0, 10))
  await form.getByLabel('Time', { exact: true }).fill(instant.slice(11, 23))
  await form.getByLabel('Time zone').fill('UTC')
  await form.getByRole('button', { name: 'Withdraw' }).click()
}

test.describe('a teller', () => {
  test.use({ storageState: sessionOf('teller') })

  test('posts late, and the past is shown as known before and after', async ({ page, bank }) => {
    const { accountId, opened } = await openWithHistory(bank)
    const knownAt = new Date().toISOString()
    await page.goto(`/accounts/${accountId}`)
    await withdrawLate(page, '60.01', opened.occurredAt)
    const amount = movementForm(page, 'Withdraw').getByLabel('Amount')
    await expect(amount).toHaveAccessibleDescription(/the balance fell to 60.00/)
    await withdrawLate(page, '60.00', opened.occurredAt)
    await expectBalance(page, '50.00 EUR')

    await page.goto(`/accounts/${accountId}/at/${opened.occurredAt}?zone=UTC`)
    await expectBalance(page, '40.00 EUR')
    await page.goto(`/accounts/${accountId}/at/${opened.occurredAt}?zone=UTC&knownAt=${knownAt}`)
    await expectBalance(page, '100.00 EUR')
  })

  test('sees beside the field why a moment is invalid', async ({ page, bank, examine }) => {
    const { accountId } = await openWithHistory(bank)
    await page.goto(`/accounts/${accountId}`)
    const form = movementForm(page, 'Withdraw')
    await withdrawLate(page, '1.00', '2001-01-01T12:00:00.000Z')
    await expect(form.getByLabel('Date')).toHaveAccessibleDescription(/was opened on/)
    await expect(form.getByLabel('Date')).toHaveValue('2001-01-01')
    await examine()
    await withdrawLate(page, '1.00', '2999-01-01T12:00:00.000Z')
    await expect(form.getByLabel('Date')).toHaveAccessibleDescription(/in the future/)
    expect((await bank.account(accountId)).version).toBe(3)
  })
})

test.describe('a teller without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('posts late too', async ({ page, bank }) => {
    const { accountId, opened } = await openWithHistory(bank)
    await page.goto(`/accounts/${accountId}`)
    await withdrawLate(page, '60.00', opened.occurredAt)
    await expectBalance(page, '50.00 EUR')
  })
})

test.describe('a customer', () => {
  test.use({ storageState: sessionOf('customer') })

  test("can't post late @desktop", async ({ page, bank }) => {
    const { accountId } = await bank.open({ openingBalance: '1.00' })
    await page.goto(`/accounts/${accountId}`)
    await expect(movementForm(page, 'Withdraw')).toBeVisible()
    await expect(page.getByText('Use an earlier date')).toHaveCount(0)
  })
})
