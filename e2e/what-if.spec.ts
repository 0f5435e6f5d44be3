import type { Bank } from './bank'
import { expect, type Page, test, whileNarrow } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

/** Opened with 10.00; a salary, the rent, a newspaper. */
async function openWithRent(bank: Bank): Promise<string> {
  const { accountId } = await bank.open({ openingBalance: '10.00' })
  await bank.deposit(accountId, '500.00', { note: 'Salary' })
  await bank.send(accountId, { type: 'Withdraw', amount: '400.00', note: 'Rent' })
  await bank.send(accountId, { type: 'Withdraw', amount: '5.00', note: 'Newspaper' })
  return accountId
}

/** The cells of a line of the difference. */
function difference(page: Page, name: string) {
  return page.getByRole('region', { name: 'The difference' }).getByRole('row', { name })
}

function refused(page: Page) {
  return page.getByRole('list', { name: 'Refused events' }).getByRole('listitem')
}

test('Without the salary the rent is refused, and the address says so to everybody', async ({
  page,
  bank,
  examine,
}) => {
  const id = await openWithRent(bank)
  await page.goto(`/accounts/${id}/events/2`)
  await page.getByRole('link', { name: 'What if this had not happened?' }).click()
  await expect(page.getByRole('heading', { name: 'What if?' })).toBeVisible()
  await expect(refused(page)).toHaveCount(1)
  await expect(refused(page)).toContainText('Rent')
  await expect(refused(page)).toContainText(
    'Insufficient funds: 10.00 EUR available; 390.00 short.',
  )
  await expect(difference(page, 'Balance now')).toContainText('105.00')
  await expect(difference(page, 'Balance now')).toContainText('5.00')
  await expect(difference(page, 'Balance now')).toContainText('−100.00')
  await expect(page.getByRole('checkbox', { name: 'Leave out event 2' })).toBeChecked()
  await expect(
    page.getByRole('img', { name: /as recorded: 105.00 EUR; what if: 5.00 EUR$/ }),
  ).toBeVisible()
  await examine()

  await page.getByRole('checkbox', { name: 'Leave out event 3' }).check()
  await expect(page).toHaveURL(`/accounts/${id}/what-if?without=2-3`)
  await expect(page.getByRole('status').filter({ hasText: 'Events: 2 left out.' })).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Leave out events')).toHaveValue('2-3')
  await expect(difference(page, 'Balance now')).toContainText('5.00')
  await page.getByRole('button', { name: 'Clear' }).click()
  await expect(page).toHaveURL(`/accounts/${id}/what-if`)
  await expect(page.getByRole('status').filter({ hasText: 'Nothing is different' })).toBeVisible()
  // Nothing was recorded by any of it.
  expect(await bank.account(id)).toMatchObject({ version: 4, balance: '105.00' })
})

test('A daily limit from an event on refuses what came later', async ({ page, bank, examine }) => {
  const id = await openWithRent(bank)
  await page.goto(`/accounts/${id}/at/v2`)
  await page.getByRole('link', { name: 'What if?' }).click()
  const form = page.getByRole('form', { name: 'What is different' })
  await expect(form.getByLabel('Limits hold from')).toHaveValue('event')
  await expect(form.getByLabel('After event')).toHaveValue('2')
  await form.getByLabel('Daily limit').fill('20')
  await form.getByRole('button', { name: 'Work it out' }).click()
  await expect(page).toHaveURL(`/accounts/${id}/what-if?perDay=20.00&from=v2`)
  await expect(refused(page)).toHaveCount(1)
  await expect(refused(page)).toContainText('The daily limit is 20.00 EUR: 20.00 left until')
  await expect(difference(page, 'Balance now')).toContainText('+400.00')
  await whileNarrow(page, examine)

  await form.getByLabel('Daily limit').fill('ten')
  await form.getByRole('button', { name: 'Work it out' }).click()
  await expect(form.getByLabel('Daily limit')).toHaveAccessibleDescription(/Enter an amount/)
  await expect(page).toHaveURL(`/accounts/${id}/what-if?perDay=20.00&from=v2`)
})

test('The chosen event is moved by keys and slider, and a rule may be refused', async ({
  page,
  bank,
}) => {
  const id = await openWithRent(bank)
  await bank.send(id, { type: 'SetOverdraftLimit', limit: '50.00' })
  await bank.send(id, { type: 'Withdraw', amount: '140.00', note: 'Tyres' })
  await page.goto(`/accounts/${id}/what-if?overdraft=10&from=v6`)
  await expect(
    page.getByText('The overdraft limit would have been refused: 35.00 EUR of'),
  ).toBeVisible()
  await page.goto(`/accounts/${id}/what-if?without=2&at=3`)
  await expect(difference(page, 'After event 3')).toContainText('110.00')
  await expect(difference(page, 'After event 3')).toContainText('10.00')
  await page.keyboard.press('[')
  await expect(difference(page, 'After event 2')).toContainText('510.00')
  await expect(page).toHaveURL(`/accounts/${id}/what-if?without=2&at=2`)
  await page.getByRole('slider', { name: 'Event to show' }).press('End')
  await expect(page).toHaveURL(`/accounts/${id}/what-if?without=2&at=6`)
  await expect(page.getByText('spaced by effective date')).toBeVisible()
  const byEvent = page.getByRole('button', { name: 'By event' })
  await byEvent.click()
  await expect(page).toHaveURL(`/accounts/${id}/what-if?without=2&at=6&axis=events`)
  await page.reload()
  await expect(byEvent).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText('spaced by event, not by time')).toBeVisible()
})

test('What the address has wrong is said beside its field', async ({ page, bank, examine }) => {
  const id = await openWithRent(bank)
  await page.goto(`/accounts/${id}/what-if?without=1&perDay=x&from=soon&at=9`)
  const form = page.getByRole('form', { name: 'What is different' })
  await expect(form.getByLabel('Leave out events')).toHaveAccessibleDescription(/can’t be left out/)
  await expect(form.getByLabel('Daily limit')).toHaveAccessibleDescription(/Enter an amount/)
  await expect(form.getByLabel('Limits hold from')).toHaveAccessibleDescription(/Enter a date/)
  await expect(
    form.getByText(/names no event to show. Enter an event number from 1 to 4/),
  ).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'Nothing is different' })).toBeVisible()
  await examine()
})

test.describe('without scripts @desktop', () => {
  test.use({ javaScriptEnabled: false })

  test('the page says that it needs them', async ({ page, bank }) => {
    const { accountId } = await bank.open()
    await page.goto(`/accounts/${accountId}/what-if`)
    await expect(page.locator('noscript p')).toHaveText(/^This page needs JavaScript/)
    await expect(page.getByRole('form', { name: 'What is different' })).toBeHidden()
  })
})
