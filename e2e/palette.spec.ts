import { randomUUID } from 'node:crypto'
import type { Bank } from './bank'
import { expect, type Page, pressUntil, test } from './page'
import { PEOPLE, sessionOf } from './people'
import { asTeller, bankAs } from './transfer-page'

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Search' })
const field = (page: Page) => dialog(page).getByRole('combobox')
const options = (page: Page) => dialog(page).getByRole('option')

/** Opens the palette by its button, as soon as the scripts answer it. */
async function openPalette(page: Page): Promise<void> {
  const { pathname } = new URL(page.url())
  await expect(async () => {
    if (new URL(page.url()).pathname !== pathname) await page.goBack()
    if (await dialog(page).isHidden()) {
      await page.getByRole('link', { name: 'Search', exact: true }).click()
    }
    await expect(field(page)).toBeFocused({ timeout: 3_000 })
  }).toPass({ timeout: 15_000 })
  expect(new URL(page.url()).pathname).toBe(pathname)
}

async function openWith(bank: Bank, more: Record<string, string> = {}) {
  const owner = `Palette ${randomUUID().slice(0, 8)}`
  const { account } = await bank.open({ owner, openingBalance: '40.00', ...more })
  return account
}

test.describe('staff', () => {
  test.use({ storageState: sessionOf('teller') })

  test('/ opens the search on every page, and the keyboard alone leads to an account @desktop', async ({
    page,
    bank,
    examine,
  }) => {
    const account = await openWith(bank)
    for (const path of ['/accounts', '/bank/at', '/audit', `/accounts/${account.id}/events`]) {
      await page.goto(path)
      await pressUntil(page, '/', () => expect(field(page)).toBeFocused({ timeout: 2_000 }))
      await expect(field(page)).toHaveValue('')
      await expect(options(page).filter({ hasText: 'Trial balance' })).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(dialog(page)).toBeHidden()
    }
    await page.goto('/accounts')
    const before = page.getByRole('link', { name: 'Audit trail' })
    await before.focus()
    await pressUntil(page, '/', () => expect(field(page)).toBeFocused({ timeout: 2_000 }))
    await page.keyboard.type(account.owner.toLowerCase())
    await expect(options(page).first()).toContainText(account.number)
    await expect(options(page).first()).toHaveAttribute('aria-selected', 'true')
    await examine()
    await page.keyboard.press('Escape')
    await expect(before).toBeFocused()
    await page.keyboard.press('Control+k')
    await expect(field(page)).toHaveValue(account.owner.toLowerCase())
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/accounts/${account.id}`)
    await expect(dialog(page)).toBeHidden()
    await page.keyboard.press('Control+k')
    await expect(field(page)).toHaveValue('')
  })

  test('Enter pressed before the answer opens the first hit of what was typed @desktop', async ({
    page,
    bank,
  }) => {
    const account = await openWith(bank)
    await page.goto('/audit')
    await pressUntil(page, '/', () => expect(field(page)).toBeFocused({ timeout: 2_000 }))
    await page.keyboard.type(account.number)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`/accounts/${account.id}`)
  })

  test('The arrows choose, dates and amounts lead to the audit', async ({ page }) => {
    await page.goto('/bank/insights')
    await openPalette(page)
    await field(page).fill('last week')
    await expect(options(page).first()).toContainText('Events of the whole bank')
    await field(page).press('ArrowDown')
    await expect(options(page).nth(1)).toHaveAttribute('aria-selected', 'true')
    await expect(options(page).nth(1)).toContainText('Balances of the whole bank')
    await field(page).press('ArrowUp')
    await field(page).press('ArrowUp')
    await expect(options(page).last()).toHaveAttribute('aria-selected', 'true')
    await field(page).fill('over 500 EUR')
    await expect(options(page).first()).toContainText('500 EUR or more')
    await field(page).press('Enter')
    await expect(page).toHaveURL(/\/audit\?min=500&currency=EUR/)
  })

  test('An event is found by its number on its account, and by its id everywhere @desktop', async ({
    page,
    bank,
  }) => {
    const { id } = await openWith(bank)
    const { events } = await bank.deposit(id, '5.00')
    await page.goto(`/accounts/${id}`)
    await openPalette(page)
    await field(page).fill('event 2')
    await expect(options(page).first()).toContainText('Event 2')
    await options(page).first().click()
    await expect(page).toHaveURL(`/accounts/${id}/events/2`)
    await page.goto('/audit')
    await openPalette(page)
    await field(page).fill(events[0]?.eventId ?? '')
    await options(page).filter({ hasText: 'Event 2' }).click()
    await expect(page).toHaveURL(`/accounts/${id}/events/2`)
  })

  test('Nothing found and a failure are said, by day and by night', async ({ page, examine }) => {
    await page.goto('/bank/at')
    await openPalette(page)
    await field(page).fill(`nobody-${randomUUID().slice(0, 8)}`)
    await expect(dialog(page).getByText(/^No results for/)).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await examine()
    }
    await page.route('**/api/search?**', route => route.abort())
    await field(page).fill('trial')
    await expect(dialog(page).getByRole('alert')).toContainText('The bank can’t be reached')
    await examine()
    await page.unroute('**/api/search?**')
    await dialog(page).getByRole('button', { name: 'Try again' }).click()
    await expect(options(page).first()).toContainText('Trial balance')
    await examine()
    await dialog(page).getByRole('button', { name: 'Close search' }).click()
    await expect(dialog(page)).toBeHidden()
  })

  test('Each pause in typing sends one request, and older ones are dropped @desktop', async ({
    page,
  }) => {
    await page.goto('/bank/at')
    await pressUntil(page, '/', () => expect(field(page)).toBeFocused({ timeout: 2_000 }))
    await expect(options(page).first()).toBeVisible()
    let isHeld = true
    const asked: (string | null)[] = []
    await page.route('**/api/search?**', async route => {
      const q = new URL(route.request().url()).searchParams.get('q')
      asked.push(q)
      if (isHeld) return
      await route.continue()
    })
    await field(page).fill('insights')
    await expect.poll(() => asked).toEqual(['insights'])
    isHeld = false
    await field(page).fill('trial')
    await expect(options(page).first()).toContainText('Trial balance')
    expect(asked).toEqual(['insights', 'trial'])
  })
})

test.describe('a customer', () => {
  test.use({ storageState: sessionOf('customer') })

  test('finds what is theirs, and whom they paid, and nothing of others @desktop', async ({
    page,
    baseURL,
  }) => {
    const teller = await asTeller(baseURL)
    const mark = randomUUID().slice(0, 8)
    const customerEmail = PEOPLE.customer
    const own = await teller.open({ owner: `Mine ${mark}`, openingBalance: '9.00', customerEmail })
    const other = await teller.open({ owner: `Other ${mark}` })
    const bank = await bankAs('customer', baseURL)
    await page.goto('/accounts')
    await openPalette(page)
    await field(page).fill(mark)
    await expect(
      options(page)
        .filter({ hasText: `Mine ${mark}` })
        .first(),
    ).toBeVisible()
    await expect(options(page).filter({ hasText: `Other ${mark}` })).toHaveCount(0)
    const body = { type: 'Transfer', accountId: own.accountId, toAccountId: other.accountId }
    const paid = await bank.command({ commandId: randomUUID(), ...body, amount: '1.00' })
    expect(paid.status()).toBe(200)
    await field(page).fill(`other ${mark}`)
    await options(page).filter({ hasText: 'Send money to' }).click()
    await expect(page).toHaveURL(new RegExp(`/accounts/${own.accountId}/transfer\\?to=DB`))
    await expect(page.getByLabel('To account number')).toHaveValue(other.account.number)
    await expect(page.getByText(`Account of Other ${mark}`)).toBeVisible()
  })
})

test.describe('without scripts', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('the search is a page @desktop', async ({ page, bank }) => {
    const account = await openWith(bank)
    await page.goto('/accounts')
    await page.getByRole('link', { name: 'Search', exact: true }).click()
    await expect(page).toHaveURL('/search')
    await page.getByRole('searchbox', { name: /^Search accounts, events/ }).fill(account.owner)
    await page.getByRole('button', { name: 'Search' }).click()
    await page
      .getByRole('region', { name: 'Accounts' })
      .getByRole('link', { name: account.owner, exact: true })
      .click()
    await expect(page).toHaveURL(`/accounts/${account.id}`)
    await page.goto('/search?q=nobody-at-all-xyz')
    await expect(page.getByRole('main')).toContainText('No results for')
  })
})
