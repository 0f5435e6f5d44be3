import { expectBalance, pickMoment, trailRows } from './account-page'
import type { Bank, Event } from './bank'
import { expect, type Page, pressUntil, test } from './page'
import { sessionOf } from './people'
import { expectHandOn, inWords, rail } from './time-machine'

test.use({ storageState: sessionOf('teller') })

/**
 * Opens an account with 100.00, and 20.00 and 30.00 more; then 7.00 is recorded late, at the same
 * time as the 20.00. By date that is 100, 120, 127, 157; as recorded 100, 120, 150, 157.
 */
async function openWithLate(bank: Bank): Promise<{ id: string; events: Event[] }> {
  const { accountId: id } = await bank.open({ openingBalance: '100.00' })
  await bank.deposit(id, '20.00')
  const [, second] = await bank.events(id)
  // The next deposit must have a later time than the second.
  while (Date.now() <= Date.parse(second?.occurredAt ?? '')) await new Promise(setImmediate)
  await bank.deposit(id, '30.00')
  await bank.deposit(id, '7.00', { occurredAt: second?.occurredAt ?? '' })
  return { id, events: await bank.events(id) }
}

/** The page of such an account at the time of its 20.00 and its late 7.00. */
async function lookBackWithLate(page: Page, bank: Bank): Promise<{ id: string; asOf: string }> {
  const { id, events } = await openWithLate(bank)
  const asOf = events[1]?.occurredAt ?? ''
  await page.goto(`/accounts/${id}/at/${asOf}?zone=UTC`)
  return { id, asOf }
}

const bar = (page: Page) => page.getByRole('navigation', { name: 'Time machine' })

test('A version is called by its event everywhere, and its form shows it again', async ({
  page,
  bank,
  examine,
}, { project }) => {
  const { id } = await openWithLate(bank)
  await page.goto(`/accounts/${id}/at/v3`)
  const name = /after event 3, recorded \d{1,2} \w{3} \d{4}/i
  await expect(bar(page)).toContainText(name)
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await expect(
    page.getByRole('region', { name: /^Balance after event 3, recorded/ }),
  ).toContainText('150.00 EUR')
  await expect(page).toHaveTitle(name)
  await examine()

  if (project.name.includes('desktop')) {
    await bar(page).getByRole('button', { name: 'Show', exact: true }).click()
    await expect(page).toHaveURL(`/accounts/${id}/at/v3`)
    await expectBalance(page, '150.00 EUR')
  } else {
    await page.getByRole('link', { name: 'Choose another date' }).click()
    await expect(page.getByLabel('Or after event number')).toHaveValue('3')
    await page.getByRole('button', { name: 'Show after this event' }).click()
    await expect(page).toHaveURL(`/accounts/${id}/at/v3`)
    await expectBalance(page, '150.00 EUR')
  }
  for (const view of ['Explain', 'Compare', 'Steps']) {
    await page.getByRole('link', { name: view, exact: true }).click()
    await expect(page.getByRole('heading', { name })).toBeVisible()
    await expect(bar(page)).toContainText(name)
    await expect(page).toHaveTitle(name)
  }
  await pressUntil(page, ']', () =>
    expect(bar(page)).toContainText(/after event 4, recorded/i, { timeout: 2_000 }),
  )
  await expect(page).toHaveTitle(/after event 4, recorded/)
})

test('A date has late entries at their place, and the explanation under the balance', async ({
  page,
  bank,
  examine,
}) => {
  const { id, asOf } = await lookBackWithLate(page, bank)
  await expectBalance(page, '127.00 EUR')
  const words = `Balance on ${inWords(asOf)}`
  await expect(page.getByRole('heading', { name: words })).toBeVisible()
  const note = page.getByRole('region', { name: 'Late entries since' })
  await expect(note).toContainText('Includes event 4, recorded late on ')
  await expect(note).toContainText('This entry explains 7.00 EUR.')
  const [balance, noted, chart] = await Promise.all(
    [
      page.getByRole('region', { name: words }),
      note,
      page.getByRole('region', { name: 'Event history' }),
    ].map(part => part.boundingBox()),
  )
  expect(noted?.y).toBeGreaterThan(balance?.y ?? 0)
  expect(noted?.y).toBeLessThan(chart?.y ?? 0)

  const rows = page
    .getByRole('table', { name: 'Events around this date, latest first' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: /^Event \d+/ }) })
  await expect(rows).toHaveCount(4)
  await expect(rows.nth(0)).toContainText('157.00')
  await expect(rows.nth(1)).toContainText('late')
  await expect(rows.nth(1)).toContainText('127.00')
  await expect(rows.nth(2)).toContainText('120.00')
  await expect(rows.nth(3)).toContainText('100.00')
  await examine()

  await page.getByRole('link', { name: 'Explain', exact: true }).click()
  const table = page.getByRole('table', { name: 'Events behind this balance, latest first' })
  await expect(table.getByRole('row').nth(1)).toContainText('late')
  await expect(table.getByRole('row').nth(1)).toContainText('127.00')
  await expect(table.getByRole('row').nth(3)).toContainText('100.00')

  await page.goto(`/accounts/${id}/at`)
  await pickMoment(page, asOf)
  await expectBalance(page, '127.00 EUR')
})

test('Why the balance is what it is now stays in now, with late entries tagged', async ({
  page,
  bank,
  examine,
}) => {
  const { id } = await openWithLate(bank)
  await page.goto(`/accounts/${id}`)
  await expect(trailRows(page)).toHaveCount(4)
  await page.getByRole('link', { name: 'Explain this balance' }).click()
  await expect(page.getByRole('heading', { name: 'How 157.00 EUR adds up' })).toBeVisible()
  await expect(bar(page).getByText('Now', { exact: true })).toBeVisible()
  await expect(page.getByText('Past date', { exact: true })).not.toBeVisible()
  const paper = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  const now = await paper()
  const rows = page.getByRole('table', { name: /^Events behind/ }).getByRole('row')
  await expect(rows.nth(1)).toContainText('157.00')
  await expect(rows.nth(2)).toContainText('late')
  await examine()
  for (const view of ['Compare', 'Steps']) {
    await page.getByRole('link', { name: view, exact: true }).click()
    await expect(bar(page).getByText('Now', { exact: true })).toBeVisible()
    expect(await paper()).toBe(now)
  }
  await page.goto(`/accounts/${id}/at/v4/explain`)
  await expect(bar(page)).toContainText('After event 4')
  expect(await paper()).not.toBe(now)
  await page.goto(`/accounts/${id}/at/now`)
  await expect(page).toHaveURL(`/accounts/${id}`)
})

test('The chart is by time with late entries marked, or by event, as the address says', async ({
  page,
  bank,
  examine,
}) => {
  const { id } = await lookBackWithLate(page, bank)
  const chart = page.getByRole('region', { name: 'Event history' })
  await expect(chart).toContainText('by effective date, with today’s records')
  const late = chart.getByText('late', { exact: true })
  await expect(late).toBeVisible()
  const lateAt = (await late.boundingBox())?.x ?? 0
  await page.getByText('Show as a table').click()
  const table = page.getByRole('table', { name: /^Balance after each event, EUR/ })
  const numbers = table.getByRole('rowheader')
  await expect(numbers).toHaveText(['1', '2', '4late', '3'])
  await examine()

  const axis = page.getByRole('navigation', { name: 'Chart axis' })
  await axis.getByRole('link', { name: 'By event' }).click()
  await expect(page).toHaveURL(/axis=events/)
  await expect(chart).toContainText('Spaced by event, in the order recorded, not by time.')
  await expect.poll(async () => (await late.boundingBox())?.x ?? 0).toBeGreaterThan(lateAt)
  await page.getByText('Show as a table').click()
  await expect(numbers).toHaveText(['1', '2', '3', '4late'])
  await examine()

  // Moving about keeps the axis: the hand, the views, the steps and the forms.
  await rail(page).fill('3')
  await expect(page).toHaveURL(`/accounts/${id}/at/v3?zone=UTC&axis=events`)
  await page.getByRole('link', { name: 'Steps' }).click()
  await expect(page.getByRole('heading', { name: 'Event 3 of 4' })).toBeVisible()
  await page.keyboard.press('[')
  await expect(page).toHaveURL(/\/at\/v2\/fold\?.*axis=events/)
  await page.getByRole('link', { name: 'Account', exact: true }).click()
  await expect(page).toHaveURL(/\/at\/v2\?.*axis=events/)
  await axis.getByRole('link', { name: 'By time' }).click()
  await expect(chart).toContainText('by effective date')
  await expect(page).not.toHaveURL(/axis/)
})

test('By time the hand stands at the date of its event, and the pointer finds it', async ({
  page,
  bank,
}) => {
  const { id } = await openWithLate(bank)
  await page.goto(`/accounts/${id}/at/v1`)
  await expectHandOn(page, id, 1)
  const plot = page.getByRole('img', { name: /^Balance from 100.00 EUR/ })
  const box = await plot.boundingBox()
  if (!box) throw new Error('The chart is missing.')
  const slider = await rail(page).boundingBox()
  await page.mouse.click(box.x + box.width - 1, (slider?.y ?? 0) + (slider?.height ?? 0) / 2)
  await expectHandOn(page, id, 4)
  await plot.click({ position: { x: 1, y: 40 } })
  await expectHandOn(page, id, 1)
})

test('A comparison begins with the earlier moment, whatever was asked first', async ({
  page,
  bank,
  examine,
}) => {
  const { id, events } = await openWithLate(bank)
  const today = events[3]?.createdAt ?? ''
  const orders = [
    ['v1/compare?with=v3', 'v3/compare?with=v1'],
    ['v1/compare?with=now', 'now/compare?with=v1'],
    [`${today}/compare?with=v2`, `v2/compare?with=${today}`],
  ]
  const gained = ['+50.00 EUR', '+57.00 EUR', '+37.00 EUR']
  for (const [index, addresses] of orders.entries()) {
    for (const address of addresses) {
      await page.goto(`/accounts/${id}/at/${address}`)
      const fields = page.getByRole('table', { name: /^All account fields/ })
      await expect(fields.getByRole('columnheader')).toHaveText([
        'Field',
        'Earlier',
        'Later',
        'Change',
      ])
      const balance = fields.getByRole('row', { name: /^Balance/ })
      await expect(balance.getByRole('cell').last()).toHaveText(gained[index] ?? '')
      await expect(page.getByText(/^From .*more\.$/)).toBeVisible()
    }
  }
  await examine()
  await page.goto(`/accounts/${id}/at/v3/compare?with=v3`)
  await expect(page.getByText('Nothing changed: 150.00 EUR at both dates.')).toBeVisible()
})
