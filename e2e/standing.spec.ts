import { expectBalance, openMovement } from './account-page'
import { expect, type Page, test } from './page'
import { PEOPLE, sessionOf } from './people'
import { heading } from './staff'

async function setOverdraft(page: Page, limit: string): Promise<void> {
  await page.getByLabel('Overdraft limit').fill(limit)
  await page.getByRole('button', { name: 'Set overdraft limit' }).click()
}

test.describe('a teller', () => {
  test.use({ storageState: sessionOf('teller') })

  test('grants an overdraft, which is used and can’t be lowered', async ({
    page,
    bank,
    examine,
  }) => {
    const { accountId: id } = await bank.open({ openingBalance: '20.00' })
    await page.goto(`/accounts/${id}/limits`)
    await setOverdraft(page, '50.00')
    await expect(heading(page)).toContainText('Available 70.00 EUR')
    await page.goto(`/accounts/${id}/withdraw`)
    const form = await openMovement(page, 'Withdraw')
    await form.getByLabel('Amount').fill('60.00')
    await form.getByRole('button', { name: 'Withdraw' }).click()
    await expectBalance(page, '−40.00 EUR')
    await page.goto(`/accounts/${id}/limits`)
    await expect(page.getByRole('main')).toContainText('In use40.00 EUR')
    await setOverdraft(page, '39.99')
    await expect(page.getByLabel('Overdraft limit')).toHaveAccessibleDescription(
      '40.00 EUR of the overdraft is in use. Set the limit to at least that amount.',
    )
    await examine()
    await page.goto(`/accounts/${id}/at/now/explain`)
    const sum = page.getByRole('table', { name: 'Available, EUR' })
    await expect(sum.getByRole('row')).toHaveText([
      'Balance−40.00',
      'Overdraft limit+50.00',
      'Available10.00',
    ])
  })

  test('sets limits and sees what is left today', async ({ page, bank, examine }) => {
    const { accountId: id } = await bank.open({ openingBalance: '100.00' })
    await page.goto(`/accounts/${id}/limits`)
    await page.getByLabel('Per day').fill('80.00')
    await page.getByLabel('Time zone of the day').fill('Europe/Nowhere')
    await page.getByRole('button', { name: 'Set limits' }).click()
    await expect(page.getByLabel('Time zone of the day')).toHaveAccessibleDescription(
      /Enter a time zone/,
    )
    await expect(page.getByLabel('Per day')).toHaveValue('80.00')
    await page.getByLabel('Time zone of the day').fill('Europe/Prague')
    await page.getByRole('button', { name: 'Set limits' }).click()
    await expect(page.getByText('Limits set.')).toBeVisible()
    await bank.withdraw(id, '30.00')
    await page.reload()
    await expect(page.getByRole('main')).toContainText('Remaining today50.00 EUR')
    await expect(page.getByRole('main')).toContainText('Renews')
    await examine()
  })

  test('gives an account to a customer and renames it', async ({ page, bank, examine }) => {
    const { accountId: id } = await bank.open({ owner: 'Account holder 1570' })
    await page.goto(`/accounts/${id}/customers`)
    await expect(page.getByText('No customer can use this account.')).toBeVisible()
    const email = page.getByLabel('Customer’s e-mail', { exact: true })
    await email.fill('nobody@example.com')
    await page.getByRole('button', { name: 'Set customer' }).click()
    await expect(email).toHaveAccessibleDescription('No customer has this e-mail address.')
    await email.fill(PEOPLE.customer)
    await page.getByRole('button', { name: 'Set customer' }).click()
    await expect(page.getByText(`Eva Nováková, ${PEOPLE.customer}`)).toBeVisible()
    await page.getByLabel('Second customer’s e-mail').fill(PEOPLE['second-customer'])
    await page.getByLabel('Rights').selectOption('operate')
    await page.getByRole('button', { name: 'Set second customer' }).click()
    await expect(page.getByText('may operate the account')).toBeVisible()
    await page.getByLabel('Name on the account').fill('Eva Nováková')
    await page.getByRole('button', { name: 'Rename' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Eva Nováková')
    await examine()
    await page.goto(`/accounts/${id}/events`)
    await expect(page.getByText(/may operate the account · Jonas Weber/)).toBeVisible()
  })

  test('closes an account once nothing blocks it', async ({ page, bank, examine }) => {
    const { accountId: id } = await bank.open({ openingBalance: '5.00' })
    await page.goto(`/accounts/${id}/close`)
    const close = page.getByRole('button', { name: 'Close account' })
    await expect(page.getByText('Blocks closing')).toHaveCount(1)
    await expect(close).toHaveCount(0)
    await bank.withdraw(id, '5.00')
    await page.reload()
    await close.click()
    await expect(page.getByRole('main')).toContainText(/Closed since .*, by /)
    await examine()
    await page.goto(`/accounts/${id}/holds`)
    await expect(page.getByText('Closed accounts are read-only.')).toBeVisible()
    expect(await bank.account(id)).toMatchObject({ status: 'closed', version: 3 })
  })

  test('books interest and fees as such @desktop', async ({ page, bank }) => {
    const { accountId: id } = await bank.open({ openingBalance: '10.00' })
    await page.goto(`/accounts/${id}/withdraw`)
    const form = await openMovement(page, 'Withdraw')
    await form.getByLabel('Amount').fill('2.50')
    await form.getByLabel('Booked as').selectOption('Fee')
    await form.getByRole('button', { name: 'Withdraw' }).click()
    await expectBalance(page, '7.50 EUR')
    await expect(form.getByLabel('Booked as')).toHaveValue('')
    expect((await bank.events(id)).at(-1)?.data).toMatchObject({ counter: 'fees' })
  })
})

test.describe('without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('limits are set, a customer is assigned, and an account is closed', async ({
    page,
    bank,
  }) => {
    const { accountId: id } = await bank.open()
    await page.goto(`/accounts/${id}/limits`)
    await setOverdraft(page, '-1')
    await expect(page.getByRole('alert')).toHaveText('The limit can’t be negative.')
    await setOverdraft(page, '50.00')
    await expect(heading(page)).toContainText('Available 50.00 EUR')
    await page.goto(`/accounts/${id}/customers`)
    await page.getByLabel('Customer’s e-mail', { exact: true }).fill(PEOPLE.customer)
    await page.getByRole('button', { name: 'Set customer' }).click()
    await expect(page.getByText(`Eva Nováková, ${PEOPLE.customer}`)).toBeVisible()
    await page.goto(`/accounts/${id}/close`)
    await page.getByRole('button', { name: 'Close account' }).click()
    await expect(page.getByRole('main')).toContainText(/Closed since/)
  })
})

test.describe('the time machine', () => {
  test.use({ storageState: sessionOf('teller') })

  test('shows a hold when it held, explains it and compares it', async ({
    page,
    bank,
    examine,
  }) => {
    const { accountId: id } = await bank.open({ openingBalance: '100.00' })
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
    const placed = await bank.send(id, {
      type: 'PlaceHold',
      amount: '60.00',
      expiresAt,
      note: 'Hotel',
    })
    await bank.send(id, { type: 'FreezeAccount', scope: 'debits', reason: 'Lost card' })
    await bank.send(id, { type: 'ReleaseHold', holdId: placed.events[0]?.data.holdId })

    await page.goto(`/accounts/${id}/at/v3`)
    await expectBalance(page, '100.00 EUR')
    await expect(page.getByRole('main')).toContainText('Available40.00 EUR')
    await expect(page.getByRole('main')).toContainText('Reason: Lost card')
    await page.getByRole('link', { name: 'Next: event 4' }).click()
    await expect(page.getByRole('main')).not.toContainText('Available40.00 EUR')
    await examine()

    await page.goto(`/accounts/${id}/at/v3/explain`)
    const sum = page.getByRole('table', { name: 'Available, EUR' })
    await expect(sum.getByRole('row').nth(1)).toContainText(/Hold, HotelExpires .*Event 2−60.00/)
    await expect(sum.getByRole('row').last()).toHaveText('Available40.00')
    await examine()

    await page.goto(`/accounts/${id}/at/v3/compare?with=now`)
    await expect(
      page.getByText(/^Same balance: .* Available: 40.00 EUR, then 100.00 EUR/),
    ).toBeVisible()
    const fields = page.getByRole('table', { name: 'All account fields, earlier and later' })
    await expect(fields.getByRole('row', { name: /^Held \(changed\)/ })).toContainText(
      '60.00 EUR0.00 EUR',
    )
    await expect(fields.getByRole('row', { name: /^Hold, Hotel \(changed\)/ })).toBeVisible()
    await examine()

    await page.goto(`/accounts/${id}/at/v2/fold`)
    await expect(page.getByRole('row', { name: /^Held \(changed\)/ })).toContainText(
      '0.00 EUR60.00 EUR',
    )
  })
})
