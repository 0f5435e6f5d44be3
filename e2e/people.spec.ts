import { randomUUID } from 'node:crypto'
import type { Browser, Page } from '@playwright/test'
import { expect, test } from './page'
import { ownAddress, sessionOf } from './people'

test.use({ storageState: sessionOf('admin') })

const PASSWORD = 'four unrelated words, please'

/** A browser in which nobody is signed in. */
async function openStranger(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } })
  await context.setExtraHTTPHeaders(ownAddress())
  return context.newPage()
}

async function signIn(page: Page, email: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('Somebody is invited, joins, changes role, and is out at once @desktop', async ({
  page,
  browser,
  baseURL,
  examine,
}) => {
  test.slow()
  const mark = randomUUID().slice(0, 8)
  const [name, email] = [`Greta Invited ${mark}`, `greta-${mark}@example.com`]
  await page.goto('/accounts')
  await page
    .getByRole('navigation', { name: 'Daybook' })
    .getByRole('link', { name: 'People' })
    .click()
  const invite = page.getByRole('form', { name: 'Invite somebody' })
  await invite.getByLabel('Role').selectOption('teller')
  await invite.getByLabel('Name').fill(name)
  await invite.getByLabel('E-mail').fill('teller@example.com')
  await invite.getByRole('button', { name: 'Invite' }).click()
  await expect(invite.getByRole('alert')).toHaveText(/has a person with this e-mail address/)
  await expect(invite.getByLabel('Name')).toHaveValue(name)
  await invite.getByLabel('E-mail').fill(email)
  await invite.getByRole('button', { name: 'Invite' }).click()
  const link = invite.getByText(/\/join\/[\w-]{43}$/)
  await expect(link).toBeVisible()
  await examine()

  const stranger = await openStranger(browser)
  const address = new URL(await link.innerText()).pathname
  await stranger.goto(`${baseURL}${address}`)
  await expect(stranger.getByText(email)).toBeVisible()
  await stranger.getByLabel('New password').fill('short')
  await stranger.getByRole('button', { name: 'Set password' }).click()
  await expect(stranger.getByText('Use at least 12 characters.')).toBeVisible()
  await stranger.getByLabel('New password').fill(PASSWORD)
  await stranger.getByRole('button', { name: 'Set password' }).click()
  await expect(stranger).toHaveURL('/accounts')
  await expect(stranger.getByText('Teller', { exact: true })).toBeVisible()
  const again = await openStranger(browser)
  await again.goto(`${baseURL}${address}`)
  await expect(again.getByText('This link has been used')).toBeVisible()

  await page.goto(`/people?q=greta+${mark}`)
  await page.getByRole('main').getByRole('link', { name }).click()
  const role = page.getByRole('form', { name: 'Role' })
  await role.getByLabel('Role').selectOption('auditor')
  await role.getByRole('button', { name: 'Change role' }).click()
  await expect(role.getByText(/Role changed\. Event \d+/)).toBeVisible()
  await expect(page.getByText('Teller before, auditor now')).toBeVisible()
  await stranger.goto('/audit')
  await expect(stranger).toHaveURL(/\/sign-in/)
  await signIn(stranger, email)
  await expect(stranger.getByText('Auditor, read-only')).toBeVisible()

  const access = page.getByRole('form', { name: 'Access' })
  await access.getByRole('button', { name: 'Disable' }).click()
  await expect(page.getByText('Auditor · Disabled')).toBeVisible()
  await stranger.goto('/audit')
  await expect(stranger).toHaveURL(/\/sign-in/)
  await signIn(stranger, email)
  await expect(stranger.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible()
  await expect(stranger).toHaveURL(/\/sign-in/)
  await access.getByRole('button', { name: 'Enable' }).click()
  await expect(page.getByText('Auditor · Can sign in')).toBeVisible()

  const reset = page.getByRole('form', { name: 'Password and second factor' })
  await reset.getByRole('button', { name: 'Reset sign-in' }).click()
  await expect(reset.getByText(/\/join\/[\w-]{43}$/)).toBeVisible()
  await examine()
  await page.getByRole('link', { name: 'Whole history' }).click()
  await expect(page).toHaveTitle(/audit trail/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(page.getByText('Invited').first()).toBeVisible()
  await examine()
  await Promise.all([stranger.context().close(), again.context().close()])
})

test('The link and the forms of people work without scripts @desktop', async ({
  browser,
  baseURL,
}) => {
  const admin = await browser.newContext({
    ...{ javaScriptEnabled: false, storageState: sessionOf('admin') },
    ...(baseURL === undefined ? {} : { baseURL }),
  })
  const page = await admin.newPage()
  const mark = randomUUID().slice(0, 8)
  await page.goto('/people')
  const invite = page.getByRole('form', { name: 'Invite somebody' })
  await invite.getByLabel('Name').fill(`Nils ${mark}`)
  await invite.getByLabel('E-mail').fill(`nils-${mark}@example.com`)
  await invite.getByRole('button', { name: 'Invite' }).click()
  const link = await page.getByText(/\/join\/[\w-]{43}$/).innerText()
  await admin.clearCookies()
  await admin.setExtraHTTPHeaders(ownAddress())
  await page.goto(new URL(link).pathname)
  await page.getByLabel('New password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page.getByText('Customer', { exact: true })).toBeVisible()
  await admin.close()
})

test('An auditor reads about people and changes nobody @desktop', async ({ browser, baseURL }) => {
  const auditor = await browser.newContext({
    ...{ storageState: sessionOf('auditor') },
    ...(baseURL === undefined ? {} : { baseURL }),
  })
  const page = await auditor.newPage()
  await page.goto('/people?q=okafor')
  await page
    .getByRole('main')
    .getByRole('link', { name: /Miriam Okafor/ })
    .click()
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
  await auditor.close()
})
