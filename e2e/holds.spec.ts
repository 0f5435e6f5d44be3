import { expect, test } from './page'
import { sessionOf } from './people'
import { heading, holdRow, placeHold } from './staff'

test.describe('a teller', () => {
  test.use({ storageState: sessionOf('teller') })

  test('places a hold, captures it in part and releases the rest', async ({
    page,
    bank,
    examine,
  }) => {
    const { accountId: id } = await bank.open({ openingBalance: '100.00' })
    await page.goto(`/accounts/${id}/holds`)
    await expect(page.getByText('No open holds.')).toBeVisible()
    await placeHold(page, '60.00', 'Hotel Adria')
    await expect(holdRow(page, 'Hotel Adria')).toContainText('60.00 EUR')
    await expect(page.getByText('Hold placed.')).toBeVisible()
    await expect(heading(page)).toContainText('Available 40.00 EUR')
    await examine()

    const amount = page.getByRole('form', { name: 'Place a hold' }).getByLabel('Amount')
    await placeHold(page, '40.01', 'Too much')
    await expect(amount).toHaveAccessibleDescription(
      /Insufficient funds: 40.00 EUR available; 0.01 short/,
    )
    await expect(amount).toBeFocused()
    await expect(amount).toHaveValue('40.01')

    const row = holdRow(page, 'Hotel Adria')
    await row.getByLabel('Amount to capture').fill('60.01')
    await row.getByRole('button', { name: 'Capture' }).click()
    await expect(row.getByLabel('Amount to capture')).toHaveAccessibleDescription(
      'The hold has 60.00 EUR left.',
    )
    await row.getByLabel('Amount to capture').fill('25.00')
    await row.getByRole('button', { name: 'Capture' }).click()
    await expect(row).toContainText('35.00 EUR')
    await expect(heading(page)).toContainText('Balance 75.00 EUR')
    await row.getByRole('button', { name: 'Release' }).click()
    await expect(row).toHaveCount(0)
    await expect(page.getByText('Hold released.')).toBeVisible()
    expect(await bank.account(id)).toMatchObject({ balance: '75.00', available: '75.00' })
    await examine()
  })

  test('holds with the keyboard alone @desktop', async ({ page, bank }) => {
    const { accountId: id } = await bank.open({ openingBalance: '100.00' })
    await page.goto(`/accounts/${id}/holds`)
    await page.getByRole('form', { name: 'Place a hold' }).getByLabel('Amount').focus()
    await page.keyboard.type('10.00')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Taxi')
    await page.keyboard.press('Enter')
    const row = holdRow(page, 'Taxi')
    await expect(row).toContainText('10.00 EUR')
    await row.getByLabel('Amount to capture').focus()
    await page.keyboard.press('Enter')
    await expect(row).toHaveCount(0)
    await expect(page.getByText('Hold captured.')).toBeVisible()
    expect(await bank.account(id)).toMatchObject({ balance: '90.00', available: '90.00' })
  })
})

test.describe('without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('a hold is placed, refused, captured and released', async ({ page, bank }) => {
    const { accountId: id } = await bank.open({ openingBalance: '100.00' })
    await page.goto(`/accounts/${id}/holds`)
    await placeHold(page, '60.00', 'Hotel Adria')
    await placeHold(page, '40.01', 'Too much')
    await expect(page.getByRole('alert')).toHaveText(/^Insufficient funds: 40.00 EUR available/)
    await placeHold(page, '5.00', 'Taxi')
    await holdRow(page, 'Hotel').getByRole('button', { name: 'Capture' }).click()
    await expect(holdRow(page, 'Hotel')).toHaveCount(0)
    await holdRow(page, 'Taxi').getByRole('button', { name: 'Release' }).click()
    await expect(page.getByText('No open holds.')).toBeVisible()
    expect(await bank.account(id)).toMatchObject({ balance: '40.00', available: '40.00' })
  })
})

test.describe('others', () => {
  test.use({ storageState: sessionOf('auditor') })

  test('see the holds without forms @desktop', async ({ page, browser }) => {
    const teller = await browser.newContext({ storageState: sessionOf('teller') })
    const { openBank } = await import('./bank')
    const bank = openBank(teller.request)
    const { accountId: id } = await bank.open({ openingBalance: '100.00' })
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    await bank.send(id, { type: 'PlaceHold', amount: '60.00', expiresAt, note: 'Hotel' })
    await page.goto(`/accounts/${id}/holds`)
    await expect(holdRow(page, 'Hotel')).toContainText('60.00 EUR')
    await expect(page.getByRole('button', { name: 'Capture' })).toHaveCount(0)
    await expect(page.getByText('Auditors can read everything')).toBeVisible()
    await teller.close()
  })
})
