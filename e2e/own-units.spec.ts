import { randomUUID } from 'node:crypto'
import {
  backToAccount,
  expectBalance,
  move,
  movementForm,
  openAccountByForm,
  openMovement,
  trailRows,
} from './account-page'
import { expect, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

test('A teller keeps hours with two places, and points without any', async ({ page, examine }) => {
  const owner = `Time Bank ${randomUUID().slice(0, 8)}`

  await test.step('the form lists the units, and says how many places they have', async () => {
    await page.goto('/accounts/new')
    await page.getByLabel('Currency').selectOption('PTS · Unit of this bank, ★')
    const opening = page.getByLabel('Opening balance')
    await expect(opening).toHaveAccessibleDescription('Whole amounts')
    await page.getByLabel('Currency').selectOption('HRS · Unit of this bank, h')
    await expect(opening).toHaveAccessibleDescription('Up to 2 decimal places')
    await examine()
  })

  await test.step('hours: deposit 1,200.25, with the balance previewed', async () => {
    await openAccountByForm(page, owner, 'HRS')
    await expectBalance(page, '0.00 h')
    const form = await openMovement(page, 'Deposit')
    const amount = form.getByLabel('Amount')
    await amount.fill('1200.255')
    await expect(amount).toHaveAccessibleDescription('HRS amounts have at most 2 decimal places.')
    await amount.fill('1200.25')
    await expect(amount).toHaveAccessibleDescription('= 1,200.25 h · Balance after 1,200.25')
    await move(page, 'Deposit', '1200.25', 'Garden work')
    await expectBalance(page, '1,200.25 h')
    await expect(form).toContainText('Deposited 1,200.25 h')
    await backToAccount(page)
    await expect(trailRows(page).first()).toContainText('+1,200.25')
    await examine()
  })

  await test.step('the account after a reload, and the bank’s total', async () => {
    await page.reload()
    await expectBalance(page, '1,200.25 h')
    await page.goto('/audit?currency=HRS')
    await expect(trailRows(page).first()).toContainText('+1,200.25 h')
  })

  await test.step('points: whole amounts only', async () => {
    await openAccountByForm(page, owner, 'PTS')
    await move(page, 'Deposit', '5.5')
    await expect(movementForm(page, 'Deposit').getByRole('alert')).toHaveText(
      'PTS has no decimal places. Enter a whole amount.',
    )
    await move(page, 'Deposit', '5')
    await expectBalance(page, '5 ★')
  })
})
