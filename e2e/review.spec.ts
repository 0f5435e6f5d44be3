import { randomUUID } from 'node:crypto'
import { expectBalance, move, movementForm } from './account-page'
import { expect, type Page, tabTo, test } from './page'
import { sessionOf } from './people'
import { holdRow, placeHold } from './staff'
import { expectReceipt, review } from './transfer-page'

async function fillOpening(page: Page, owner: string, amount: string): Promise<void> {
  await page.goto('/accounts/new')
  await page.getByLabel('Owner', { exact: true }).fill(owner)
  await page.getByLabel('Opening balance').fill(amount)
  await page.getByRole('button', { name: 'Open account' }).click()
}

test.describe('a teller', () => {
  test.use({ storageState: sessionOf('teller') })

  test('reviews a large deposit, goes back, and does it once', async ({ page, bank, examine }) => {
    const { accountId } = await bank.open()
    await page.goto(`/accounts/${accountId}`)
    await move(page, 'Deposit', '9,999.99')
    await expectBalance(page, '9,999.99 EUR')
    await move(page, 'Deposit', '10 000', 'House sale')
    await expect(review(page)).toContainText('10,000.00 EUR')
    await expect(review(page)).toContainText('NoteHouse sale')
    await expect(review(page)).toContainText('Balance now9,999.99 EUR')
    await expect(review(page)).toContainText('Balance after19,999.99 EUR')
    await examine()
    await page.goBack()
    const form = movementForm(page, 'Deposit')
    await expect(form.getByLabel('Amount')).toHaveValue('10 000')
    await expect(form.getByLabel('Note')).toHaveValue('House sale')
    await page.goForward()
    await review(page).getByRole('button', { name: 'Change' }).click()
    await form.getByLabel('Amount').fill('20.000,00')
    await form.getByRole('button', { name: 'Deposit' }).click()
    await page.reload()
    expect((await bank.account(accountId)).version).toBe(2)

    await move(page, 'Deposit', '20.000,00')
    await review(page).getByRole('button', { name: 'Deposit 20,000.00 EUR' }).dblclick()
    await expectReceipt(page)
    await expect(page.getByRole('main')).toContainText('20,000.00 EUR')
    expect(await bank.account(accountId)).toMatchObject({ balance: '29999.99', version: 3 })
  })

  test('is refused before the review, and at its end, beside the field @desktop', async ({
    page,
    bank,
  }) => {
    const { accountId } = await bank.open({ openingBalance: '30000.00' })
    await page.goto(`/accounts/${accountId}`)
    await move(page, 'Withdraw', '30,000.01')
    const amount = movementForm(page, 'Withdraw').getByLabel('Amount')
    await expect(amount).toHaveAccessibleDescription(/0.01 short/)
    await expect(amount).toBeFocused()
    await move(page, 'Withdraw', '30,000')
    await expect(review(page)).toContainText('Balance after0.00 EUR')
    await bank.withdraw(accountId, '1.00')
    // The review follows the account.
    await expect(review(page).getByRole('alert')).toHaveText(/1.00 short/)
    await review(page).getByRole('button', { name: 'Withdraw' }).click()
    await expect(amount).toHaveAccessibleDescription(/1.00 short/)
    await expect(amount).toHaveValue('30,000')
    expect((await bank.account(accountId)).version).toBe(2)
  })

  test('reviews an opening amount', async ({ page, bank, examine }) => {
    const owner = `Opened ${randomUUID().slice(0, 8)}`
    await fillOpening(page, owner, '1.250,50')
    await expect(review(page)).toContainText(`Owner${owner}`)
    await expect(review(page)).toContainText('Opening balance1,250.50 EUR')
    await examine()
    await review(page).getByRole('button', { name: 'Change' }).click()
    await expect(page.getByLabel('Opening balance')).toHaveValue('1.250,50')
    await expect(page.getByLabel('Opening balance')).toHaveAccessibleDescription('= 1,250.50 EUR')
    await page.getByRole('button', { name: 'Open account' }).click()
    await review(page).getByRole('button', { name: 'Open account with 1,250.50 EUR' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(owner)
    await expectBalance(page, '1,250.50 EUR')
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    expect(await bank.account(id)).toMatchObject({ balance: '1250.50', version: 1 })
  })

  test('is refused an opening beside the field at fault @desktop', async ({ page }) => {
    await fillOpening(page, '', '5')
    await expect(page.getByLabel('Owner', { exact: true })).toHaveAccessibleDescription(/^Enter/)
    await fillOpening(page, 'Refused', '-5')
    const opening = page.getByLabel('Opening balance')
    await expect(opening).toHaveAccessibleDescription('The opening balance can’t be negative.')
    await expect(opening).toHaveValue('-5')
  })

  test('reviews a large capture', async ({ page, bank, examine }) => {
    const { accountId: id } = await bank.open({ openingBalance: '50000.00' })
    await page.goto(`/accounts/${id}/holds`)
    await placeHold(page, '30 000', 'Car dealer')
    const row = holdRow(page, 'Car dealer')
    await row.getByLabel('Amount to capture').fill('20.000,00')
    await row.getByRole('button', { name: 'Capture' }).click()
    await expect(review(page)).toContainText('HoldCar dealer')
    await expect(review(page)).toContainText('Balance after30,000.00 EUR')
    await examine()
    await review(page).getByRole('button', { name: 'Change' }).click()
    await expect(row.getByLabel('Amount to capture')).toHaveValue('20.000,00')
    await row.getByRole('button', { name: 'Capture' }).click()
    await review(page).getByRole('button', { name: 'Capture 20,000.00 EUR' }).dblclick()
    await expect(page.getByText('Hold captured.')).toBeVisible()
    await expect(row).toContainText('10,000.00 EUR')
    await expect(page).toHaveURL(`/accounts/${id}/holds`)
    expect(await bank.account(id)).toMatchObject({ balance: '30000.00', version: 3 })
  })

  test('reviews by keyboard alone @desktop', async ({ page, bank }) => {
    const { accountId } = await bank.open({ currency: 'JPY' })
    await page.goto(`/accounts/${accountId}/deposit`)
    await tabTo(page, 'Amount')
    await page.keyboard.type('1.000.000')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Review before it is done' })).toBeFocused()
    await tabTo(page, 'Deposit 1,000,000 JPY')
    await page.keyboard.press('Enter')
    await expectReceipt(page)
    expect(await bank.account(accountId)).toMatchObject({ balance: '1000000' })
  })
})

test.describe('without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('large and opening amounts are reviewed and done once', async ({ page, bank }) => {
    const { accountId } = await bank.open()
    await page.goto(`/accounts/${accountId}`)
    await move(page, 'Deposit', '12 345,6', 'House sale')
    await expect(review(page)).toContainText('Balance after12,345.60 EUR')
    await review(page).getByRole('button', { name: 'Change' }).click()
    const form = movementForm(page, 'Deposit')
    await expect(form.getByLabel('Amount')).toHaveValue('12 345,6')
    await expect(form.getByLabel('Note')).toHaveValue('House sale')
    await form.getByRole('button', { name: 'Deposit' }).click()
    await review(page).getByRole('button', { name: 'Deposit' }).dblclick()
    await expectReceipt(page)
    expect(await bank.account(accountId)).toMatchObject({ balance: '12345.60', version: 2 })

    const owner = `Plain ${randomUUID().slice(0, 8)}`
    await fillOpening(page, owner, '5')
    await review(page).getByRole('button', { name: 'Open account with 5.00 EUR' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(owner)
    await expectBalance(page, '5.00 EUR')
  })
})
