import { randomUUID } from 'node:crypto'
import { actions, trailRows } from './account-page'
import { expect } from './bank'
import { test } from './page'
import { ownAddress, PASSWORD, PEOPLE, sessionOf } from './people'
import { asTeller } from './transfer-page'

test.describe('nobody', () => {
  test.beforeEach(({ page }) => page.setExtraHTTPHeaders(ownAddress()))

  test('is redirected to sign-in, and then to the requested page', async ({ page, examine }) => {
    await page.goto('/accounts?q=ada')
    await expect(page).toHaveURL(/\/sign-in\?next=/)
    await examine()
    await page.getByLabel('E-mail').fill(PEOPLE.auditor)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL('/accounts?q=ada')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page).toHaveURL(/\/sign-in/)
    await page.goto('/accounts')
    await expect(page).toHaveURL(/\/sign-in/)
  })

  test('sees when the password is wrong, with the e-mail kept @desktop', async ({ page }) => {
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill('nobody@example.com')
    await page.getByLabel('Password').fill('not the password')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible()
    await expect(page.getByLabel('E-mail')).toHaveValue('nobody@example.com')
    await expect(page).toHaveURL(/\/sign-in/)
  })

  test('is offered the people of the demo bank @desktop', async ({ page }) => {
    await page.goto('/sign-in')
    await page.getByRole('button', { name: /Auditor: reads everything/ }).click()
    await expect(page).toHaveURL('/accounts')
    await expect(page.getByText('Auditor, read-only')).toBeVisible()
  })

  test('is not redirected to another site after sign-in @desktop', async ({ page, baseURL }) => {
    for (const next of [
      'https://elsewhere.example/',
      '//elsewhere.example',
      '/\\elsewhere.example',
    ]) {
      await page.context().clearCookies()
      await page.setExtraHTTPHeaders(ownAddress())
      await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
      await page.getByRole('button', { name: /Auditor: reads everything/ }).click()
      await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
      expect(new URL(page.url()).origin).toBe(baseURL)
    }
  })
})

test.describe('a customer', () => {
  test.use({ storageState: sessionOf('customer') })

  test('sees and moves their own accounts, and no other @desktop', async ({ page, baseURL }) => {
    const teller = await asTeller(baseURL)
    const mark = randomUUID().slice(0, 8)
    const own = await teller.open({ owner: `Mine ${mark}`, customerEmail: PEOPLE.customer })
    const others = await teller.open({
      owner: `Theirs ${mark}`,
      customerEmail: PEOPLE['second-customer'],
    })

    await page.goto(`/accounts?q=${mark}`)
    await expect(page.getByRole('link', { name: `Mine ${mark}` })).toBeVisible()
    await expect(page.getByText(`Theirs ${mark}`)).toHaveCount(0)

    await page.goto(`/accounts/${own.accountId}`)
    await expect(actions(page).getByRole('link').first()).toHaveText('Transfer')

    for (const path of ['', '/at', '/at/v1', '/deposit', '/withdraw', '/transfer']) {
      const answer = await page.goto(`/accounts/${others.accountId}${path}`)
      expect(answer?.status(), path).toBe(404)
      await expect(page.getByText(`Theirs ${mark}`)).toHaveCount(0)
    }
  })

  test('opens an account that is their own @desktop', async ({ page }) => {
    await page.goto('/accounts/new')
    await expect(page.getByLabel(/customer/i)).toHaveCount(0)
  })
})

test.describe('an auditor', () => {
  test.use({ storageState: sessionOf('auditor') })

  test('reads every account and has no form to change one', async ({ page, baseURL, examine }) => {
    const teller = await asTeller(baseURL)
    const { accountId } = await teller.open({ openingBalance: '12.00' })
    await page.goto('/accounts')
    await expect(page.getByRole('link', { name: 'New account' })).toHaveCount(0)
    await page.goto(`/accounts/${accountId}`)
    await expect(trailRows(page)).toHaveCount(1)
    await expect(actions(page)).toHaveCount(0)
    await examine()
    for (const path of ['deposit', 'withdraw', 'transfer']) {
      await page.goto(`/accounts/${accountId}/${path}`)
      await expect(page.getByText('Auditors can read everything')).toBeVisible()
      await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0)
    }
    await page.goto('/accounts/new')
    await expect(page.getByRole('button', { name: 'Open account' })).toHaveCount(0)
  })
})
