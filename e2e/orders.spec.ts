import { randomUUID } from 'node:crypto'
import { expect, type Page, test, whileNarrow } from './page'
import { sessionOf } from './people'
import { asTeller, openPair } from './transfer-page'

const DAY_MS = 86_400_000
/** Some days from now, in the zone of the bank. */
const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const standing = (page: Page) => page.getByRole('main').getByRole('status').first()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

type Asked = { from: string; number: string; amount: string; first: string }

async function fillOrder(page: Page, { from, number, amount, first }: Asked) {
  await page.goto(`/orders/new?from=${from}`)
  const other = page.getByLabel('Another account number')
  if (await other.count()) await other.check()
  await page.getByLabel('To account number').fill(number)
  await page.getByLabel('Amount', { exact: true }).fill(amount)
  await page.getByLabel('First date').fill(first)
}

/** Loads the page again until the bank has done its part. */
async function expectStatus(page: Page, status: string) {
  await expect(async () => {
    await page.reload()
    await expect(heading(page)).toContainText(status, { timeout: 1_000 })
  }).toPass()
}

test.describe('a customer @desktop', () => {
  test.use({ storageState: sessionOf('customer') })

  test('drafts a large order; a teller approves it, and it is paid', async ({
    page,
    browser,
    baseURL,
    examine,
  }) => {
    const teller = await asTeller(baseURL)
    const { payer, payee } = await openPair(teller)
    await teller.deposit(payer.id, '60000.00')
    await fillOrder(page, {
      ...{ from: payer.id, number: payee.number, amount: '60 000', first: dayIn(0) },
    })
    await examine()
    await whileNarrow(page, examine)
    await press(page, 'Save as draft')
    await expect(heading(page)).toHaveText(`Payment order to ${payee.owner} · Draft`)
    await examine()
    await press(page, 'Submit')
    await expect(heading(page)).toContainText('Waiting for approval')
    await expect(page.getByText('somebody else must approve it')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0)
    const { pathname } = new URL(page.url())

    const other = await browser.newContext({ storageState: sessionOf('second-teller') })
    const second = await other.newPage()
    await second.goto('/accounts')
    await second
      .getByRole('banner')
      .getByRole('link', { name: /^Approvals \d+ waiting$/ })
      .click()
    const queue = second.getByRole('table', { name: 'Payment orders waiting for approval' })
    await queue.locator(`a[href="${pathname}"]`).click()
    await press(second, 'Reject')
    await expect(second.getByLabel('Reason')).toHaveAccessibleDescription('Enter the reason.')
    await press(second, 'Approve')
    await expectStatus(second, 'Completed')
    await expect(second.getByRole('link', { name: 'Entry received' })).toBeVisible()
    await second.getByRole('link', { name: 'Entry paid' }).click()
    await expect(second.getByRole('main')).toContainText('60,000.00')
    await other.close()

    await page.reload()
    await expect(page.getByRole('main')).toContainText('60,000.00 EUR, in one payment')
    await expect(page.getByRole('link', { name: 'Entry received' })).toHaveCount(0)
    await examine()
    await whileNarrow(page, examine)
    await page.getByRole('link', { name: 'After event 1', exact: true }).click()
    await expect(heading(page)).toContainText('Draft')
    await examine()
    await page.getByRole('link', { name: 'Return to now' }).click()
    await page.getByRole('link', { name: 'Audit trail', exact: true }).click()
    await expect(heading(page)).toHaveText(`Payment order to ${payee.owner}`)
    expect(await teller.account(payee.id)).toMatchObject({ balance: '60000.00' })
  })

  test('sees why a payment was refused, and when it is tried again', async ({
    page,
    baseURL,
    examine,
  }) => {
    const { payer, payee } = await openPair(await asTeller(baseURL))
    await fillOrder(page, {
      ...{ from: payer.id, number: payee.number, amount: '150', first: dayIn(0) },
    })
    await press(page, 'Submit')
    await expect(heading(page)).toContainText('Running')
    const told = page.getByText('Insufficient funds: 100.00 EUR available; 50.00 short.')
    await expect(async () => {
      await page.reload()
      await expect(told.first()).toBeVisible({ timeout: 1_000 })
    }).toPass()
    await expect(standing(page)).toContainText('was refused and is tried again')
    const [retry] = await page
      .getByText('Tried again from')
      .first()
      .locator('time')
      .evaluateAll(times => times.map(time => time.getAttribute('datetime') ?? ''))
    const minutes = (Date.parse(retry ?? '') - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(50)
    expect(minutes).toBeLessThanOrEqual(60)
    await examine()
    await page.goto(`/orders?account=${payer.id}`)
    await expect(page.getByRole('table')).toContainText('Refused, tried again')
    await examine()
    await whileNarrow(page, examine)
  })

  test('sees what will be available on a date', async ({ page, baseURL, examine }) => {
    const { payer, payee } = await openPair(await asTeller(baseURL))
    await page.goto(`/accounts/${payer.id}`)
    await page.getByRole('link', { name: 'New order' }).click()
    await expect(page).toHaveURL(`/orders/new?from=${payer.id}`)
    await fillOrder(page, {
      ...{ from: payer.id, number: payee.number, amount: '30', first: dayIn(1) },
    })
    const dates = page.getByRole('region', { name: 'Next dates' }).getByRole('listitem')
    await expect(dates).toHaveCount(1)
    await page.getByLabel('How often').selectOption('Every month')
    await expect(dates).toHaveCount(5)
    await page.getByLabel('Number of payments').fill('4')
    await expect(dates).toHaveCount(4)
    const first = page.getByLabel('First date')
    await first.fill(dayIn(-1))
    await expect(page.getByRole('region', { name: 'Next dates' })).toContainText('in the past')
    await press(page, 'Submit')
    await expect(first).toHaveAccessibleDescription('The first payment can’t be in the past.')
    await expect(first).toBeFocused()
    await expect(page.getByLabel('Number of payments')).toHaveValue('4')
    await expect(page.getByLabel('How often')).toHaveValue('month')
    await first.fill(dayIn(1))
    await expect(dates).toHaveCount(4)
    await press(page, 'Submit')
    await expect(heading(page)).toContainText('Running')
    await expect(async () => {
      await page.goto(`/accounts/${payer.id}`)
      await expect(page.getByRole('region', { name: 'Upcoming payments' })).toContainText(
        `To ${payee.owner}`,
        { timeout: 1_000 },
      )
    }).toPass()
    await examine()
    await page.getByRole('link', { name: 'Forecast' }).click()
    const main = page.getByRole('main')
    await expect(main).toContainText('10.00 EUR')
    await expect(main.getByRole('img', { name: /foreseen on/ })).toBeVisible()
    await examine()
    await whileNarrow(page, examine)
    await page.getByLabel('Available on', { exact: true }).fill(dayIn(200))
    await press(page, 'Show')
    await expect(page.getByRole('table')).toContainText('Would be refused. Insufficient funds')
    await page.getByLabel('Available on', { exact: true }).fill(dayIn(-1))
    await press(page, 'Show')
    await expect(page.getByRole('main').getByRole('alert')).toHaveText(
      'That date has passed. Enter one to come.',
    )
    await page.goto(`/accounts/${payer.id}/at?date=${dayIn(40)}&time=&zone=UTC`)
    await page.getByRole('link', { name: /^Forecast for / }).click()
    await expect(page.getByLabel('Available on', { exact: true })).toHaveValue(dayIn(40))
    await page.goto('/accounts')
    const upcoming = page.getByRole('region', { name: 'Upcoming' })
    await upcoming.getByRole('link', { name: 'Payment orders' }).click()
    await expect(heading(page)).toHaveText('Payment orders')
  })
})

test.describe('without scripts @desktop', () => {
  test.use({ storageState: sessionOf('customer'), javaScriptEnabled: false })

  test('an order is made, changed, paused, resumed and cancelled', async ({ page, baseURL }) => {
    const { payer, payee } = await openPair(await asTeller(baseURL))
    const reference = `Rent ${randomUUID().slice(0, 8)}`
    await fillOrder(page, {
      ...{ from: payer.id, number: payee.number, amount: '30,50', first: '2999-01-31' },
    })
    await page.getByLabel('How often').selectOption('Every month')
    await page.getByLabel('On a date', { exact: true }).check()
    await page.getByLabel('Last date').fill('2999-01-01')
    await page.getByLabel('Reference').fill(reference)
    await press(page, 'Submit')
    await expect(page.getByRole('form').getByRole('alert')).toHaveText(
      'The last date can’t be before the first payment.',
    )
    await expect(page.getByLabel('Amount', { exact: true })).toHaveValue('30,50')
    await expect(page.getByLabel('To account number')).toHaveValue(payee.number)
    await expect(page.getByLabel('How often')).toHaveValue('month')
    await expect(page.getByLabel('Reference')).toHaveValue(reference)
    await page.getByLabel('Last date').fill('2999-03-31')
    await press(page, 'Show the dates')
    await expect(page.getByRole('region', { name: 'Next dates' })).toContainText('28 Feb 2999')
    await press(page, 'Submit')
    await expect(heading(page)).toContainText('Running')
    await expect(page.getByRole('main')).toContainText('until 31 Mar 2999')
    await page.getByRole('link', { name: 'Change' }).click()
    await page.getByLabel('Amount', { exact: true }).fill('40')
    await press(page, 'Save changes')
    await expect(page.getByRole('main')).toContainText('40.00 EUR')
    await press(page, 'Pause')
    await expect(heading(page)).toContainText('Paused')
    await press(page, 'Resume')
    await expect(heading(page)).toContainText('Running')
    await press(page, 'Cancel order')
    await expect(heading(page)).toContainText('Cancelled')
    await expect(page.getByRole('button', { name: 'Pause' })).toHaveCount(0)
  })
})
