import { expect, type Page, test } from './page'
import { sessionOf } from './people'

const standing = (page: Page) => page.getByRole('region', { name: 'Account status' })

async function freeze(page: Page, scope: string, reason: string): Promise<void> {
  const form = page.getByRole('form', { name: /freeze/i }).last()
  await form.getByRole('radio', { name: scope }).check()
  await form.getByLabel('Reason').fill(reason)
  await form.getByRole('button', { name: /freeze/i }).click()
}

test.describe('a teller', () => {
  test.use({ storageState: sessionOf('teller') })

  test('freezes an account, sees why, and unfreezes it', async ({ page, bank, examine }) => {
    const { accountId: id } = await bank.open({ openingBalance: '100.00' })
    await page.goto(`/accounts/${id}/freeze`)
    await freeze(page, 'Money out', ' ')
    const reason = page.getByLabel('Reason')
    await expect(reason).toHaveAccessibleDescription('Enter the reason.')
    await expect(page.getByRole('radio', { name: 'Money out' })).toBeChecked()
    await freeze(page, 'Money out', 'Lost card')
    await expect(standing(page)).toContainText(/^Frozen since .*, by .*No money can go out\./)
    await expect(standing(page)).toContainText('Reason: Lost card')
    await examine()
    const refused = await bank.command({
      commandId: crypto.randomUUID(),
      type: 'Withdraw',
      accountId: id,
      amount: '1.00',
    })
    expect(refused.status()).toBe(422)

    await freeze(page, 'Everything', 'Court order')
    await expect(standing(page)).toContainText('No money can go out or come in.')
    await page.getByRole('button', { name: 'Unfreeze account' }).click()
    await expect(standing(page)).toHaveCount(0)
    await expect(page.getByText('Unfrozen.')).toBeVisible()
    expect(await bank.account(id)).toMatchObject({ status: 'open' })
    await page.goto(`/accounts/${id}/events?type=AccountFrozen`)
    await expect(page.getByText('No money can move · Court order')).toBeVisible()
    await expect(page.getByText('No money can go out · Lost card')).toBeVisible()
  })
})

test.describe('without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('an account is frozen and unfrozen', async ({ page, bank }) => {
    const { accountId: id } = await bank.open()
    await page.goto(`/accounts/${id}/freeze`)
    await freeze(page, 'Money in', 'Under review')
    await expect(standing(page)).toContainText('No money can come in.')
    await page.getByRole('button', { name: 'Unfreeze account' }).click()
    await expect(standing(page)).toHaveCount(0)
  })
})

test.describe('a customer', () => {
  test.use({ storageState: sessionOf('customer') })

  test('has no pages of the staff @desktop', async ({ page, bank }) => {
    const { accountId: id } = await bank.open()
    for (const part of ['freeze', 'limits', 'customers', 'close', 'events/1/reverse']) {
      expect((await page.goto(`/accounts/${id}/${part}`))?.status(), part).toBe(404)
    }
    await page.goto(`/accounts/${id}/holds`)
    await expect(page.getByText('No open holds.')).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Manage the account' })).toHaveCount(0)
  })
})
