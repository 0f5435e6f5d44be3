import { randomUUID } from 'node:crypto'
import type { Bank } from './bank'
import { onTheClock } from './clock'
import { expect, type Page, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

/** Currencies that no other spec uses, so that their totals are this spec's own. */
const OWN: Readonly<Record<string, string>> = { phone: 'GBP', desktop: 'SEK' }

async function openOwn(bank: Bank, currency: string) {
  const before = await totalOf(bank, currency)
  const owner = `Whole ${randomUUID().slice(0, 8)}`
  const { accountId } = await bank.open({ owner, currency, openingBalance: '10.00' })
  await bank.deposit(accountId, '5.00')
  const [opened, deposited] = await bank.events(accountId)
  if (!opened || !deposited) throw new Error('The account does not have two events.')
  return { before, owner, accountId, opened, deposited }
}

async function totalOf(bank: Bank, currency: string): Promise<number> {
  const { totals } = await bank.whole()
  return Number(totals.find(one => one.currency === currency)?.total ?? '0')
}

/** The row of a currency in the table of totals. */
function rowOf(page: Page, currency: string) {
  return page
    .getByRole('table', { name: /^Total balances/ })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: currency, exact: true }) })
}

test('The whole bank now, then, and what changed between', async ({
  page,
  bank,
  examine,
}, info) => {
  const currency = OWN[info.project.name] ?? 'NOK'
  const { before, owner, accountId, opened } = await openOwn(bank, currency)
  await page.goto('/bank')
  await expect(page).toHaveURL('/bank/at')
  await expect(rowOf(page, currency)).toContainText(`${(before + 15).toFixed(2)}`)
  await examine()

  const { date, time } = onTheClock(opened.occurredAt)
  await page.getByLabel('Date', { exact: true }).first().fill(date)
  await page.getByLabel('Time', { exact: true }).first().fill(time)
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(/asOf=/)
  await expect(page.getByText('Past date', { exact: true })).toBeVisible()
  const row = rowOf(page, currency)
  await expect(row).toContainText((before + 10).toFixed(2))
  await expect(row).toContainText((before + 15).toFixed(2))
  await expect(row).toContainText('+5.00')
  await examine()

  // The earlier moment is first, whichever was chosen first.
  await page.goto(`/bank/at?withAsOf=${opened.occurredAt}&zone=UTC`)
  await expect(rowOf(page, currency)).toContainText('+5.00')
  const heads = page.getByRole('table', { name: /^Total balances/ }).locator('thead th')
  await expect(heads.nth(2)).toHaveText(/^Total, \d{4}-\d\d-\d\d \d\d:\d\d$/)
  await expect(heads.nth(3)).toHaveText('Total, now')
  await page.goBack()

  await page.getByRole('link', { name: owner }).click()
  await expect(page).toHaveURL(new RegExp(`/accounts/${accountId}/at/`))
  await expect(page.getByRole('region', { name: /^Balance/ })).toContainText('10.00')
})

test('The form stands above the balances', async ({ page }) => {
  await page.goto('/bank/at')
  const [form, table] = [
    await page.getByRole('form', { name: 'Whole bank on a date' }).boundingBox(),
    await page.getByRole('table', { name: /^Total balances/ }).boundingBox(),
  ]
  expect(form?.y ?? 0).toBeLessThan(table?.y ?? 0)
})

test('An invalid moment is explained, and the form stays usable @desktop', async ({
  page,
  examine,
}) => {
  const asked = [
    ['/bank/at?asOf=2999-01-01T00:00:00Z', /in the future/],
    ['/bank/at?knownAt=yesterday', /must be an instant/],
    ['/bank/at?cursor=nowhere', /“cursor” must come from a link/],
    [`/bank/at?asOf=${'x'.repeat(5_000)}`, /must be an instant/],
  ] as const
  for (const [address, sentence] of asked) {
    await page.goto(address)
    await expect(page.getByRole('main').getByRole('alert')).toContainText(sentence)
    await expect(page.getByRole('form', { name: 'Whole bank on a date' })).toBeVisible()
  }
  await examine()
  await page.goto('/bank/at?asOfDate=2020-03-29&asOfTime=02:30&zone=Europe/Prague')
  await expect(page.getByLabel('Time', { exact: true }).first()).toHaveAccessibleDescription(
    /did not occur in Europe\/Prague/,
  )
})

test('Before the first account the bank is empty', async ({ page, examine }) => {
  await page.goto('/bank/at?asOf=1901-01-01T00:00:00Z&withAsOf=1902-01-01T00:00:00Z&zone=UTC')
  await expect(page.getByText('No accounts yet')).toBeVisible()
  await examine()
})

test.describe('a customer', () => {
  test.use({ storageState: sessionOf('customer') })

  test('has no access to the whole bank @desktop', async ({ page, request }) => {
    await page.goto('/accounts')
    await expect(page.getByRole('link', { name: 'Whole bank' })).toHaveCount(0)
    for (const path of [
      '/bank/at',
      '/bank/trial-balance',
      '/bank/insights',
      '/bank/insights/dormant',
    ]) {
      expect((await page.goto(path))?.status(), path).toBe(404)
    }
    for (const path of [
      '',
      '/trial-balance',
      '/comparison',
      '/accounts',
      '/insights',
      '/dormant',
    ]) {
      expect((await request.get(`/api/bank${path}`)).status(), path).toBe(403)
    }
  })
})
