import { randomUUID } from 'node:crypto'
import {
  actions,
  backToAccount,
  eventLink,
  expectBalance,
  move,
  movementForm,
  openAccountByForm,
  pickMoment,
  trailRows,
} from './account-page'
import { expect, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

test('A teller opens an account, moves money, is refused, and looks back', async ({
  page,
  examine,
}) => {
  const owner = `Ada Byron ${randomUUID().slice(0, 8)}`

  await test.step('open an account', async () => {
    await page.goto('/accounts')
    await page.getByRole('link', { name: 'New account' }).click()
    await expect(page).toHaveURL('/accounts/new')
    await examine()
    await openAccountByForm(page, owner)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(owner)
    await expectBalance(page, '0.00 EUR')
    await examine()
  })

  await test.step('deposit 100.00, on a page of its own', async () => {
    await actions(page).getByRole('link', { name: 'Deposit' }).click()
    await expect(page).toHaveURL(/\/deposit$/)
    await examine()
    await move(page, 'Deposit', '100.00', 'Salary')
    await expectBalance(page, '100.00 EUR')
    await expect(movementForm(page, 'Deposit')).toContainText('Deposited 100.00 EUR')
  })

  await test.step('withdraw 30.50', async () => {
    await move(page, 'Withdraw', '30.50', 'Rent')
    await expectBalance(page, '69.50 EUR')
  })

  await test.step('be refused 1,000.00, with the typed value kept', async () => {
    await move(page, 'Withdraw', '1000.00', 'Too much')
    const form = movementForm(page, 'Withdraw')
    const amount = form.getByLabel('Amount')
    await expect(form.getByRole('alert')).toHaveText(
      'Insufficient funds: 69.50 EUR available; 930.50 short.',
    )
    await expect(amount).toHaveAccessibleDescription(/^Insufficient funds: 69.50 EUR available/)
    await expect(amount).toHaveAttribute('aria-invalid', 'true')
    await expect(amount).toHaveValue('1000.00')
    await expect(form.getByLabel('Note')).toHaveValue('Too much')
    await expectBalance(page, '69.50 EUR')
    await examine()
  })

  await test.step('see three events, newest first', async () => {
    await backToAccount(page)
    const rows = trailRows(page)
    await expect(rows).toHaveCount(3)
    await expect(rows.nth(0)).toContainText('Withdrawn')
    await expect(rows.nth(0)).toContainText('−30.50')
    await expect(rows.nth(0)).toContainText('69.50')
    await expect(rows.nth(1)).toContainText('Deposited')
    await expect(rows.nth(1)).toContainText('+100.00')
    await expect(rows.nth(2)).toContainText('Opened')
  })

  await test.step('read an event with its stored form', async () => {
    await eventLink(page, 2).click()
    const panel = page.getByRole('complementary', { name: 'Event 2' })
    await expect(panel.getByText('"amount": "100.00"')).toBeVisible()
    await examine()
    await page.keyboard.press('Escape')
  })

  await test.step('look between the two movements', async () => {
    const deposited = trailRows(page).nth(1).getByRole('time').first()
    const instant = (await deposited.getAttribute('datetime')) ?? ''
    await page.goto(`${new URL(page.url()).pathname}/at`)
    await pickMoment(page, instant)
    await expectBalance(page, '100.00 EUR')
    await expect(page.getByRole('region', { name: 'Position in the audit trail' })).toContainText(
      'Before event 3',
    )
  })
})

test('A receipt has a permalink', async ({ page, bank, browser, examine }) => {
  const { account } = await bank.open({ openingBalance: '10.00' })
  await page.goto(`/accounts/${account.id}`)
  await move(page, 'Deposit', '5.25', 'From Charles')
  await movementForm(page, 'Deposit').getByRole('link', { name: 'Receipt' }).click()
  await expect(page).toHaveURL(/\/receipts\/[0-9a-f-]{36}$/)
  await examine()

  await bank.withdraw(account.id, '1.00')
  const later = await browser.newContext({ storageState: sessionOf('auditor') })
  const sheet = await later.newPage()
  await sheet.goto(page.url())
  const receipt = sheet.getByRole('main')
  await expect(receipt).toContainText('5.25')
  await expect(receipt).toContainText('15.25')
  await expect(receipt).toContainText('From Charles')
  await later.close()
})
