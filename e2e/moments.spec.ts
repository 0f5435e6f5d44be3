import { actions, expectBalance, pickMoment } from './account-page'
import type { Bank } from './bank'
import { dayInWords, onTheClock } from './clock'
import { expect, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

/** An account with 100.00 in and 30.50 out, and its three events. */
async function openWithHistory(bank: Bank) {
  const { accountId } = await bank.open()
  await bank.deposit(accountId, '100.00')
  await bank.withdraw(accountId, '30.50')
  const [opened, deposited, withdrawn] = await bank.events(accountId)
  if (!opened || !deposited || !withdrawn)
    throw new Error('The account does not have three events.')
  return { accountId, opened, deposited, withdrawn }
}

test('Between the two movements the balance was 100.00, by date', async ({
  page,
  bank,
  examine,
}) => {
  const { accountId, deposited, withdrawn } = await openWithHistory(bank)
  await page.goto(`/accounts/${accountId}/at`)
  await pickMoment(page, deposited.occurredAt)
  await expect(page).toHaveURL(
    `/accounts/${accountId}/at/${deposited.occurredAt}?zone=Europe/Prague`,
  )
  await expectBalance(page, '100.00 EUR')
  const words = page.getByRole('region', { name: 'Position in the audit trail' })
  await expect(words).toContainText('After event 2')
  await expect(words).toContainText('Before event 3')
  await expect(words).toContainText(onTheClock(withdrawn.occurredAt).time.slice(0, 5))
  await expect(page.getByText('Past date', { exact: true })).toBeVisible()
  await expect(actions(page)).toHaveCount(0)
  await examine()
})

test('The balance after an event is found by its number @desktop', async ({ page, bank }) => {
  const { accountId } = await openWithHistory(bank)
  await page.goto(`/accounts/${accountId}/at`)
  await page.getByLabel('Or after event number').fill('2')
  await page.getByRole('button', { name: 'Show after this event' }).click()
  await expect(page).toHaveURL(`/accounts/${accountId}/at/v2`)
  await expectBalance(page, '100.00 EUR')

  await page.getByRole('link', { name: 'Previous: event 1' }).click()
  await expect(page).toHaveURL(`/accounts/${accountId}/at/v1`)
  await expectBalance(page, '0.00 EUR')

  await page.getByRole('slider', { name: 'Event to show' }).fill('3')
  await expect(page).toHaveURL(`/accounts/${accountId}/at/v3`)
  await expectBalance(page, '69.50 EUR')

  await page.getByRole('link', { name: /^Return to now/ }).click()
  await expect(page).toHaveURL(`/accounts/${accountId}`)
})

test('The address of a moment shows others the same, also after more has happened @desktop', async ({
  page,
  bank,
  browser,
}) => {
  const { accountId, deposited } = await openWithHistory(bank)
  const address = `/accounts/${accountId}/at/${deposited.occurredAt}?zone=Europe/Prague`
  await page.goto(address)
  await expectBalance(page, '100.00 EUR')
  await bank.deposit(accountId, '7.00')
  const context = await browser.newContext({
    storageState: sessionOf('auditor'),
    timezoneId: 'America/New_York',
  })
  const other = await context.newPage()
  await other.goto(address)
  await expectBalance(other, '100.00 EUR')
  await expect(other.getByRole('region', { name: 'Position in the audit trail' })).toContainText(
    'Europe/Prague',
  )
  await context.close()
})

test('Before the account was opened there is no balance, and the page says when it was opened', async ({
  page,
  bank,
  examine,
}) => {
  const { accountId, opened } = await openWithHistory(bank)
  await page.goto(`/accounts/${accountId}/at`)
  await pickMoment(page, '2001-01-01T12:00:00.000Z')
  await expect(page.getByText('The account was not open yet.')).toBeVisible()
  const { date, time } = onTheClock(opened.occurredAt)
  await expect(page.getByText(/Opened on/)).toContainText(
    `Opened on ${dayInWords(date)}, ${time.slice(0, 5)}.`,
  )
  await examine()
  await page.getByRole('link', { name: 'Show the opening' }).click()
  await expectBalance(page, '0.00 EUR')
})

test('The future is refused beside its field, with the typed text kept', async ({
  page,
  bank,
  examine,
}) => {
  const { accountId } = await openWithHistory(bank)
  await page.goto(`/accounts/${accountId}/at`)
  await pickMoment(page, '2999-12-31T12:00:00.000Z')
  const date = page.getByLabel('Date')
  await expect(date).toHaveAccessibleDescription('That date is in the future.')
  await expect(date).toHaveValue('2999-12-31')
  await expect(page.getByLabel('Time', { exact: true })).toHaveValue('13:00:00.000')
  await examine()
})

const MALFORMED = [
  { query: 'date=2026-02-30&time=&zone=UTC', label: 'Date' },
  { query: 'date=yesterday&time=&zone=UTC', label: 'Date' },
  { query: 'date=2020-06-30&time=25:00&zone=UTC', label: 'Time' },
  { query: 'date=2020-06-30&time=10:00&zone=Nowhere/Else', label: 'Time' },
  { query: 'date=2020-03-29&time=02:30&zone=Europe/Prague', label: 'Time' },
  { query: 'date=2020-10-25&time=02:30&zone=Europe/Prague', label: 'Time' },
  { query: 'version=99', label: 'Or after event number' },
  { query: 'version=1.5', label: 'Or after event number' },
]

test('An invalid moment is refused beside its field @desktop', async ({ page, bank }) => {
  const { accountId } = await openWithHistory(bank)
  for (const { query, label } of MALFORMED) {
    await page.goto(`/accounts/${accountId}/at?${query}`)
    const field = page.getByLabel(label, { exact: true })
    await expect(field, query).toHaveAttribute('aria-invalid', 'true')
    await expect(field, query).toHaveAccessibleDescription(/\w.*[.?]$/)
  }
})

test('An address with an invalid moment is no server error @desktop', async ({ page, bank }) => {
  const { accountId } = await openWithHistory(bank)
  for (const moment of ['yesterday', 'v0', 'v99', 'v', '2026-02-30T00:00:00Z', '%00', '%E0%A4%A']) {
    const answer = await page.goto(`/accounts/${accountId}/at/${moment}`)
    expect(answer?.status(), moment).toBeLessThan(500)
    await expect(page.getByRole('main')).toBeVisible()
  }
})
