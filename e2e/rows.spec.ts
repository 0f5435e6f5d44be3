import { randomUUID } from 'node:crypto'
import { eventLink, trailRows } from './account-page'
import type { Bank } from './bank'
import { expect, type Locator, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

const DAY = /^\d{1,2} [A-Z][a-z]{2} \d{4}/

/** An account that sent money to Petr, after cash came in with a note. */
async function openWithTransfer(bank: Bank) {
  const { account } = await bank.open({ openingBalance: '10.00' })
  const { account: payee } = await bank.open({ owner: 'Petr Novák' })
  await bank.deposit(account.id, '90.00', { note: 'Salary of May' })
  await bank.send(account.id, {
    type: 'Transfer',
    toAccountId: payee.id,
    amount: '25.50',
    reference: 'Rent',
  })
  return { id: account.id, payee }
}

/** A withdrawal that the bank refuses. */
async function refuse(bank: Bank, accountId: string, note: string): Promise<string> {
  const commandId = randomUUID()
  const command = { type: 'Withdraw', accountId, amount: '5000.00', note, commandId }
  expect((await bank.command(command)).status()).toBe(422)
  return commandId
}

test('A row begins with who or what, below its day and the closing balance', async ({
  page,
  bank,
  examine,
}) => {
  const { id, payee } = await openWithTransfer(bank)
  for (const path of [`/accounts/${id}/events?zone=UTC&order=desc`, `/accounts/${id}`]) {
    await page.goto(path)
    const rows = trailRows(page)
    await expect(rows).toHaveCount(3)
    await expect(eventLink(page, 3)).toHaveText('Petr Novák')
    await expect(rows.nth(0)).toContainText('Transferred · Rent')
    await expect(rows.nth(0)).toContainText('−25.50')
    await expect(eventLink(page, 2)).toHaveText('Salary of May')
    await expect(rows.nth(1)).toContainText('Deposited')
    await expect(rows.nth(1)).toContainText('+90.00')
    await expect(eventLink(page, 1)).toHaveText('Opened')
    for (const row of await rows.all()) {
      // No milliseconds, no offsets, no ids.
      await expect(row).not.toContainText(/\d:\d\d:\d\d|[+-]\d\d:\d\d|[0-9a-f]{8}-/)
      await expect(row).not.toContainText(payee.number)
    }
  }
  await examine()
})

test('Days have headings with the closing balance, and the heads stay in sight @desktop', async ({
  page,
  bank,
}) => {
  const { account } = await bank.open({ openingBalance: '10.00' })
  await bank.depositAll(
    account.id,
    Array.from({ length: 60 }, (_, n) => ({ amount: '1.00', note: `Line ${n + 2}` })),
  )
  await page.goto(`/accounts/${account.id}/events?zone=UTC&order=desc`)
  const day = page.getByRole('rowheader', { name: DAY })
  await expect(day).toHaveCount(1)
  await expect(day).toContainText('closing 70.00')
  await page.getByRole('heading', { level: 1 }).hover()
  await expect(async () => {
    await page.mouse.wheel(0, 400)
    await expect(eventLink(page, 20)).toBeVisible({ timeout: 200 })
  }).toPass()
  await expect(page.getByRole('columnheader', { name: 'Event', exact: true })).toBeInViewport()
  await expect(day.getByText(DAY)).toBeInViewport()

  // A filtered list has no balance of a day, which it doesn't know.
  await page.goto(`/accounts/${account.id}/events?zone=UTC&note=Line`)
  await expect(day).toHaveCount(1)
  await expect(day.getByText('closing')).toHaveCount(0)
})

test('A late entry stays with the day of the entry before it, and counts for its own day @desktop', async ({
  page,
  bank,
}) => {
  const { account } = await bank.open({ openingBalance: '10.00' })
  await bank.deposit(account.id, '5.00', { occurredAt: account.openedAt, note: 'Early' })
  await bank.deposit(account.id, '1.00')
  await bank.deposit(account.id, '2.00', { occurredAt: account.openedAt, note: 'Forgotten' })
  await page.goto(`/accounts/${account.id}/events?zone=UTC&order=desc`)
  const row = page.getByRole('row').filter({ has: eventLink(page, 4) })
  await expect(row).toContainText('late')
  await expect(page.getByRole('rowheader', { name: DAY })).toHaveText(/closing 18\.00$/)
})

test('With the panel open at 1280, the list shows all of each row @desktop', async ({
  page,
  bank,
  examine,
}) => {
  const { id } = await openWithTransfer(bank)
  await page.goto(`/accounts/${id}/events?zone=UTC&event=3`)
  await expect(page.getByRole('complementary', { name: 'Event 3' })).toBeVisible()
  const row = page.getByRole('row').filter({ has: eventLink(page, 3) })
  for (const text of ['Petr Novák', '−25.50', '74.50']) {
    await expectWhole(row.getByText(text, { exact: true }).last())
  }
  await examine()
})

/** Expects that a text is neither clipped nor below something else. */
async function expectWhole(text: Locator): Promise<void> {
  await expect(text).toBeVisible()
  const isWhole = await text.evaluate(element => {
    const box = element.getBoundingClientRect()
    const top = document.elementFromPoint(box.right - 2, box.top + box.height / 2)
    return top !== null && (element.contains(top) || top.contains(element))
  })
  expect(isWhole).toBe(true)
}

test('A refused attempt opens beside the list, by mouse and by key, and has a permalink', async ({
  page,
  bank,
  examine,
}) => {
  const { id } = await openWithTransfer(bank)
  const commandId = await refuse(bank, id, 'Too much')
  await bank.deposit(id, '1.00', { note: 'After it' })
  await page.goto(`/accounts/${id}/events?zone=UTC&order=desc&refused=also`)
  await expect(page).toHaveURL(/order=/)
  await page.getByRole('link', { name: 'Withdrawal refused' }).click()
  const panel = page.getByRole('complementary')
  await expect(panel).toHaveAccessibleName('Refused attempt')
  await expect(page).toHaveURL(new RegExp(`attempt=${commandId}`))
  await expect(panel).toContainText(/Insufficient funds: 74.50 EUR available/)
  await expect(panel).toContainText('5,000.00 EUR')
  await expect(panel).toContainText('Too much')
  await expect(panel.getByRole('button', { name: 'Copy Command ID' })).toBeVisible()
  await examine()
  await page.keyboard.press('k')
  await expect(panel).toHaveAccessibleName('Event 4')
  await page.keyboard.press('j')
  await expect(panel).toHaveAccessibleName('Refused attempt')
  await page.keyboard.press('j')
  await expect(panel).toHaveAccessibleName('Event 3')
  await page.keyboard.press('k')
  await panel.getByRole('link', { name: 'Permanent link' }).click()
  await expect(page).toHaveURL(`/accounts/${id}/refusals/${commandId}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Refused attempt')
  await expect(page.getByRole('main')).toContainText(/Insufficient funds/)
  await examine()
  await page.getByRole('link', { name: 'Show in audit trail' }).click()
  await expect(panel).toHaveAccessibleName('Refused attempt')
})

test('A refused attempt of the whole bank has a permalink, for those who may read it @desktop', async ({
  page,
  bank,
  browser,
}) => {
  const { account } = await bank.open()
  const commandId = await refuse(bank, account.id, `Note ${randomUUID().slice(0, 8)}`)
  await page.goto('/audit?refused=only&zone=UTC&order=desc')
  await page.locator(`a[href="/accounts/${account.id}/refusals/${commandId}"]`).click()
  const panel = page.getByRole('complementary', { name: 'Refused attempt' })
  await expect(panel.getByRole('link', { name: account.owner })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`attempt=${commandId}&of=${account.id}`))

  const path = `/accounts/${account.id}/refusals/${commandId}`
  const customer = await browser.newContext({ storageState: sessionOf('customer') })
  const theirs = await customer.newPage()
  expect((await theirs.goto(path))?.status()).toBe(404)
  expect((await customer.request.get(`/api${path}`)).status()).toBe(404)
  await customer.close()
})

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false })

  test('A list shows its rows by day, and a refused attempt as a page @desktop', async ({
    page,
    bank,
  }) => {
    const { id } = await openWithTransfer(bank)
    await refuse(bank, id, 'Too much')
    await page.goto(`/accounts/${id}/events?zone=UTC&refused=also`)
    await expect(page.getByRole('rowheader', { name: DAY })).toHaveCount(1)
    await page.getByRole('link', { name: 'Withdrawal refused' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Refused attempt')
    await expect(page.getByRole('main')).toContainText('Insufficient funds')
  })
})
