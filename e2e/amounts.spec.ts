import { expectBalance, movementForm, trailRows } from './account-page'
import { expect, test } from './page'
import { sessionOf } from './people'
import { heading, holdRow, placeHold } from './staff'

const TWO = /^“1,234” could be 1\.234 KWD or 1,234\.000 KWD\. Enter 01\.234 or 1,234\.000\.$/

test.describe('a teller', () => {
  test.use({ storageState: sessionOf('teller') })

  test('types amounts as people do, and sees how they are understood', async ({
    page,
    bank,
    examine,
  }) => {
    const { accountId } = await bank.open()
    await page.goto(`/accounts/${accountId}/deposit`)
    const amount = movementForm(page, 'Deposit').getByLabel('Amount')
    await expect(amount).toHaveAccessibleDescription('Up to 2 decimal places')
    for (const typed of [
      '1,234.5',
      '1 234,50',
      "1'234.50",
      '1.234,50',
      '€1234,5',
      '1,234.50 EUR',
    ]) {
      await amount.fill(typed)
      await expect(amount, typed).toHaveAccessibleDescription(
        '= 1,234.50 EUR · Balance after 1,234.50',
      )
    }
    await amount.fill('1,23,4.5')
    await expect(amount).toHaveAccessibleDescription('Up to 2 decimal places')
    await page.getByRole('button', { name: 'Deposit' }).click()
    await expect(amount).toHaveAccessibleDescription('Enter an amount such as 1250.00.')
    await expect(amount).toHaveValue('1,23,4.5')
    await amount.fill('5 USD')
    await expect(amount).toHaveAccessibleDescription('Enter an amount in EUR.')
    await amount.fill('1 234,50')
    await examine()
    await page.getByRole('button', { name: 'Deposit' }).click()
    await expectBalance(page, '1,234.50 EUR')
    await expect(amount).toHaveAccessibleDescription('Up to 2 decimal places')
  })

  test('is told both amounts that a text could be', async ({ page, bank, examine }) => {
    const { accountId } = await bank.open({ currency: 'KWD' })
    await page.goto(`/accounts/${accountId}/deposit`)
    const amount = movementForm(page, 'Deposit').getByLabel('Amount')
    await amount.fill('1,234')
    await expect(amount).toHaveAccessibleDescription(TWO)
    await page.getByRole('button', { name: 'Deposit' }).click()
    await expect(amount).toHaveAttribute('aria-invalid', 'true')
    await expect(amount).toHaveAccessibleDescription(TWO)
    await expect(amount).toHaveValue('1,234')
    await examine()
    await amount.fill('01.234')
    await expect(amount).toHaveAccessibleDescription('= 1.234 KWD · Balance after 1.234')
    await page.getByRole('button', { name: 'Deposit' }).click()
    await expectBalance(page, '1.234 KWD')
  })

  test('types limits and holds in the same way @desktop', async ({ page, bank }) => {
    const { accountId: id } = await bank.open({ openingBalance: '5000.00' })
    await page.goto(`/accounts/${id}/limits`)
    const overdraft = page.getByLabel('Overdraft limit')
    await overdraft.fill('1.500,00')
    await expect(overdraft).toHaveAccessibleDescription('= 1,500.00 EUR')
    await page.getByRole('button', { name: 'Set overdraft limit' }).click()
    await expect(heading(page)).toContainText('Available 6,500.00 EUR')
    await page.getByLabel('Per day').fill('3’000')
    await expect(page.getByLabel('Per day')).toHaveAccessibleDescription('= 3,000.00 EUR')
    await page.getByRole('button', { name: 'Set limits' }).click()
    await expect(page.getByLabel('Per day')).toHaveValue('3000.00')

    await page.goto(`/accounts/${id}/holds`)
    await placeHold(page, '1 200,5', 'Hotel Adria')
    const row = holdRow(page, 'Hotel Adria')
    await expect(row).toContainText('1,200.50 EUR')
    await row.getByLabel('Amount to capture').fill('1,000')
    await expect(row.getByLabel('Amount to capture')).toHaveAccessibleDescription('= 1,000.00 EUR')
    await row.getByRole('button', { name: 'Capture' }).click()
    await expect(row).not.toContainText('1,200.50 EUR')
    await expect(row).toContainText('200.50 EUR')
    expect(await bank.account(id)).toMatchObject({ balance: '4000.00' })
  })
})

test.describe('without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('typed amounts are understood, and refused beside their field', async ({ page, bank }) => {
    const { accountId: id } = await bank.open({ currency: 'KWD' })
    await page.goto(`/accounts/${id}/deposit`)
    const amount = movementForm(page, 'Deposit').getByLabel('Amount')
    await amount.fill('1,234')
    await page.getByRole('button', { name: 'Deposit' }).click()
    await expect(amount).toHaveAccessibleDescription(TWO)
    await expect(amount).toHaveValue('1,234')
    await amount.fill('234,5')
    await page.getByRole('button', { name: 'Deposit' }).click()
    await expect(movementForm(page, 'Deposit')).toContainText('Deposited 234.500 KWD')

    await page.goto(`/accounts/${id}/limits`)
    await page.getByLabel('Overdraft limit').fill('2.500')
    await page.getByRole('button', { name: 'Set overdraft limit' }).click()
    await expect(page.getByRole('alert')).toHaveText(/^“2.500” could be 2.500 KWD or 2,500.000 KWD/)
    await page.getByLabel('Overdraft limit').fill('2.50')
    await page.getByRole('button', { name: 'Set overdraft limit' }).click()
    await expect(heading(page)).toContainText('Available 237.000 KWD')
    // A field that is filled in is never refused as it stands.
    await expect(page.getByLabel('Overdraft limit')).toHaveValue('2.50')
    await expect(page.getByLabel('Overdraft limit')).toHaveAccessibleDescription('= 2.500 KWD')
  })
})

test.describe('filters', () => {
  test.use({ storageState: sessionOf('teller') })

  test('read bounds of amounts as they are typed @desktop', async ({ page, bank }) => {
    const { accountId: id } = await bank.open({ openingBalance: '1234.50' })
    await bank.deposit(id, '1000.00')
    await page.goto(`/accounts/${id}/events?min=1+234,5`)
    await expect(trailRows(page)).toHaveCount(1)
    await expect(page.getByText('1,234.50 or more')).toBeVisible()
    await page.goto(`/accounts/${id}/events?max=1.234`)
    await expect(trailRows(page)).toHaveCount(1)
    await page.goto('/audit?currency=KWD&min=1,234')
    await expect(page.getByText(/could be 1\.234 or 1,234\.000\./).first()).toBeVisible()
    const strict = await page.request.get(`/api/accounts/${id}/events?min=1%20234,5`)
    expect(strict.status()).toBe(400)
  })
})
