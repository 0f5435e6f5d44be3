import { randomUUID } from 'node:crypto'
import { type Account, type Bank, openBank, request } from './bank'
import { expect, type Locator, type Page } from './page'
import { PEOPLE, type Person, sessionOf } from './people'

/** The bank in the session of a teller, who opens accounts for customers. */
export function asTeller(baseURL: string | undefined): Promise<Bank> {
  return bankAs('teller', baseURL)
}

/** The bank in somebody's session. */
export async function bankAs(person: Person, baseURL: string | undefined): Promise<Bank> {
  const storageState = sessionOf(person)
  return openBank(await request.newContext({ ...(baseURL && { baseURL }), storageState }))
}

/** An account with 100.00 EUR of the first customer, and one of somebody else. */
export async function openPair(teller: Bank): Promise<{ payer: Account; payee: Account }> {
  const mark = randomUUID().slice(0, 8)
  const { account: payer } = await teller.open({
    owner: `Payer ${mark}`,
    openingBalance: '100.00',
    customerEmail: PEOPLE.customer,
  })
  const { account: payee } = await teller.open({ owner: `Payee ${mark}` })
  return { payer, payee }
}

/** Fills in the form of a transfer on its page, and asks for the review. */
export async function fillTransfer(
  page: Page,
  { amount, number, reference = '' }: { amount: string; number: string; reference?: string },
): Promise<void> {
  await page.getByLabel('Amount').fill(amount)
  await page.getByLabel('Reference').fill(reference)
  await page.getByLabel('To account number').fill(number)
  await page.getByRole('button', { name: 'Review', exact: true }).click()
}

/** The review of a transfer. */
export function review(page: Page): Locator {
  return page.getByRole('form', { name: 'Review before it is done' })
}

export async function expectReceipt(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/receipts\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Receipt')
}
