import { eventLink, trailRows } from './account-page'
import type { Bank } from './bank'
import { expect, type Page, test } from './page'
import { sessionOf } from './people'
import { openPair } from './transfer-page'

/** A payer with 100.00 who sent 30.00 (event 2 on both accounts), which the payee has spent. */
async function sentAndSpent(bank: Bank) {
  const { payer, payee } = await openPair(bank)
  const toAccountId = payee.id
  await bank.send(payer.id, { type: 'Transfer', toAccountId, amount: '30.00', reference: 'Rent' })
  await bank.withdraw(payee.id, '25.00')
  return { payer, payee }
}

async function reverse(page: Page, reason: string): Promise<void> {
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('button', { name: 'Reverse entry' }).click()
}

const allow = (page: Page) => page.getByRole('checkbox', { name: /^Reverse anyway/ })

test.describe('a teller', () => {
  test.use({ storageState: sessionOf('teller') })

  test('reverses a transfer, which both sides show', async ({ page, bank, examine }) => {
    const { payer, payee } = await sentAndSpent(bank)
    await page.goto(`/accounts/${payer.id}/events/2`)
    await expect(page.getByRole('link', { name: payee.owner })).toHaveAttribute(
      'href',
      `/accounts/${payee.id}/events/2`,
    )
    await page.getByRole('link', { name: 'Reverse this entry' }).click()
    const sides = page.getByRole('table', { name: 'What the reversal changes' })
    await expect(sides.getByRole('row').nth(1)).toContainText('+30.00 EUR')
    await expect(sides.getByRole('row').nth(2)).toContainText('25.00 EUR short')
    await reverse(page, ' ')
    await expect(page.getByLabel('Reason')).toHaveAccessibleDescription('Enter the reason.')
    await reverse(page, 'Wrong payee')
    await expect(allow(page)).toHaveAccessibleDescription(
      'Insufficient funds on the other account: 5.00 EUR available; 25.00 short.',
    )
    await expect(allow(page)).not.toBeChecked()
    await examine()
    await allow(page).check()
    await page.getByRole('button', { name: 'Reverse entry' }).click()
    await expect(page).toHaveURL(`/accounts/${payer.id}/events/3`)
    await examine()
    await page.getByRole('main').getByRole('link', { name: 'Event 2', exact: true }).click()
    await expect(page).toHaveURL(`/accounts/${payer.id}/events/2`)
    await expect(page.getByRole('link', { name: 'Reverse this entry' })).toHaveCount(0)
    await page.getByRole('main').getByRole('link', { name: 'Event 3', exact: true }).click()
    await expect(page).toHaveURL(`/accounts/${payer.id}/events/3`)

    await page.goto(`/accounts/${payee.id}/events`)
    await expect(trailRows(page).nth(0)).toContainText('Reversal')
    await expect(trailRows(page).nth(0)).toContainText('more than was available')
    await expect(trailRows(page).nth(2).getByRole('link', { name: 'reversed by 4' })).toBeVisible()
    await trailRows(page).nth(0).getByRole('link', { name: 'of event 2' }).click()
    await expect(page).toHaveURL(`/accounts/${payee.id}/events/2`)
    expect(await bank.account(payee.id)).toMatchObject({ balance: '-25.00' })
    await page.goto(`/accounts/${payee.id}/events/2/reverse`)
    await expect(page.getByRole('main')).toContainText('already reversed, by event 4')
  })

  test('sees why a date can’t be that of a reversal @desktop', async ({ page, bank }) => {
    const { payer } = await sentAndSpent(bank)
    await page.goto(`/accounts/${payer.id}/events/2/reverse`)
    await page.getByLabel('Effective date').fill('2001-01-01')
    await page.getByLabel('Time', { exact: true }).fill('12:00')
    const button = page.getByRole('button', { name: /^Reverse/ })
    await expect(button).toHaveText('Reverse entry as of 1 Jan 2001, 12:00')
    await reverse(page, 'Wrong payee')
    await expect(page.getByLabel('Effective date')).toHaveAccessibleDescription(
      /Its reversal can’t be earlier/,
    )
    await expect(page.getByLabel('Reason')).toHaveValue('Wrong payee')
  })
})

test.describe('a teller without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('reverses too, and confirms overdrawing', async ({ page, bank }) => {
    const { payer, payee } = await sentAndSpent(bank)
    await page.goto(`/accounts/${payee.id}/events/2/reverse`)
    await reverse(page, 'Wrong payee')
    await allow(page).check()
    await page.getByRole('button', { name: 'Reverse entry' }).click()
    await expect(page).toHaveURL(`/accounts/${payee.id}/events/4`)
    expect(await bank.account(payer.id)).toMatchObject({ balance: '100.00' })
  })
})

test.describe('a customer', () => {
  test.use({ storageState: sessionOf('customer') })

  test('sees the other side by name and number only @desktop', async ({ page, browser }) => {
    const teller = await browser.newContext({ storageState: sessionOf('teller') })
    const { openBank } = await import('./bank')
    const { payer, payee } = await sentAndSpent(openBank(teller.request))
    await page.goto(`/accounts/${payer.id}/events`)
    await expect(eventLink(page, 2)).toHaveText(payee.owner)
    await expect(page.getByText('Transferred · Rent')).toBeVisible()
    await eventLink(page, 2).click()
    const panel = page.getByRole('complementary')
    await expect(panel).toContainText(payee.number)
    await expect(panel.getByRole('link', { name: payee.owner })).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Reverse this entry' })).toHaveCount(0)
    await teller.close()
  })
})
