import { expect, type Page, tabTo, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('auditor') })

/** The imported accounts of the demo bank, which no spec writes to. */
const BOOK = '/bank/insights?currency=CZK&by=month&from=1993-01-01&to=1993-12-31'

/** Days of the demo bank, before those on which specs write to it. */
const [FIRST, LAST] = [60, 2].map(ago =>
  new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10),
)
const LATELY = `/bank/insights?currency=EUR&by=week&from=${FIRST}&to=${LAST}`

async function cellsOf(page: Page, caption: RegExp): Promise<string[]> {
  const rows = page.getByRole('table', { name: caption }).getByRole('row')
  return (await rows.allInnerTexts()).map(text => text.replaceAll(/\s+/g, ' '))
}

test('The flows in a year of the imported accounts add up, and each figure links to its events', async ({
  page,
  request,
  examine,
}) => {
  await page.goto(BOOK)
  const address = BOOK.replace('/bank/', '/api/bank/')
  const report: {
    whole: { inflow: string; outflow: string; net: string; deposits: number; opened: number }
    periods: { from: string; inflow: string; outflow: string }[]
  } = await (await request.get(address)).json()
  const cents = (text: string) => BigInt(text.replace('.', ''))
  const sum = (of: 'inflow' | 'outflow') =>
    report.periods.reduce((total, period) => total + cents(period[of]), 0n)
  expect(report.periods).toHaveLength(12)
  expect(cents(report.whole.inflow)).toBe(sum('inflow'))
  expect(cents(report.whole.net)).toBe(sum('inflow') - sum('outflow'))
  expect(sum('inflow')).toBeGreaterThan(0n)

  const flows = page.getByRole('region', { name: 'In and out, CZK' })
  const bars = flows.getByRole('list', { name: 'In and out in CZK, by month' })
  const first = report.periods.find(({ inflow }) => cents(inflow) > 0n)
  await expect(
    bars.getByRole('link', { name: new RegExp(`^In, ${first?.from} – .*: [\\d,.]+ CZK$`) }),
  ).toHaveAttribute('href', new RegExp(`direction=in.*from=${first?.from}`))
  expect((await cellsOf(page, /^In, out and net/)).length).toBeGreaterThan(10)
  const inflow = flows.getByRole('definition').first().getByRole('link')
  await expect(inflow).toHaveAttribute(
    'href',
    '/audit?direction=in&currency=CZK&from=1993-01-01&to=1993-12-31&zone=UTC',
  )
  await examine()
})

test('An hour of the day links to exactly its events @desktop', async ({ page, request }) => {
  await page.goto(LATELY)
  await page.getByText('Show as a table').click()
  const table = page.getByRole('table', { name: 'Events by hour of day, UTC' })
  const figure = table.getByRole('link').first()
  const [count, href] = [
    Number(await figure.innerText()),
    (await figure.getAttribute('href')) ?? '',
  ]
  expect(href).toMatch(/^\/audit\?.*&hour=\d+&/)
  let counted = 0
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = href.replace('/audit?', '') + (cursor && `&cursor=${cursor}`)
    const part: { items: { occurredAt: string }[]; nextCursor: string | null } = await (
      await request.get(`/api/events?${query}&limit=200`)
    ).json()
    for (const { occurredAt } of part.items)
      expect(href).toContain(`hour=${+occurredAt.slice(11, 13)}&`)
    counted += part.items.length
    cursor = part.nextCursor
  }
  expect(counted).toBe(count)
  await figure.click()
  await expect(page.getByRole('link', { name: /:59 UTC: remove this filter/ })).toBeVisible()
  expect((await request.get('/api/events?hour=24')).status()).toBe(400)
})

test('Every bar of a chart is a link with its figure in its name @desktop', async ({
  page,
  request,
}) => {
  await page.goto(LATELY)
  const hours = page.getByRole('list', { name: 'Events by hour of day, UTC' })
  const bar = hours.getByRole('link').first()
  const name = (await bar.getAttribute('aria-label')) ?? ''
  expect(name).toMatch(/^\d\d:00 UTC: [\d,]+ events?$/)
  const [, count = ''] = / UTC: ([\d,]+)/.exec(name) ?? []
  const query = ((await bar.getAttribute('href')) ?? '').replace('/audit?', '')
  const listed = await (await request.get(`/api/events?${query}&limit=200`)).json()
  expect(listed.items.length).toBe(Math.min(Number(count.replace(',', '')), 200))

  // What was imported has dates, but no times of day.
  await page.goto(BOOK)
  await expect(page.getByText('No events with a time of day.')).toBeVisible()
  const sizes = page.getByRole('table', { name: /^Accounts by balance size/ })
  await expect(sizes.getByRole('link').first()).toHaveAccessibleName(/^[\d,]+ accounts?: .* CZK$/)
  const largest = page.getByRole('table', { name: /^Largest movements/ })
  const movement = largest
    .getByRole('link', { name: /^(Deposited|Withdrawn) [\d,.]+ CZK: / })
    .first()
  await expect(movement).toHaveAttribute('href', /event=\d+/)
})

test('A chart’s bars are reached by keyboard, and can be skipped @desktop', async ({ page }) => {
  await page.goto(BOOK)
  await page.getByRole('link', { name: 'All time' }).focus()
  await tabTo(page, /^(In|Out|Net|[−+]?[\d,]+\.\d\d)/)
  await tabTo(page, 'Skip chart')
  await tabTo(page, /^In, 1993-/)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/audit\?.*direction=in.*currency=CZK/)
})

test('Another currency and other days are chosen by keyboard alone @desktop', async ({ page }) => {
  await page.goto('/bank/insights')
  await page.getByLabel('Currency').focus()
  await page.keyboard.type('CZK')
  await page.getByLabel('From, UTC').fill('1993-01-01')
  await page.getByLabel('To, UTC').fill('1993-03-31')
  await page.getByRole('button', { name: 'Show' }).focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/currency=CZK.*from=1993-01-01/)
  await expect(page.getByRole('region', { name: 'Largest movements, CZK' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Busiest hours, CZK' })).toBeVisible()
})

test('The accounts behind a size, and dormant ones, can be opened', async ({ page, examine }) => {
  await page.goto(BOOK)
  const sizes = page.getByRole('table', { name: /^Accounts by balance size/ })
  await sizes.getByRole('link').last().click()
  await expect(page).toHaveURL(/\/bank\/insights\/sizes\/CZK\/\d+$/)
  await expect(page.getByRole('table', { name: /^Accounts in this balance range/ })).toBeVisible()
  await examine()
  await page.goto('/bank/insights')
  const dormant = page.getByRole('table', { name: /^Dormant accounts/ })
  await expect(dormant.getByRole('link', { name: /^Account holder/ }).first()).toBeVisible()
})

const MALFORMED = [
  ['from=2026-02-30', 'From, UTC'],
  ['from=2026-02-02&to=2026-02-01', 'To, UTC'],
  ['by=day&from=1900-01-01&to=2026-01-01', 'By'],
] as const

test('An invalid report is refused beside its field @desktop', async ({ page }) => {
  for (const [query, label] of MALFORMED) {
    await page.goto(`/bank/insights?${query}`)
    await expect(page.getByLabel(label), query).toHaveAttribute('aria-invalid', 'true')
  }
  for (const query of ['by=year', 'currency=XXX', 'colour=red', `from=${'9'.repeat(5_000)}`]) {
    await page.goto(`/bank/insights?${query}`)
    await expect(
      page.getByRole('main').getByText('This report can’t be shown.'),
      query,
    ).toBeVisible()
  }
  await page.goto('/bank/insights/dormant?days=0')
  await expect(page.getByLabel('No events for')).toHaveAttribute('aria-invalid', 'true')
})
