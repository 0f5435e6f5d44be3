import { randomUUID } from 'node:crypto'
import {
  backToAccount,
  expectBalance,
  move,
  movementForm,
  openAccountByForm,
  trailRows,
} from './account-page'
import { expect, test } from './bank'
import { ownAddress, PASSWORD, PEOPLE, sessionOf } from './people'

test.use({ javaScriptEnabled: false, extraHTTPHeaders: ownAddress() })

test('The sign-in works without scripts @desktop', async ({ page }) => {
  await page.goto('/sign-in?next=/accounts')
  await page.getByLabel('E-mail').fill(PEOPLE.teller)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL('/accounts')
})

test.describe('signed in @desktop', () => {
  test.use({ storageState: sessionOf('teller') })

  test('The main story works without scripts', async ({ page }) => {
    const owner = `Plain ${randomUUID().slice(0, 8)}`
    await openAccountByForm(page, owner)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(owner)

    await move(page, 'Deposit', '100.00')
    await expectBalance(page, '100.00 EUR')
    await move(page, 'Withdraw', '30.50')
    await expectBalance(page, '69.50 EUR')

    await move(page, 'Withdraw', '1000.00', 'Too much')
    const form = movementForm(page, 'Withdraw')
    await expect(form.getByRole('alert')).toHaveText(
      'Insufficient funds: 69.50 EUR available; 930.50 short.',
    )
    await expect(form.getByLabel('Amount')).toHaveValue('1000.00')
    await expect(form.getByLabel('Note')).toHaveValue('Too much')
    await expectBalance(page, '69.50 EUR')
    await backToAccount(page)
    await expect(trailRows(page)).toHaveCount(3)

    await page.goto(`${new URL(page.url()).pathname}/at`)
    await page.getByLabel('Or after event number').fill('2')
    await page.getByRole('button', { name: 'Show after this event' }).click()
    await expectBalance(page, '100.00 EUR')
  })

  test('Resubmitting a form by reloading the page does nothing twice', async ({ page, bank }) => {
    const { account } = await bank.open()
    await page.goto(`/accounts/${account.id}`)
    await move(page, 'Deposit', '5.00')
    await expectBalance(page, '5.00 EUR')
    await page.reload()
    await expectBalance(page, '5.00 EUR')
    expect((await bank.account(account.id)).version).toBe(2)
  })

  test('A timeline is filtered, paged and exported without scripts', async ({ page, bank }) => {
    const { account } = await bank.open({ openingBalance: '5.00' })
    await bank.depositAll(
      account.id,
      Array.from({ length: 60 }, (_, n) => ({
        amount: '1.00',
        note: n === 7 ? 'Seven' : 'Other',
      })),
    )
    await page.goto(`/accounts/${account.id}/events`)
    await expect(trailRows(page)).toHaveCount(50)
    await page.getByRole('link', { name: 'Next page' }).click()
    await expect(trailRows(page)).toHaveCount(11)
    await page.getByLabel('Search notes').fill('seven')
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await expect(trailRows(page)).toHaveCount(1)
    await trailRows(page).first().getByRole('link').click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Event 9')
    await page.goBack()
    const saving = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export as CSV' }).click()
    expect((await saving).suggestedFilename()).toMatch(
      new RegExp(`^daybook-${account.number.slice(-4)}-to-\\d{4}-\\d\\d-\\d\\d\\.csv$`),
    )
  })

  test('An unknown address is explained without scripts', async ({ page, bank }) => {
    const { account } = await bank.open()
    for (const [path, says] of [
      [`/accounts/${account.id}/at/v99`, /This account has 1 event so far/],
      [`/accounts/${account.id}/at/2001-01-01T00:00:00Z`, /Opened on/],
      [`/accounts/${account.id}/at/v1/explain?before=x`, /“before” must come from a link/],
      [`/accounts/${randomUUID()}/at/v1`, /Page not found/],
      [`/accounts/${randomUUID()}`, /Page not found/],
      [`/accounts/${account.id}/events/99`, /Page not found/],
    ] as const) {
      expect((await page.goto(path))?.status(), path).toBe(404)
      await expect(page.getByRole('main'), path).toContainText(says)
      await expect(page.getByRole('link', { name: /accounts|date|now/i }).last()).toBeVisible()
    }
  })

  test('Accounts are searched without scripts', async ({ page, bank }) => {
    const { account } = await bank.open({ owner: `Searched ${randomUUID().slice(0, 8)}` })
    await page.goto('/accounts')
    await page.getByRole('searchbox', { name: 'Search accounts' }).fill(account.owner)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('link', { name: account.owner })).toBeVisible()
  })
})
