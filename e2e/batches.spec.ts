import { expect, type Page, test, whileNarrow } from './page'
import { sessionOf } from './people'
import { asTeller, openPair } from './transfer-page'

const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** A file of salaries of which two rows can be paid, and three can’t. */
function salaries(number: string, amount: string) {
  const rows = [
    `${number},${amount},January`,
    `${number},${amount},Bonus`,
    `${number},${amount},January`,
    `${number},-5,Wrong`,
    `DB00 0000,1.00,Wrong`,
  ]
  const text = ['account,amount,reference', ...rows].join('\n')
  return { name: 'salaries.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
}

async function choose(page: Page, payer: string, file: ReturnType<typeof salaries>) {
  await page.goto('/orders/batches/new')
  const field = page.getByLabel(/ccount that pays/)
  if ((await field.getAttribute('type')) === 'text' || !(await page.locator('select').count())) {
    await field.fill(payer)
  } else await field.selectOption(payer)
  await page.getByLabel('File').setInputFiles(file)
  await press(page, 'Show payments')
}

test.describe('a customer @desktop', () => {
  test.use({ storageState: sessionOf('customer') })

  test('pays a file of salaries, which a teller approves; progress moves by itself', async ({
    page,
    browser,
    baseURL,
    examine,
  }) => {
    const teller = await asTeller(baseURL)
    const { payer, payee } = await openPair(teller)
    await teller.deposit(payer.id, '80000.00')
    await page.goto('/orders/batches/new')
    await examine()
    await whileNarrow(page, examine)
    const file = salaries(payee.number, '30000.00')
    await choose(page, payer.number, file)
    await expect(page.getByText('nothing is recorded yet')).toBeVisible()
    await expect(page.getByText('60,000.00')).toBeVisible()
    const refused = page.getByRole('region', { name: '3 rows refused' })
    await expect(refused.getByRole('listitem')).toHaveText([
      'Line 4This repeats line 2: the same account, amount, date and reference.',
      /^Line 5.*above zero/,
      /^Line 6.*is not an account number/,
    ])
    await examine()
    await whileNarrow(page, examine)
    await press(page, 'Submit 2 payments')
    await expect(heading(page)).toContainText('salaries.csv · 2 payments · Waiting for approval')
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0)
    await examine()

    const other = await browser.newContext({ storageState: sessionOf('second-teller') })
    const second = await other.newPage()
    await second.goto('/approvals')
    const waiting = second.getByRole('region', { name: 'Batches waiting' })
    await waiting.locator(`a[href="${new URL(page.url()).pathname}"]`).click()
    await expect(second).toHaveURL(page.url())
    await press(second, 'Reject')
    await expect(second.getByLabel('Reason')).toHaveAccessibleDescription('Enter the reason.')
    await press(second, 'Approve')
    await expect(heading(second)).toContainText('Completed', { timeout: 40_000 })
    await expect(second.getByRole('main').getByText('2 paid')).toBeVisible()
    await other.close()

    await page.reload()
    await examine()
    await whileNarrow(page, examine)
    expect(await teller.account(payee.id)).toMatchObject({ balance: '60000.00' })
    await page.getByRole('link', { name: 'Batches' }).click()
    await expect(
      page.getByRole('listitem').filter({ hasText: 'salaries.csv' }).first(),
    ).toBeVisible()
    await examine()

    await choose(page, payer.number, file)
    await expect(page.getByRole('link', { name: 'uploaded before' })).toBeVisible()
  })

  test('is told what is wrong with a file', async ({ page, baseURL }) => {
    const { payer } = await openPair(await asTeller(baseURL))
    const buffer = Buffer.from('name,sum\n')
    await choose(page, payer.number, { name: 'odd.csv', mimeType: 'text/csv', buffer })
    await expect(page.getByRole('alert').first()).toContainText('There is a column “name”')
  })
})

test.describe('without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('a file is shown, paid, and its progress comes', async ({ page, baseURL }) => {
    const { payer, payee } = await openPair(await asTeller(baseURL))
    await choose(page, payer.number, salaries(payee.number, '10.00'))
    await expect(page.getByText('20.00')).toBeVisible()
    await press(page, 'Submit 2 payments')
    await expect(heading(page)).toContainText('Completed', { timeout: 40_000 })
    await expect(page.getByRole('main').getByText('2 paid')).toBeVisible()
  })
})
