import type { APIRequestContext, Page } from '@playwright/test'
import { expectBalance, pickDay, trailRows } from './account-page'
import { expect, test } from './page'
import { sessionOf } from './people'

/** An account of the demo's imported file: opened and credited on 12 March 1994, without a time. */
async function imported(request: APIRequestContext): Promise<string> {
  const { items } = await (await request.get('/api/accounts?reference=1570')).json()
  return items[0].id
}

/** The account's events of a day, as the filter by days finds them. */
async function expectOnDay(page: Page, id: string, day: string, count: number): Promise<void> {
  await page.goto(`/accounts/${id}/events?from=${day}&to=${day}`)
  await expect(page).toHaveURL(/zone=/)
  await expect(trailRows(page)).toHaveCount(count)
}

for (const timezoneId of ['America/New_York', 'Pacific/Auckland', 'Pacific/Kiritimati']) {
  test.describe(`seen from ${timezoneId} @desktop`, () => {
    test.use({ storageState: sessionOf('auditor'), timezoneId })

    test('What came without a time of day is shown as its date, and found on that day', async ({
      page,
      context,
      request,
    }) => {
      // The session of the tests was opened by a browser in Prague.
      await context.clearCookies({ name: 'daybook-browser-zone' })
      const id = await imported(request)
      await page.goto('/accounts')
      await expect(page.getByText(`Your time zone: ${timezoneId}`)).toBeVisible()

      await expectOnDay(page, id, '1994-03-11', 0)
      await expectOnDay(page, id, '1994-03-13', 0)
      await expectOnDay(page, id, '1994-03-12', 2)
      const table = page.getByRole('table', { name: /^Events, newest first$/ })
      await expect(table).toContainText('12 Mar 1994')
      await expect(table).not.toContainText(/\d\d:\d\d/)
      await page.goto(`/accounts/${id}/events/2`)
      const facts = page.getByRole('main')
      await expect(facts.getByText('1994-03-12', { exact: true })).toBeVisible()
      await page.goto(`/accounts/${id}`)
      await expect(facts.getByText('1994-03-12', { exact: true })).toBeVisible()

      await page.goto(`/accounts/${id}/at`)
      await pickDay(page, '1994-03-12')
      await expectBalance(page, '200.00 CZK')
      await page.goto(`/accounts/${id}/at`)
      await pickDay(page, '1994-03-11')
      await expect(page.getByText('Opened on 12 Mar 1994.')).toBeVisible()
    })
  })
}
