import type { Bank } from './bank'
import { inWords as inWordsOf } from './clock'
import { expect, type Locator, type Page } from './page'

/** The slider of the time machine. */
export function rail(page: Page): Locator {
  return page.getByRole('slider', { name: 'Event to show' })
}

/** Opens an account and deposits 1.00, 2.00, 3.00 ... into it, `count` times. */
export async function openWithDeposits(bank: Bank, count: number): Promise<string> {
  const { accountId } = await bank.open()
  await bank.depositAll(
    accountId,
    Array.from({ length: count }, (_, index) => ({
      amount: `${index + 1}.00`,
      note: `Line ${index + 2}`,
    })),
  )
  return accountId
}

/** The balance of such an account after an event, as the bank formats it. */
export function balanceAfter(version: number): string {
  return `${((version - 1) * version) / 2}.00`
}

/** Waits until the page shows the selected event, in its address and in words. */
export async function expectHandOn(page: Page, accountId: string, version: number) {
  await expect(page).toHaveURL(`/accounts/${accountId}/at/v${version}`)
  await expect(rail(page)).toHaveValue(String(version))
  await expect(page.getByRole('region', { name: 'Position in the audit trail' })).toContainText(
    `After event ${version},`,
  )
}

/** An instant as sentences write it, in UTC. */
export function inWords(instant: string): string {
  return inWordsOf(instant, 'UTC')
}
