import { expectBalance, movementForm, openMovement } from './account-page'
import type { Bank } from './bank'
import { inWords, onTheClock } from './clock'
import { expect, type Page, tabTo, test } from './page'
import { sessionOf } from './people'
import { expectReceipt, review } from './transfer-page'

/** An account with 100.00, then 40.00 out and 50.00 in. */
async function openWithHistory(bank: Bank) {
  const { accountId } = await bank.open({ openingBalance: '100.00' })
  await bank.withdraw(accountId, '40.00')
  await bank.deposit(accountId, '50.00')
  const [opened] = await bank.events(accountId)
  if (!opened) throw new Error('The account has no first event.')
  return { accountId, opened }
}

/** Fills in a late withdrawal on an account's page, and presses its button. */
async function fillLate(page: Page, amount: string, instant: string): Promise<void> {
  const form = await openMovement(page, 'Withdraw')
  await form.getByLabel('Amount').fill(amount)
  await form.getByLabel('Use an earlier date').check()
  const { date, time } = onTheClock(instant)
  await form.getByLabel('Date', { exact: true }).fill(date)
  await form.getByLabel('Time', { exact: true }).fill(time)
  await form.getByRole('button', { name: /^Withdraw as of/ }).click()
}

/** Posts a late withdrawal after its review. */
async function withdrawLate(page: Page, amount: string, instant: string): Promise<void> {
  await fillLate(page, amount, instant)
  await review(page)
    .getByRole('button', { name: /^Withdraw .* as of/ })
    .click()
}

test.describe('a teller', () => {
  test.use({ storageState: sessionOf('teller') })

  test('posts late after a review, and the past is shown as known before and after', async ({
    page,
    bank,
    examine,
  }) => {
    const { accountId, opened } = await openWithHistory(bank)
    const knownAt = new Date().toISOString()
    await page.goto(`/accounts/${accountId}`)
    await withdrawLate(page, '60.01', opened.occurredAt)
    const amount = movementForm(page, 'Withdraw').getByLabel('Amount')
    await expect(amount).toHaveAccessibleDescription(/fell to 60.00 after that date/)
    await fillLate(page, '60.00', opened.occurredAt)
    await expect(review(page)).toContainText(`Effective${inWords(opened.occurredAt)} Europe/Prague`)
    await expect(review(page)).toContainText('Balance after50.00 EUR')
    await expect(review(page)).toContainText('Posted today, effective on your date.')
    await examine()
    await review(page).getByRole('button', { name: 'Withdraw' }).dblclick()
    await expectReceipt(page)
    expect(await bank.account(accountId)).toMatchObject({ balance: '50.00', version: 4 })

    await page.goto(`/accounts/${accountId}/at/${opened.occurredAt}?zone=UTC`)
    await expectBalance(page, '40.00 EUR')
    await page.goto(`/accounts/${accountId}/at/${opened.occurredAt}?zone=UTC&knownAt=${knownAt}`)
    await expectBalance(page, '100.00 EUR')
  })

  test('sees beside the field why a moment is invalid', async ({ page, bank, examine }) => {
    const { accountId } = await openWithHistory(bank)
    await page.goto(`/accounts/${accountId}`)
    const form = movementForm(page, 'Withdraw')
    await fillLate(page, '1.00', '2001-01-01T12:00:00.000Z')
    const date = form.getByLabel('Date', { exact: true })
    await expect(date).toHaveAccessibleDescription(/was opened on/)
    await expect(date).toHaveValue('2001-01-01')
    await examine()
    await fillLate(page, '1.00', '2999-01-01T12:00:00.000Z')
    await expect(date).toHaveAccessibleDescription('That date is in the future.')
    expect((await bank.account(accountId)).version).toBe(3)
  })

  test('says on the button what it does, and needs both date and time', async ({
    page,
    bank,
    examine,
  }) => {
    const { accountId } = await openWithHistory(bank)
    await page.goto(`/accounts/${accountId}/withdraw`)
    const form = movementForm(page, 'Withdraw')
    const button = form.getByRole('button')
    await expect(button).toHaveText('Withdraw')
    await expect(form.getByLabel('Date', { exact: true })).toBeHidden()
    await form.getByLabel('Amount').fill('1')
    await form.getByLabel('Use an earlier date').check()
    await expect(button).toHaveText('Withdraw as of an earlier date')
    await expect(form.getByLabel('Time')).toHaveAccessibleDescription('In Europe/Prague')
    await button.click()
    const [date, time] = [form.getByLabel('Date', { exact: true }), form.getByLabel('Time')]
    await expect(date).toHaveAccessibleDescription(/^Enter a date/)
    await expect(date).toBeFocused()
    await date.fill('2026-11-10')
    await button.click()
    await expect(time).toHaveAccessibleDescription('Enter a time, such as 14:03.')
    await examine()
    await time.fill('14:03')
    await expect(button).toHaveText('Withdraw as of 10 Nov 2026, 14:03')
    await form.getByLabel('Use an earlier date').uncheck()
    await expect(button).toHaveText('Withdraw')
    expect((await bank.account(accountId)).version).toBe(3)
    await button.click()
    await expectBalance(page, '109.00 EUR')
  })

  test('posts late by keyboard alone @desktop', async ({ page, bank }) => {
    const { accountId, opened } = await openWithHistory(bank)
    await page.goto(`/accounts/${accountId}/withdraw`)
    await tabTo(page, 'Amount')
    await page.keyboard.type('5')
    await tabTo(page, 'Use an earlier date')
    await page.keyboard.press('Space')
    await tabTo(page, 'Date')
    const { date, time } = onTheClock(opened.occurredAt)
    const [year = '', month = '', day = ''] = date.split('-')
    await page.keyboard.type(`${month}${day}${year}`)
    await tabTo(page, 'Time')
    await page.keyboard.type(time)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Review before it is done' })).toBeFocused()
    await tabTo(page, /^Withdraw 5.00 EUR as of/)
    await page.keyboard.press('Enter')
    await expectReceipt(page)
    expect(await bank.account(accountId)).toMatchObject({ balance: '105.00' })
  })
})

test.describe('a teller without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('posts late too, and never as of now by mistake', async ({ page, bank }) => {
    const { accountId, opened } = await openWithHistory(bank)
    await page.goto(`/accounts/${accountId}/withdraw`)
    const form = movementForm(page, 'Withdraw')
    await form.getByLabel('Amount').fill('60.00')
    await form.getByLabel('Use an earlier date').check()
    await expect(form.getByLabel('Date', { exact: true })).toBeVisible()
    await form.getByRole('button', { name: 'Withdraw as of an earlier date' }).click()
    await expect(page.getByRole('alert')).toHaveText(/^Enter a date/)
    await expect(form.getByLabel('Use an earlier date')).toBeChecked()
    expect((await bank.account(accountId)).version).toBe(3)

    await fillLate(page, '60.00', opened.occurredAt)
    await expect(review(page)).toContainText(`Effective${inWords(opened.occurredAt)}`)
    await review(page).getByRole('button', { name: 'Change' }).click()
    await expect(form.getByLabel('Amount')).toHaveValue('60.00')
    await expect(form.getByLabel('Time', { exact: true })).toHaveValue(
      onTheClock(opened.occurredAt).time,
    )
    await form.getByRole('button', { name: /^Withdraw as of/ }).click()
    await page.reload()
    await review(page).getByRole('button', { name: 'Withdraw' }).dblclick()
    await expectReceipt(page)
    expect(await bank.account(accountId)).toMatchObject({ balance: '50.00', version: 4 })
  })
})

test.describe('a customer', () => {
  test.use({ storageState: sessionOf('customer') })

  test("can't post late @desktop", async ({ page, bank }) => {
    const { accountId } = await bank.open({ openingBalance: '1.00' })
    await page.goto(`/accounts/${accountId}/withdraw`)
    await expect(movementForm(page, 'Withdraw')).toBeVisible()
    await expect(page.getByText('Self-service, for the demo')).toBeVisible()
    await expect(page.getByText('Use an earlier date')).toHaveCount(0)
  })
})
