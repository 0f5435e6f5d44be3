import { expect, type Locator, type Page } from './page'

/** The deposit or withdrawal form on an account's page. */
export function movementForm(page: Page, name: 'Deposit' | 'Withdraw'): Locator {
  return page.getByRole('form', { name })
}

/** Fills in a deposit or withdrawal form and submits it with a click. */
export async function move(page: Page, name: 'Deposit' | 'Withdraw', amount: string, note = '') {
  const form = movementForm(page, name)
  await form.getByLabel('Amount').fill(amount)
  await form.getByLabel('Note').fill(note)
  await form.getByRole('button', { name }).click()
}

/** The lines of a list of events, in order. */
export function trailRows(page: Page): Locator {
  return page
    .getByRole('table', { name: /^Events, (newest|oldest) first$/ })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: /^Event \d+/ }) })
}

/** The link of an event in a list. */
export function eventLink(page: Page, version: number): Locator {
  return page.getByRole('link', { name: new RegExp(`^Event ${version},`) })
}

/** Expects the account's balance, with its currency. */
export async function expectBalance(page: Page, text: string): Promise<void> {
  await expect(page.getByRole('region', { name: /^Balance/ })).toContainText(text)
}

/** Opens an account through its form and waits for its page; returns the account's id. */
export async function openAccountByForm(page: Page, owner: string): Promise<string> {
  await page.goto('/accounts/new')
  await page.getByLabel('Owner', { exact: true }).fill(owner)
  await page.getByLabel('Currency').selectOption('EUR')
  await page.getByRole('button', { name: 'Open account' }).click()
  await page.waitForURL(/\/accounts\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** Enters a moment (ISO 8601, UTC) in its form. */
export async function pickMoment(page: Page, instant: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Past balance' })
  await form.getByLabel('Date').fill(instant.slice(0, 10))
  await form.getByLabel('Time', { exact: true }).fill(instant.slice(11, 23))
  await form.getByLabel('Time zone').fill('UTC')
  await form.getByRole('button', { name: 'Show', exact: true }).click()
}
