import { randomUUID } from 'node:crypto'
import { expectBalance, movementForm } from './account-page'
import { expect, pressUntil, tabTo, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

test('The main story works by keyboard alone @desktop', async ({ page }) => {
  const owner = `Keys ${randomUUID().slice(0, 8)}`
  await page.goto('/accounts')
  await tabTo(page, 'New account')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/accounts/new')
  await tabTo(page, 'Owner')
  await page.keyboard.type(owner)
  await tabTo(page, 'Open account')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(owner)

  const amount = movementForm(page, 'Deposit').getByLabel('Amount')
  await pressUntil(page, 'd', () => expect(page).toHaveURL(/\/deposit$/, { timeout: 2_000 }))
  await tabTo(page, 'Amount')
  await expect(amount).toHaveValue('')
  await page.keyboard.type('100.00')
  await page.keyboard.press('Enter')
  await expectBalance(page, '100.00')
  await page.goBack()
  await pressUntil(page, 'w', () => expect(page).toHaveURL(/\/withdraw$/, { timeout: 2_000 }))
  await tabTo(page, 'Withdraw')
  await expect(movementForm(page, 'Withdraw').getByRole('button')).toBeFocused()
})

test('A transfer works by keyboard alone @desktop', async ({ page, bank }) => {
  const { account } = await bank.open({ openingBalance: '100.00' })
  const { account: payee } = await bank.open({ owner: 'Petr by Keys' })
  await page.goto(`/accounts/${account.id}`)
  await pressUntil(page, 't', () => expect(page).toHaveURL(/\/transfer$/, { timeout: 2_000 }))
  await tabTo(page, 'Amount')
  await page.keyboard.type('25.50')
  await tabTo(page, 'Reference')
  await page.keyboard.type('Typed')
  await tabTo(page, 'To account number')
  await page.keyboard.type(payee.number)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Review before it is done' })).toBeFocused()
  await tabTo(page, 'Send 25.50 EUR')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/receipts\//)
  expect(await bank.account(payee.id)).toMatchObject({ balance: '25.50' })
})

test('Keys of the time machine lead to the past and back @desktop', async ({ page, bank }) => {
  const { accountId } = await bank.open()
  await bank.deposit(accountId, '5.00')
  await page.goto(`/accounts/${accountId}/at/v2`)
  await expectBalance(page, '5.00 EUR')
  await pressUntil(page, '[', () =>
    expect(page).toHaveURL(`/accounts/${accountId}/at/v1`, { timeout: 500 }),
  )
  await expectBalance(page, '0.00 EUR')
  await pressUntil(page, ']', () =>
    expect(page).toHaveURL(`/accounts/${accountId}/at/v2`, { timeout: 500 }),
  )
  await pressUntil(page, 'Escape', () =>
    expect(page).toHaveURL(`/accounts/${accountId}`, { timeout: 500 }),
  )
})

test('A refusal puts the focus into the field at fault @desktop', async ({ page, bank }) => {
  const { accountId } = await bank.open()
  await page.goto(`/accounts/${accountId}/withdraw`)
  const amount = movementForm(page, 'Withdraw').getByLabel('Amount')
  await amount.fill('5.00')
  await page.keyboard.press('Enter')
  await expect(amount).toHaveAttribute('aria-invalid', 'true')
  await expect(amount).toBeFocused()
})

test('? lists the keys, but not while writing @desktop', async ({ page }) => {
  await page.goto('/accounts')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await pressUntil(page, '?', () => expect(sheet).toBeVisible({ timeout: 500 }))
  await expect(sheet).toContainText('Search from anywhere')
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await page.getByRole('searchbox', { name: 'Search accounts' }).focus()
  await page.keyboard.type('?/')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
