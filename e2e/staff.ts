import type { Locator, Page } from './page'

/** The line of an open hold, by its note. */
export function holdRow(page: Page, note: string): Locator {
  return page
    .getByRole('region', { name: 'Open holds' })
    .getByRole('listitem')
    .filter({ hasText: note })
}

/** Places a hold through its form, which expires in a week. */
export async function placeHold(page: Page, amount: string, note: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Place a hold' })
  await form.getByLabel('Amount').fill(amount)
  await form.getByLabel('Note').fill(note)
  await form.getByRole('button', { name: 'Place hold' }).click()
}

/** What is in the head of a page of the staff, such as `Available 40.00 EUR`. */
export function heading(page: Page): Locator {
  return page.getByRole('main').getByRole('banner').or(page.getByRole('main').locator('header'))
}
