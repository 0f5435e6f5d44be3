import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { eventLink, trailRows } from './account-page'
import type { Bank } from './bank'
import { expect, type Page, tabTo, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

const days = (n: number) => new Date(Date.now() - n * 86_400_000).toISOString().slice(0, 10)

/** An account with an entry for each of the last few days, newest first. */
async function openOverDays(bank: Bank, count: number) {
  const { account } = await bank.open({ owner: `Days ${randomUUID().slice(0, 8)}` })
  for (let n = 0; n < count; n++)
    await bank.deposit(account.id, `${n + 1}.50`, { note: `Row ${n}` })
  return account
}

async function apply(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
}

test('The audit’s filters are in groups, and offer people, accounts and currencies', async ({
  page,
  bank,
  examine,
}) => {
  const account = await openOverDays(bank, 3)
  await page.goto('/audit?zone=UTC&order=desc')
  await page.getByText('More filters').click()
  for (const name of ['What', 'Who', 'When', 'Money']) {
    await expect(page.getByRole('group', { name, exact: true })).toBeVisible()
  }
  const options = (list: string | null) =>
    page
      .locator(`[id="${list}"] option`)
      .evaluateAll(all => all.map(one => one.getAttribute('value')))
  const person = page.getByLabel('Person')
  expect(await options(await person.getAttribute('list'))).toContain('Miriam Okafor')
  const box = page.getByLabel('Account', { exact: true })
  const list = await box.getAttribute('list')
  expect(await options(list)).toContain(account.number)
  await expect(page.getByLabel('Currency').getByRole('option', { name: 'EUR' })).toHaveCount(1)
  await box.pressSequentially(account.owner)
  await expect.poll(async () => (await options(list))[0]).toBe(account.number)
  await examine()

  await box.fill(account.number)
  await apply(page)
  await expect(trailRows(page)).toHaveCount(4)
  await expect(page.getByRole('link', { name: `Account ${account.number}: remove` })).toBeVisible()
  await expect(eventLink(page, 4)).toHaveAccessibleName(
    `Event 4 of …${account.number.slice(-4)}, Row 2, Deposited`,
  )
  // An amount needs no currency, and is read as people type it.
  await page.getByText('More filters').click()
  await page.getByLabel('Amount from').fill('2,50')
  await apply(page)
  await expect(trailRows(page)).toHaveCount(2)
  await expect(page.getByRole('link', { name: '2.50 or more: remove this filter' })).toBeVisible()
})

test('A wrong account is marked beside its field', async ({ page, examine }) => {
  await page.goto('/audit?account=nobody')
  await expect(page.getByText('Fix the marked filter')).toBeVisible()
  await expect(page.getByLabel('Account', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await examine()
})

test('Quarters are a click away @desktop', async ({ page, bank }) => {
  const account = await openOverDays(bank, 1)
  await page.goto(`/accounts/${account.id}/events?zone=UTC&order=desc`)
  const periods = page.getByRole('navigation', { name: 'Period' })
  for (const name of ['This quarter', 'Last quarter', 'Q1', 'Q2', 'Q3', 'Q4']) {
    await expect(periods.getByRole('link', { name, exact: true })).toBeAttached()
  }
  await periods.getByRole('link', { name: 'This quarter', exact: true }).click()
  await expect(page.getByRole('link', { name: 'This quarter: remove this filter' })).toBeVisible()
  await expect(trailRows(page)).toHaveCount(2)
  await periods.getByRole('link', { name: '← Previous quarter' }).click()
  await expect(page.getByRole('link', { name: 'Last quarter: remove this filter' })).toBeVisible()
})

test('A list jumps to a date by keyboard, and marks the row', async ({ page, bank, examine }) => {
  const account = await openOverDays(bank, 2)
  await page.goto(`/accounts/${account.id}/events?zone=UTC&order=desc`)
  const jump = page.getByRole('form', { name: 'Jump', exact: true })
  await expect(jump.getByLabel('Jump to date')).toBeVisible()
  await jump.getByLabel('Jump to date').fill(days(0))
  await tabTo(page, 'Jump')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`at=${days(0)}`))
  const row = page.getByRole('row').filter({ has: eventLink(page, 3) })
  await expect(row).toContainText('here')
  await expect(page.getByText('here', { exact: true })).toHaveCount(1)
  await expect(page.getByRole('link', { name: /^Jumped to \d+ \w+ \d{4}: remove/ })).toBeVisible()
  await examine()
})

test('A list is exported for a spreadsheet, with a name for a person', async ({
  page,
  bank,
  examine,
}) => {
  const account = await openOverDays(bank, 2)
  const [from, to] = [`${days(0).slice(0, 4)}-01-01`, `${days(0).slice(0, 4)}-12-31`]
  await page.goto(`/accounts/${account.id}/events?zone=UTC&order=asc&from=${from}&to=${to}`)
  await page.getByText('Spreadsheet').click()
  const form = page.getByRole('form', { name: 'Export for a spreadsheet' })
  await form.getByLabel('Columns separated by').selectOption('Semicolon')
  await form.getByLabel('Decimals').selectOption({ index: 1 })
  await expect(form.getByLabel('Mark as Unicode')).toBeChecked()
  await examine()
  const saving = page.waitForEvent('download')
  await form.getByRole('button', { name: 'Download' }).click()
  const file = await saving
  const name = `daybook-${account.number.slice(-4)}-${days(0).slice(0, 4)}.csv`
  expect(file.suggestedFilename()).toBe(name)
  const text = await readFile(await file.path(), 'utf8')
  expect(text.startsWith('\uFEFFversion;type;')).toBe(true)
  expect(text).toContain(`;${account.number};${account.owner};`)
  expect(text).toContain('"1,50"')
  await expect(page.getByText(`Saved ${name}.`)).toBeVisible()
})

test('A long export says how far it is, and can be stopped @desktop', async ({ page, bank }) => {
  const account = await openOverDays(bank, 1)
  await page.goto(`/accounts/${account.id}/events?zone=UTC&order=asc`)
  await page.route('**/export?**', () => {
    // Never answered, as when the server is slow.
  })
  await expect(async () => {
    await page.getByRole('link', { name: 'Export as CSV' }).click()
    await expect(page.getByText('Exporting, 0.0 MB so far.')).toBeVisible({ timeout: 500 })
  }).toPass()
  await page.getByRole('button', { name: 'Stop the export' }).press('Enter')
  await expect(page.getByText('Export stopped. Nothing was saved.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Stop the export' })).toHaveCount(0)
})

test('A long search says how far it is, and can be stopped and continued', async ({
  page,
  bank,
  examine,
}) => {
  const { account } = await bank.open()
  // More refused attempts than one request looks through; the one with the note is the oldest.
  const refused = Array.from({ length: 2_200 }, (_, n) => ({
    commandId: randomUUID(),
    type: 'Withdraw',
    accountId: account.id,
    amount: '5.00',
    note: n === 0 ? 'The first one' : 'Another',
  }))
  for (let start = 0; start < refused.length; start += 200) {
    await bank.command(refused.slice(start, start + 200))
  }
  let isHeld = true
  await page.route('**/events?**cursor=**', async route => {
    if (!isHeld) await route.continue()
  })
  await page.goto(`/accounts/${account.id}/events?zone=UTC&order=desc&refused=only&note=the+first`)
  await expect(page.getByText(/^No matches yet\. Searched up to \d+ \w+ \d{4}, /)).toBeVisible()
  await expect(async () => {
    await page.getByRole('button', { name: 'Keep searching' }).click({ timeout: 500 })
    await expect(page.getByText(/^Searching\. No matches yet\. Searched up to/)).toBeVisible()
  }).toPass()
  await examine()
  await page.getByRole('button', { name: 'Stop', exact: true }).press('Enter')
  await expect(page.getByText(/^No matches yet\. Searched up to/)).toBeVisible()
  isHeld = false
  await page.reload()
  await expect(async () => {
    await page.getByRole('button', { name: 'Keep searching' }).press('Enter', { timeout: 500 })
    await expect(page.getByRole('link', { name: 'Withdrawal refused' })).toHaveCount(1)
  }).toPass()
  await expect(page.getByText('The first one')).toBeVisible()
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('The filtered audit shows its rows and a link to the next @desktop', async ({
    page,
    bank,
  }) => {
    const { account } = await bank.open()
    const note = `Quiet ${randomUUID().slice(0, 8)}`
    await bank.depositAll(
      account.id,
      Array.from({ length: 52 }, () => ({ amount: '1.00', note })),
    )
    await page.goto('/audit')
    await page.getByLabel('Search notes').fill(note)
    await apply(page)
    await expect(trailRows(page)).toHaveCount(50)
    await page.getByRole('link', { name: 'Next page' }).click()
    await expect(trailRows(page)).toHaveCount(2)
    // No line is empty: each one in the table is an event.
    const bodyRows = page.getByRole('table', { name: /^Events/ }).locator('tbody tr')
    await expect(bodyRows).toHaveCount(2)

    await page.goto(`/audit?account=${account.id}&refused=only&note=nothing+like+it`)
    await expect(page.getByText('No matching events.')).toBeVisible()
    await expect(page.locator('tbody tr')).toHaveCount(0)
  })

  test('A list jumps to a date, and is exported for a spreadsheet @desktop', async ({
    page,
    bank,
  }) => {
    const account = await openOverDays(bank, 2)
    await page.goto(`/accounts/${account.id}/events?zone=UTC&order=desc`)
    await page.getByLabel('Jump to date').fill(days(0))
    await page.getByRole('button', { name: 'Jump', exact: true }).click()
    await expect(trailRows(page).first()).toContainText('here')
    await page.getByLabel('Jump to date').fill('2001-01-01')
    await page.getByRole('button', { name: 'Jump', exact: true }).click()
    await expect(trailRows(page)).toHaveCount(0)
    await page.getByRole('link', { name: 'Newer events' }).click()
    await expect(trailRows(page)).toHaveCount(3)
    await page.getByText('Spreadsheet').click()
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()
    const file = await saving
    expect((await readFile(await file.path())).subarray(0, 3)).toEqual(
      Buffer.from([0xef, 0xbb, 0xbf]),
    )
  })
})

test('A customer is offered nobody else @desktop', async ({ browser }) => {
  const customer = await browser.newContext({ storageState: sessionOf('customer') })
  const page = await customer.newPage()
  await page.goto('/accounts')
  const [href] = await page
    .locator('main a[href^="/accounts/"]')
    .evaluateAll(all => all.map(one => one.getAttribute('href') ?? '').filter(of => of.length > 40))
  await page.goto(`${href?.slice(0, 46)}/events`)
  await expect(page.getByRole('table', { name: /^Events/ })).toBeVisible()
  const list = await page.getByLabel('Person').getAttribute('list')
  await expect(page.locator(`[id="${list}"] option`)).toHaveCount(0)
  await customer.close()
})
