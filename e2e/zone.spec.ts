import type { Page } from '@playwright/test'
import type { Bank } from './bank'
import { onTheClock } from './clock'
import { expect, test } from './page'
import { sessionOf } from './people'

const TOKYO = 'Asia/Tokyo'

async function openAccount(bank: Bank) {
  const { accountId: id } = await bank.open()
  const { events } = await bank.deposit(id, '10.00')
  return { id, at: events[0]?.occurredAt ?? '' }
}

/** An instant as tables write it in Tokyo. */
function inTokyo(instant: string): string {
  const { date, time } = onTheClock(instant, TOKYO)
  return `${date} ${time.slice(0, 5)}`
}

async function chooseTokyo(page: Page): Promise<void> {
  await page.goto('/accounts')
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByLabel('Time zone').selectOption(TOKYO)
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('main').getByRole('status')).toContainText(
    /^Saved\. Now it is .* in Asia\/Tokyo\.$/,
  )
}

test.use({ storageState: sessionOf('teller') })

test('A time zone is chosen once, kept, and used on every page', async ({
  page,
  bank,
  context,
  examine,
}) => {
  const { id, at } = await openAccount(bank)
  await page.goto('/settings')
  await expect(page.getByRole('main').getByRole('status')).toContainText('in Europe/Prague')
  await chooseTokyo(page)
  await examine()
  const kept = (await context.cookies()).find(({ name }) => name === 'daybook-zone')
  expect(kept?.value).toBe(encodeURIComponent(TOKYO))
  expect(kept?.expires).toBeGreaterThan(Date.now() / 1000 + 364 * 86_400)

  await page.goto(`/accounts/${id}/events`)
  await expect(page).toHaveURL(/zone=Asia\/Tokyo/)
  const table = page.getByRole('table', { name: /^Events, newest first$/ })
  await expect(table).toContainText(inTokyo(at).slice(11))
  await page.goto(`/accounts/${id}/events/2`)
  await expect(page.getByText(inTokyo(at)).first()).toBeVisible()
  await page.goto(`/accounts/${id}/at/now`)
  await expect(page.getByText('Your time zone: Asia/Tokyo')).toBeVisible()
  await page.goto(`/accounts/${id}/at/${at}?zone=UTC`)
  await expect(page.getByText('Times in UTC, as in the link.')).toBeVisible()
  await page.getByRole('link', { name: 'Show in Asia/Tokyo' }).click()
  await expect(page).toHaveURL(/zone=Asia\/Tokyo/)
  await examine()

  await page.goto('/settings')
  await page.getByLabel('Time zone').selectOption({ index: 0 })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('main').getByRole('status')).toContainText('in Europe/Prague')
})

test.describe('without scripts @desktop', () => {
  test.use({ javaScriptEnabled: false })

  test('A time zone is chosen too', async ({ page, bank }) => {
    const { id, at } = await openAccount(bank)
    await chooseTokyo(page)
    await page.goto(`/accounts/${id}/events/2`)
    await expect(page.getByText(inTokyo(at)).first()).toBeVisible()
  })
})
