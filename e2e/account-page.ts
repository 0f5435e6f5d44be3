import { onTheClock } from './clock'
import { expect, type Locator, type Page } from './page'

type Movement = 'Deposit' | 'Withdraw'

/** The form of a deposit or withdrawal, on its page. */
export function movementForm(page: Page, name: Movement): Locator {
  return page.getByRole('form', { name })
}

/** The actions of an account, on its page. */
export function actions(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Actions' })
}

/** Opens the page of a deposit or withdrawal, from any page of an account. */
export async function openMovement(page: Page, name: Movement): Promise<Locator> {
  const [account = ''] = /\/accounts\/[0-9a-f-]{36}/.exec(page.url()) ?? []
  const path = `${account}/${name.toLowerCase()}`
  if (!page.url().endsWith(path)) await page.goto(path)
  return movementForm(page, name)
}

/** Fills in the form of a deposit or withdrawal and submits it with a click. */
export async function move(page: Page, name: Movement, amount: string, note = '') {
  const form = await openMovement(page, name)
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
  return page.getByRole('link', { name: new RegExp(`^Event ${version}(?:,| of …)`) })
}

/** Expects the account's balance, with its currency. */
export async function expectBalance(page: Page, text: string): Promise<void> {
  await expect(page.getByRole('region', { name: /^Balance/ })).toContainText(text)
}

/** Follows the link from a page of an account back to the account. */
export async function backToAccount(page: Page): Promise<void> {
  const [account = ''] = /\/accounts\/[0-9a-f-]{36}/.exec(page.url()) ?? []
  await page.locator(`main a[href="${account}"]`).first().click()
  await expect(page).toHaveURL(account)
}

/** Opens an account through its form and waits for its page; returns the account's id. */
export async function openAccountByForm(
  page: Page,
  owner: string,
  currency = 'EUR',
): Promise<string> {
  await page.goto('/accounts/new')
  await page.getByLabel('Owner', { exact: true }).fill(owner)
  await page.getByLabel('Currency').selectOption(currency)
  await page.getByRole('button', { name: 'Open account' }).click()
  await page.waitForURL(/\/accounts\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** Enters a day without a time in the form of the time machine. */
export async function pickDay(page: Page, day: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Past balance' })
  await form.getByLabel('Date').fill(day)
  await form.getByRole('button', { name: 'Show', exact: true }).click()
}

/** Enters a moment (ISO 8601, UTC) in its form. */
export async function pickMoment(page: Page, instant: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Past balance' })
  const { date, time } = onTheClock(instant)
  await form.getByLabel('Date').fill(date)
  await form.getByLabel('Time', { exact: true }).fill(time)
  await form.getByRole('button', { name: 'Show', exact: true }).click()
}
