import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { eventLink, trailRows } from './account-page'
import type { Bank } from './bank'
import { expect, goToPlace, type Page, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

/** An account with a deposit for each note, sent together. */
async function openWith(bank: Bank, notes: readonly string[]) {
  const { account } = await bank.open({ openingBalance: '10.00' })
  await bank.depositAll(
    account.id,
    notes.map((note, n) => ({ amount: `${n + 1}.00`, note })),
  )
  return account.id
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `Line ${n + 2}`)

/** Opens a timeline and waits until it is interactive. */
async function openTimeline(page: Page, id: string, query = ''): Promise<void> {
  await page.goto(`/accounts/${id}/events${query}`)
  await expect(page).toHaveURL(/[?&]zone=.*order=/)
}

test('A list is filtered, its address can be shared, and chips remove filters', async ({
  page,
  bank,
  browser,
}) => {
  const id = await openWith(bank, ['Rent of June', 'Salary', 'RENT of July', 'Coffee'])
  await bank.withdraw(id, '3.00')
  await openTimeline(page, id)
  await expect(trailRows(page)).toHaveCount(6)
  await expect(page).toHaveURL(/zone=Europe\/Prague/)

  await page.getByLabel('Search notes').fill('rent')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await expect(trailRows(page)).toHaveCount(2)
  await page.getByText('More filters').click()
  await page.getByLabel('Amount from').fill('2')
  await page.getByLabel('Event type').selectOption({ label: 'Deposits' })
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await expect(trailRows(page)).toHaveCount(1)
  await expect(trailRows(page).first()).toContainText('RENT of July')
  await page.getByRole('link', { name: 'Today', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Today: remove this filter' })).toBeVisible()
  await expect(trailRows(page)).toHaveCount(1)
  await page.getByRole('link', { name: /Newest first/ }).click()
  await expect(page).toHaveURL(/order=asc/)
  await expect(page.getByRole('table', { name: 'Events, oldest first' })).toBeVisible()

  const other = await browser.newContext({
    storageState: sessionOf('auditor'),
    timezoneId: 'Asia/Tokyo',
  })
  const same = await other.newPage()
  await same.goto(page.url())
  await expect(same.getByRole('table', { name: 'Events, oldest first' })).toContainText(
    'RENT of July',
  )
  await expect(same.getByRole('columnheader', { name: 'Effective, Europe/Prague' })).toHaveCount(1)
  await other.close()

  await page.getByRole('link', { name: '2 or more: remove this filter' }).click()
  await expect(trailRows(page)).toHaveCount(2)
  await page.getByRole('link', { name: 'Previous day' }).click()
  await expect(page.getByText('No matching events.')).toBeVisible()
  await page.getByRole('link', { name: 'Clear all' }).click()
  await expect(trailRows(page)).toHaveCount(6)
  // The order is remembered for every other list.
  await expect(trailRows(page).first()).toContainText('Opened')
})

test('A long list scrolls to its end with few lines in the page, and opens at a day', async ({
  page,
  bank,
}) => {
  const id = await openWith(bank, numbered(399))
  await openTimeline(page, id)
  await expect(eventLink(page, 400)).toBeVisible()
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(async () => {
    await page.mouse.wheel(0, 4_000)
    await expect(eventLink(page, 1)).toBeVisible({ timeout: 200 })
  }).toPass({ timeout: 20_000 })
  expect(await trailRows(page).count()).toBeLessThan(120)
  await expect(page.getByText('End of list')).toBeVisible()
  const first = page.getByRole('row').filter({ has: eventLink(page, 1) })
  await expect(first).toHaveAttribute('aria-rowindex', '401')

  await openTimeline(page, id, '?at=2001-01-01')
  await expect(eventLink(page, 1)).toBeInViewport()
})

test('A filtered list opened at a moment continues in both directions @desktop', async ({
  page,
  bank,
}) => {
  const id = await openWith(bank, [])
  for (let n = 0; n < 6; n++) await bank.deposit(id, '1.00')
  const at = (await bank.events(id))[3]?.createdAt ?? ''
  await openTimeline(page, id, `?zone=UTC&type=MoneyDeposited&order=desc&at=${at}`)
  await expect(trailRows(page)).toHaveCount(3)
  await expect(eventLink(page, 4)).toBeVisible()
  await expect(page.getByText('End of list')).toBeVisible()
  await page.getByRole('button', { name: 'Show newer events' }).press('Enter')
  await expect(trailRows(page)).toHaveCount(6)
  await expect(eventLink(page, 5)).toBeInViewport()
  await expect(trailRows(page).first().getByRole('link')).toHaveAccessibleName(/^Event 7,/)
  await expect(page.getByText('No newer events match.')).toBeVisible()
  await expect(page.getByText('All 6 events')).toBeVisible()

  await openTimeline(page, id, `?zone=UTC&type=MoneyDeposited&order=asc&at=${at}`)
  await expect(trailRows(page)).toHaveCount(4)
  await page.getByRole('button', { name: 'Show older events' }).click()
  await expect(trailRows(page)).toHaveCount(6)
})

test('Events are read one by one with the keyboard alone @desktop', async ({ page, bank }) => {
  const id = await openWith(bank, numbered(60))
  await openTimeline(page, id)
  const panel = page.getByRole('complementary', { name: /^Event/ })
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(panel).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)

  await eventLink(page, 59).focus()
  await page.keyboard.press('Enter')
  await expect(panel).toHaveAccessibleName('Event 59')
  await expect(page).toHaveURL(/event=59/)
  await expect(panel.getByRole('region', { name: 'Changes' })).toContainText('(changed)')
  await expect(panel.getByRole('region', { name: 'Payload' })).toContainText('"note": "Line 59"')
  await expect(panel.getByRole('region', { name: 'Metadata' })).toContainText('"commandId"')
  await page.keyboard.press('j')
  await expect(panel).toHaveAccessibleName('Event 58')
  await pressAtOnce(page, ['j', 'ArrowDown', 'k'])
  await expect(panel).toHaveAccessibleName('Event 57')
  await page.keyboard.press('ArrowUp')
  await expect(panel).toHaveAccessibleName('Event 58')
  await page.reload()
  await expect(panel).toHaveAccessibleName('Event 58')
  await panel.getByRole('link', { name: 'Permanent link' }).click()
  await expect(page).toHaveURL(`/accounts/${id}/events/58`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Event 58')
})

/** Presses keys faster than the page renders. */
async function pressAtOnce(page: Page, keys: readonly string[]): Promise<void> {
  await page.evaluate(pressed => {
    for (const key of pressed) {
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    }
  }, keys)
}

test('An event can be closed by key as soon as it is shown @desktop', async ({ page, bank }) => {
  const id = await openWith(bank, ['One'])
  await openTimeline(page, id)
  await page.evaluate(() => {
    const press = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })
    new MutationObserver((_, observer) => {
      if (!document.querySelector('aside')) return
      observer.disconnect()
      document.title = 'The event was there'
      document.body.dispatchEvent(press)
    }).observe(document.body, { childList: true, subtree: true })
  })
  await eventLink(page, 2).click()
  await expect(page).toHaveTitle('The event was there')
  await expect(page.getByRole('complementary')).toHaveCount(0)
})

test('Single keys can be switched off @desktop', async ({ page, bank }) => {
  const id = await openWith(bank, ['One'])
  await openTimeline(page, id)
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click()
  await page.getByLabel('Enable single-key shortcuts').uncheck()
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await eventLink(page, 2).click()
  const panel = page.getByRole('complementary')
  await expect(panel).toHaveAccessibleName('Event 2')
  await page.keyboard.press('j')
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
})

test('New events are announced without moving the list', async ({ page, bank }) => {
  const id = await openWith(bank, numbered(40))
  await openTimeline(page, id)
  const line = page.getByRole('row').filter({ has: eventLink(page, 40) })
  const before = await line.boundingBox()
  await bank.deposit(id, '1.00', { note: 'News 0' })
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible()
  const requests: string[] = []
  page.on('request', request => requests.push(request.url()))
  for (let n = 1; n < 3; n++) await bank.deposit(id, '1.00', { note: `News ${n}` })
  const pill = page.getByRole('button', { name: '3 new' })
  await expect(pill).toBeVisible()
  expect(requests).toEqual([])
  expect(await line.boundingBox()).toEqual(before)
  await expect(page.getByText('News 2')).toHaveCount(0)
  await pill.click()
  await expect(page.getByText('News 2')).toBeVisible()
  await expect(pill).toHaveCount(0)
})

test('Nothing moves for readers who prefer less motion', async ({ page, bank }) => {
  const motionOf = (element: Element) => {
    const { animationName, transitionDuration } = getComputedStyle(element)
    return { animationName, seconds: Number.parseFloat(transitionDuration) }
  }
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const id = await openWith(bank, numbered(1))
  await openTimeline(page, id)
  await bank.deposit(id, '1.00', {})
  const pill = await page.getByRole('button', { name: '1 new' }).evaluate(motionOf)
  expect(pill.animationName).toBe('none')
  const filter = await page.getByText('More filters').evaluate(motionOf)
  expect(filter.seconds).toBeLessThan(0.001)
})

test("The whole bank's timeline gets new events live, and polls when it can't @desktop", async ({
  page,
  bank,
}) => {
  const id = await openWith(bank, [])
  const pill = page.getByRole('button', { name: /^\d+( or more)? new$/ })
  const heard = page.waitForResponse(answer => answer.url().endsWith('/api/events/live'))
  await page.goto('/audit')
  await heard
  const note = `Heard ${randomUUID().slice(0, 8)}`
  await bank.deposit(id, '1.00', { note })
  await expect(pill).toBeVisible()
  await expect(page.getByText(note)).toHaveCount(0)
  await pill.click()
  await expect(page.getByText(note)).toBeVisible()

  await page.route('**/api/events/live', route => route.fulfill({ status: 503 }))
  await page.goto('/audit')
  await expect(page.getByText(note)).toBeVisible()
  await bank.deposit(id, '1.00')
  await expect(pill).toBeVisible({ timeout: 20_000 })
})

test('The shown list is exported, as a table and as JSON in replay order @desktop', async ({
  page,
  bank,
}) => {
  const id = await openWith(bank, ['=HYPERLINK("x")', 'Salary, "bonus"', 'Coffee'])
  await openTimeline(page, id, '?direction=in&min=1&max=2.5')
  await expect(trailRows(page)).toHaveCount(2)
  const save = async (name: string) => {
    const saving = page.waitForEvent('download')
    await page.getByRole('link', { name: `Export as ${name}` }).click()
    return readFile(await (await saving).path(), 'utf8')
  }
  const rows = (await save('CSV')).trim().split('\r\n')
  expect(rows).toHaveLength(3)
  expect(rows[1]).toContain('"Salary, ""bonus"""')
  expect(rows[1]).toMatch(/^3,MoneyDeposited,\d{4}-\d\d-\d\dT[\d:.]+\+0[12]:00,/)
  expect(rows[2]).toContain(`"'=HYPERLINK(""x"")"`)
  const events: { version: number }[] = JSON.parse(await save('JSON'))
  expect(events.map(({ version }) => version)).toEqual([2, 3])
})

test('Refused commands are listed among the events, with their reason', async ({
  page,
  bank,
  examine,
}) => {
  const id = await openWith(bank, ['One'])
  const refused = { type: 'Withdraw', accountId: id, amount: '5000.00', commandId: randomUUID() }
  expect((await bank.command(refused)).status()).toBe(422)
  await openTimeline(page, id, '?refused=also')
  await expect(page.getByText('Withdrawal refused')).toBeVisible()
  await expect(
    page.getByText(/^Insufficient funds: 11.00 EUR available; 4,989.00 short/),
  ).toBeVisible()
  await expect(trailRows(page)).toHaveCount(2)
  await examine()
})

test('An invalid address is explained on a page where it can be fixed @desktop', async ({
  page,
  bank,
  examine,
}) => {
  const { accountId: id } = await bank.open()
  for (const [query, sentence] of [
    [`note=${'x'.repeat(5_000)}`, /at most 200 characters/],
    ['colour=red', /“colour” is not a filter/],
    ['from=2026-03-29T02:30&zone=Europe/Prague', /did not occur in Europe\/Prague/],
    ['from=2026-10-25T02:30&zone=Europe/Prague', /occurred twice.*02:30\+02:00/],
    ['from=2026-05-02&to=2026-05-01', /must not be before/],
    ['type=Nonsense&min=-5', /“Event type” must be one of AccountCreated/],
    ['min=5&max=3', /“Amount to” must not be less than “Amount from”/],
  ] as const) {
    const answer = await page.goto(`/accounts/${id}/events?${query}`)
    expect(answer?.status()).toBe(200)
    const faults = page.getByRole('alert').filter({ hasText: 'This list can’t be shown.' })
    await expect(faults).toContainText(sentence)
    await expect(faults.getByRole('link', { name: 'clear all filters' })).toBeVisible()
  }
  await examine()
})

test("Staff read the whole bank's timeline; customers can't", async ({
  page,
  bank,
  browser,
  examine,
}) => {
  const note = `Audit ${randomUUID().slice(0, 8)}`
  const id = await openWith(bank, [note])
  await page.goto('/accounts')
  await goToPlace(page, 'Audit trail')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit trail')
  await page.getByLabel('Search notes').fill(note.toUpperCase())
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await expect(trailRows(page)).toHaveCount(1)
  await eventLink(page, 2).click()
  await expect(page).toHaveURL(new RegExp(`event=2&of=${id}`))
  const panel = page.getByRole('complementary', { name: 'Event 2' })
  await expect(panel).toContainText(note)
  await expect(panel.getByRole('link', { name: 'Ada Byron' })).toHaveAttribute(
    'href',
    `/accounts/${id}`,
  )
  const number = trailRows(page).getByText(/^(DB\d\d |…\d{4}$)/)
  await expect(number.filter({ visible: true })).toHaveCount(1)
  await examine()

  const customer = await browser.newContext({ storageState: sessionOf('customer') })
  expect((await customer.request.get('/api/events')).status()).toBe(403)
  const theirs = await customer.newPage()
  await theirs.goto('/audit')
  await expect(theirs.getByRole('heading', { level: 1 })).not.toHaveText('Audit trail')
  await theirs.goto('/accounts')
  await expect(theirs.getByRole('link', { name: 'Audit trail' })).toHaveCount(0)
  await customer.close()
})
