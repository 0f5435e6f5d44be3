import { expect, type Page, tabTo, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('auditor') })

/** The end of a quarter of the demo's years, in UTC. */
const QUARTER_END = '1993-12-31T23:59:59.999Z'

/** Types a date into the field with the focus, whichever order of its parts the browser has. */
async function typeDate(page: Page, [month, day, year]: readonly [string, string, string]) {
  for (const typed of [month + day + year, day + month + year, year + month + day]) {
    for (let part = 0; part < 3; part++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.type(typed)
    const value = await page.locator(':focus').inputValue()
    if (value === `${year}-${month}-${day}`) return
  }
  throw new Error('The date can’t be typed.')
}

const rowOf = (page: Page, currency: string, line: string) =>
  page
    .getByRole('table', { name: `Trial balance in ${currency}` })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: line }) })

test('At a past quarter’s end the books balance, and a figure leads to its events, by keyboard', async ({
  page,
  request,
  examine,
}) => {
  const answer = await request.get(`/api/bank?asOf=${QUARTER_END}`)
  const { totals }: { totals: { currency: string; total: string }[] } = await answer.json()
  const total = totals.find(one => one.currency === 'CZK')?.total ?? 'none'
  const grouped = total.replace(/\B(?=(\d{3})+\.)/g, ',')

  await page.goto('/bank/trial-balance')
  await expect(rowOf(page, 'CZK', 'Total')).toContainText('0.00')
  await examine()
  await tabTo(page, 'Date')
  await typeDate(page, ['12', '31', '1993'])
  await tabTo(page, 'Time')
  await page.keyboard.press('Enter')

  await expect(page).toHaveURL(/asOf=1993-12-31T22%3A59%3A59.999Z/)
  await expect(page.getByText('Past date', { exact: true })).toBeVisible()
  await expect(rowOf(page, 'CZK', 'Customer accounts')).toContainText(grouped)
  await expect(rowOf(page, 'CZK', 'Import clearing')).toContainText(grouped)
  await expect(rowOf(page, 'CZK', 'Total')).toContainText('0.00')
  await examine()

  await tabTo(page, /events of Import clearing$/)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/audit\?ledger=import-clearing&currency=CZK&asOf=1993-12-31/)
  await expect(
    page.getByRole('link', { name: 'Import clearing: remove this filter' }),
  ).toBeVisible()
  await expect(page.getByRole('table', { name: /^Events, newest first$/ })).toContainText(
    / Dec 1993/,
  )
  await examine()
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('a date that can’t be is refused beside its field, and an early one is empty @desktop', async ({
    page,
  }) => {
    await page.goto('/bank/trial-balance')
    await page.getByLabel('Records as of').fill('2999-01-01')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect(page.getByLabel('Records as of')).toHaveAccessibleDescription(/future/)
    await page.getByLabel('Records as of').fill('')
    await page.getByLabel('Date', { exact: true }).fill('1901-01-01')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await expect(page.getByText('No accounts yet')).toBeVisible()
  })
})
