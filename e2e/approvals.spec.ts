import { expect, type Page, test, whileNarrow } from './page'
import { sessionOf } from './people'
import { asTeller } from './transfer-page'

/** An account with a deposit of 60,000.00 EUR as event 2, which a teller reverses on its page. */
async function askForReversal(page: Page, baseURL: string | undefined, owner: string) {
  const bank = await asTeller(baseURL)
  const { accountId: id } = await bank.open({ owner, openingBalance: '100.00' })
  await bank.deposit(id, '60000.00')
  await page.goto(`/accounts/${id}/events/2/reverse`)
  await page.getByLabel('Reason').fill('Paid twice')
  await page.getByRole('button', { name: 'Reverse entry' }).click()
  await expect(page).toHaveURL(/\/approvals\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('main').getByRole('status').first()).toContainText(
    'Sent for approval',
  )
  return { id, path: new URL(page.url()).pathname, bank }
}

const outcome = (page: Page) => page.getByRole('main').getByRole('status').first()
const balances = (page: Page) =>
  page.getByRole('table', { name: 'Balances now and after it is approved' })

test.describe('two tellers @desktop', () => {
  test.use({ storageState: sessionOf('teller') })

  test('decide a large reversal: one asks, the other approves, nobody alone', async ({
    page,
    browser,
    baseURL,
    examine,
  }) => {
    const { id, path, bank } = await askForReversal(page, baseURL, 'Four Eyes')
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0)
    await expect(balances(page)).toContainText('−60,000.00')
    await examine()
    await whileNarrow(page, examine)
    expect(await bank.account(id)).toMatchObject({ balance: '60100.00' })

    const other = await browser.newContext({ storageState: sessionOf('second-teller') })
    const second = await other.newPage()
    await second.goto('/accounts')
    const header = second.getByRole('banner').getByRole('link', { name: /^Approvals \d+ waiting$/ })
    await header.click()
    await expect(second).toHaveURL('/approvals')
    const queue = second.getByRole('table', { name: 'Waiting requests' })
    const link = queue.locator(`a[href="${path}"]`)
    await expect(link).toHaveText('Reversal')
    await link.click()
    await expect(balances(second)).toContainText('100.00 EUR')
    await second.getByRole('button', { name: 'Reject' }).click()
    await expect(second.getByLabel('Reason')).toHaveAccessibleDescription('Enter the reason.')
    await second.getByRole('button', { name: 'Approve' }).click()
    await expect(outcome(second)).toHaveText('Approved and carried out.')
    await expect(second.getByRole('button', { name: 'Approve' })).toHaveCount(0)
    await second.getByRole('link', { name: 'Receipt' }).click()
    await expect(second.getByRole('main')).toContainText('Balance after100.00 EUR')
    await second.goto('/approvals')
    await expect(
      second.getByRole('table', { name: 'Decided requests' }).locator(`a[href="${path}"]`),
    ).toBeVisible()
    await other.close()

    expect(await bank.account(id)).toMatchObject({ balance: '100.00' })
    await page.reload()
    await expect(outcome(page)).toHaveText('Approved and carried out.')
    await page.getByRole('link', { name: 'Audit trail of this request' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Request for approval')
    for (const word of ['Approval requested', 'Approved', 'Carried out']) {
      await expect(page.getByRole('main')).toContainText(word)
    }
  })
})

test.describe('without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('a teller asks and withdraws, and the other rejects what is asked again', async ({
    page,
    browser,
    baseURL,
  }) => {
    const { path } = await askForReversal(page, baseURL, 'No Scripts')
    await page.getByRole('button', { name: 'Withdraw request' }).click()
    await expect(page).toHaveURL(path)
    await expect(outcome(page)).toHaveText('Withdrawn.')

    const again = await askForReversal(page, baseURL, 'No Scripts')
    const other = await browser.newContext({
      storageState: sessionOf('second-teller'),
      javaScriptEnabled: false,
    })
    const second = await other.newPage()
    await second.goto(again.path)
    await second.getByLabel('Reason').fill('Not the entry that was meant')
    await second.getByRole('button', { name: 'Reject' }).click()
    await expect(outcome(second)).toHaveText('Rejected.')
    await expect(second.getByRole('main')).toContainText('Not the entry that was meant')
    await other.close()
    expect(await again.bank.account(again.id)).toMatchObject({ balance: '60100.00' })
  })
})
