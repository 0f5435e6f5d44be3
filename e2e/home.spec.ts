import { randomUUID } from 'node:crypto'
import { expect, type Locator, type Page, test } from './page'
import { PEOPLE, sessionOf } from './people'
import { asTeller } from './transfer-page'

test.use({ storageState: sessionOf('second-customer') })

/** A new account of the customer, whose owner’s name is a word and a mark of this account only. */
async function openOwn(
  baseURL: string | undefined,
  word: string,
  details: Record<string, string> = {},
) {
  const teller = await asTeller(baseURL)
  const mark = randomUUID().slice(0, 8)
  const { accountId } = await teller.open({
    owner: `${word} ${mark}`,
    customerEmail: PEOPLE['second-customer'],
    ...details,
  })
  return { teller, mark, accountId }
}

/** Fills in a nickname, on a card or on the page of an account, and saves it. */
async function saveNickname(place: Locator | Page, nickname: string): Promise<void> {
  await place.getByLabel('Nickname').fill(nickname)
  await place.getByRole('button', { name: 'Save' }).click()
}

test('A customer’s home has totals, accounts, what happened lately, what is coming, and Transfer', async ({
  page,
  baseURL,
  examine,
}) => {
  const { teller, mark, accountId } = await openOwn(baseURL, 'Points', {
    currency: 'PTS',
    openingBalance: '40',
  })
  const hold = {
    commandId: randomUUID(),
    type: 'PlaceHold',
    accountId,
    amount: '15',
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
    note: `Bakery ${mark}`,
  }
  expect((await teller.command(hold)).status()).toBe(200)

  await page.goto('/accounts')
  const main = page.getByRole('main')
  await expect(main.getByRole('term').filter({ hasText: /^PTS, / })).toBeVisible()
  const card = cardOf(page, `Points ${mark}`)
  await expect(card).toContainText('40 ★')
  await expect(card).toContainText('25 ★ available')
  await expect(card.getByRole('img', { name: 'By day: 40 ★ in, 0 ★ out' })).toBeVisible()
  await expect(card.getByRole('list', { name: 'Last movements' })).toContainText('+40')
  const coming = page.getByRole('region', { name: 'Upcoming' })
  await expect(coming.getByRole('link', { name: `Bakery ${mark}` })).toBeVisible()
  const lately = page.getByRole('region', { name: 'Recent activity' })
  await expect(lately.getByRole('link', { name: 'Hold placed' }).first()).toBeVisible()
  await examine()

  await page.getByRole('link', { name: 'Transfer', exact: true }).click()
  await expect(page).toHaveURL(/\/accounts\/[0-9a-f-]{36}\/transfer$/)
  await page.getByText('Send from another account').click()
  await page.getByRole('link', { name: `Points ${mark}` }).click()
  await expect(page).toHaveURL(`/accounts/${accountId}/transfer`)
  await expect(page.getByRole('region', { name: 'Balance' })).toContainText('25 ★')
})

test('A nickname is given on the card, found by the search, and removed', async ({
  page,
  baseURL,
  examine,
}) => {
  const { mark } = await openOwn(baseURL, 'Named')
  await page.goto('/accounts')
  const card = cardOf(page, `Named ${mark}`)
  await card.getByText('Add a nickname').click()
  await card.getByLabel('Nickname').fill(`Rainy ${mark}`)
  await examine()
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: `Rainy ${mark}` })).toBeVisible()
  await expect(card).toContainText(`Named ${mark}`)
  const found = await page.request.get(`/api/search?q=rainy ${mark}`)
  expect(await found.text()).toContain(`Rainy ${mark}`)

  await saveNickname(card, '')
  await expect(page.getByRole('heading', { name: `Rainy ${mark}` })).toHaveCount(0)
})

test('A nickname that can’t be kept is said to be so on the account’s page', async ({
  page,
  baseURL,
  examine,
}) => {
  const { mark, accountId } = await openOwn(baseURL, 'Refused')
  await page.goto('/accounts')
  const card = cardOf(page, `Refused ${mark}`)
  await card.getByText('Add a nickname').click()
  await saveNickname(card, 'x'.repeat(41))
  await expect(page).toHaveURL(new RegExp(`/accounts/${accountId}\\?nickname=x`))
  await expect(page.getByText('Use at most 40 characters.')).toBeVisible()
  await expect(page.getByLabel('Nickname')).toHaveValue('x'.repeat(41))
  await expect(page.getByLabel('Nickname')).toBeFocused()
  await examine()
  await saveNickname(page, `Kept ${mark}`)
  await expect(page.getByText(`Kept ${mark}`)).toBeVisible()
  await expect(page.getByText('Change the nickname')).toBeFocused()
})

test('A nickname is given on the account’s page too @desktop', async ({ page, baseURL }) => {
  const { mark, accountId } = await openOwn(baseURL, 'Paged')
  await page.goto(`/accounts/${accountId}`)
  await page.getByText('Add a nickname').click()
  await saveNickname(page, `Page ${mark}`)
  await expect(page.getByText(`Page ${mark}`)).toBeVisible()
  await page.goto(`/accounts?q=page ${mark}`)
  await expect(page.getByRole('rowheader')).toHaveText(new RegExp(`^Page ${mark}`))
})

test.describe('without scripts @desktop', () => {
  test.use({ javaScriptEnabled: false })

  test('a nickname is given, and refused, with a plain form', async ({ page, baseURL }) => {
    const { mark } = await openOwn(baseURL, 'Plainly')
    await page.goto('/accounts')
    const card = cardOf(page, `Plainly ${mark}`)
    await card.getByText('Add a nickname').click()
    await saveNickname(card, 'x'.repeat(41))
    await expect(page.getByText('Use at most 40 characters.')).toBeVisible()
    await expect(page.getByLabel('Nickname')).toHaveValue('x'.repeat(41))
    await saveNickname(page, `Paged ${mark}`)
    await expect(page.getByText(`Paged ${mark}`)).toBeVisible()
    await page.goto('/accounts')
    await card.getByText('Change the nickname').click()
    await saveNickname(card, `Plain ${mark}`)
    await expect(page.getByRole('heading', { name: `Plain ${mark}` })).toBeVisible()
  })
})

test.describe('a customer with many accounts', () => {
  test.use({ storageState: sessionOf('customer') })

  test('has a table of them, with search', async ({ page, baseURL, examine }) => {
    const teller = await asTeller(baseURL)
    const mark = randomUUID().slice(0, 8)
    const openings = Array.from({ length: 13 }, (_, n) =>
      teller.open({ owner: `Many ${mark} No${n}`, customerEmail: PEOPLE.customer }),
    )
    await Promise.all(openings)
    await page.goto('/accounts')
    await expect(page.getByRole('table', { name: 'Accounts with current balances' })).toBeVisible()
    await expect(page.getByText('Last movements')).toHaveCount(0)
    await page.getByRole('searchbox', { name: 'Search accounts' }).fill(`no7 ${mark}`)
    await expect(page.getByRole('rowheader')).toHaveText([`Many ${mark} No7`])
    await examine()
  })
})

test.describe('staff', () => {
  for (const person of ['teller', 'auditor'] as const) {
    test.describe(person, () => {
      test.use({ storageState: sessionOf(person) })

      test('have search, what waits, what happened today, and all accounts', async ({
        page,
        baseURL,
        examine,
      }) => {
        const teller = await asTeller(baseURL)
        const owner = `Frozen ${randomUUID().slice(0, 8)}`
        const { accountId } = await teller.open({ owner, openingBalance: '5.00' })
        await teller.send(accountId, { type: 'FreezeAccount', scope: 'all', reason: 'Lost card' })
        await page.goto('/accounts')
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Accounts')
        await expect(page.getByRole('region', { name: 'Upcoming' })).toHaveCount(0)
        await expect(page.getByRole('link', { name: 'New account' })).toHaveCount(
          person === 'teller' ? 1 : 0,
        )
        const today = page.getByRole('region', { name: 'Today' })
        await expect(today.getByRole('row').filter({ hasText: 'EUR' })).toBeVisible()
        const newest = page.getByRole('region', { name: 'Newest events' })
        await expect(newest.getByRole('link').first()).toBeVisible()
        await examine()
        await page
          .getByRole('region', { name: 'Needs attention' })
          .getByRole('link', { name: 'Frozen accounts' })
          .click()
        await expect(page).toHaveURL('/accounts/waiting/frozen')
        await expect(page.getByRole('rowheader').filter({ hasText: owner })).toBeVisible()
        await examine()
        await page.getByRole('link', { name: 'Back to accounts' }).click()
        await page.getByRole('searchbox', { name: 'Search accounts' }).fill(owner)
        await expect(page.getByRole('rowheader')).toHaveCount(1)
        await expect(page.getByRole('region', { name: 'Needs attention' })).toHaveCount(0)
      })
    })
  }
})

/** The card of the account with this owner. */
function cardOf(page: Page, owner: string): Locator {
  return page
    .getByRole('region', { name: 'Your accounts' })
    .getByRole('listitem')
    .filter({ hasText: owner })
    .filter({ has: page.getByRole('heading') })
}
