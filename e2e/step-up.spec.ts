import { randomUUID } from 'node:crypto'
import type { Browser, Locator } from '@playwright/test'
import { expect, type Page, test } from './page'
import { ownAddress, PASSWORD, sessionOf } from './people'
import { signIn } from './sign-in'
import { codeAt, now } from './totp'
import { asTeller, expectReceipt, fillTransfer, review } from './transfer-page'

const OWN_PASSWORD = 'four unrelated words, please'
const proofIn = (form: Locator) =>
  form.getByLabel('Your password, or a code of your authenticator app')

test.beforeEach(({ context }) => context.setExtraHTTPHeaders(ownAddress()))

/** A wrong password on the person's page, after which their session has proved nothing. */
async function doubt(page: Page): Promise<void> {
  await page.goto('/me')
  const field = page.getByLabel(/^Your password(, to turn it off)?$/)
  await field.fill('wrong horse battery')
  await page.getByRole('button', { name: /^(Set up an authenticator app|Turn off)$/ }).click()
  await expect(page.getByText('That is not your password')).toBeVisible()
}

/** Two accounts in euros, the first with 500,000.00 and perhaps a customer. */
async function openRich(baseURL: string | undefined, customerEmail: string) {
  const bank = await asTeller(baseURL)
  const owner = `Rich ${randomUUID().slice(0, 8)}`
  const [from, to] = [
    await bank.open({
      owner,
      openingBalance: '500000.00',
      ...(customerEmail && { customerEmail }),
    }),
    await bank.open({ owner: `Poor ${randomUUID().slice(0, 8)}` }),
  ]
  return { bank, from: from.account, to: to.account }
}

/** Somebody new, of whom the page has a session: what one person sends within a day counts together. */
async function join(page: Page, browser: Browser, baseURL: string | undefined): Promise<string> {
  const office = await browser.newContext({ storageState: sessionOf('admin') })
  const admin = await office.newPage()
  const email = `clara-${randomUUID().slice(0, 8)}@example.com`
  await admin.goto(`${baseURL}/people`)
  const invite = admin.getByRole('form', { name: 'Invite somebody' })
  await invite.getByLabel('Role').selectOption('customer')
  await invite.getByLabel('Name').fill('Clara Careful')
  await invite.getByLabel('E-mail').fill(email)
  await invite.getByRole('button', { name: 'Invite' }).click()
  await accept(page, await invite.getByText(/\/join\/[\w-]{43}$/).innerText())
  await office.close()
  return email
}

/** Opens the link of an invitation, and sets a password. */
async function accept(page: Page, link: string): Promise<void> {
  await page.goto(new URL(link).pathname)
  await page.getByLabel('New password').fill(OWN_PASSWORD)
  await page.getByRole('button', { name: 'Set password' }).click()
  await expect(page).toHaveURL('/accounts')
}

test('A large transfer asks for the password in place, and is done once', async ({
  page,
  browser,
  baseURL,
  examine,
}) => {
  const { bank, from, to } = await openRich(baseURL, await join(page, browser, baseURL))
  await doubt(page)
  await page.goto(`/accounts/${from.id}/transfer`)
  const form = review(page)
  await fillTransfer(page, { amount: '100.00', number: to.number, reference: 'Small' })
  await form.getByRole('button', { name: /^Send/ }).click()
  await expectReceipt(page)

  await page.goto(`/accounts/${from.id}/transfer`)
  await fillTransfer(page, { amount: '100000', number: to.number, reference: 'Large' })
  await form.getByRole('button', { name: /^Send/ }).click()
  await expect(proofIn(form)).toBeFocused()
  await expect(proofIn(form)).toHaveAccessibleDescription(/Nothing is recorded yet/)
  await expect(form).toContainText('Large')
  await expect(form).toContainText('100,000.00')
  await examine()
  await proofIn(form).fill('wrong horse battery')
  await form.getByRole('button', { name: /^Send/ }).click()
  await expect(proofIn(form)).toHaveAccessibleDescription(/neither your password nor/)
  await expect(proofIn(form)).toBeFocused()
  await proofIn(form).fill(OWN_PASSWORD)
  await page.keyboard.press('Enter')
  await expectReceipt(page)
  expect(await bank.account(from.id)).toMatchObject({ balance: '399900.00', version: 3 })
})

test('People and tokens ask for the password; a new teller proves who they are by a code @desktop', async ({
  page,
  browser,
  baseURL,
  examine,
}) => {
  test.slow()
  const mark = randomUUID().slice(0, 8)
  await signIn(page, 'admin')
  await doubt(page)
  await page.goto('/people')
  const invite = page.getByRole('form', { name: 'Invite somebody' })
  await invite.getByLabel('Role').selectOption('teller')
  await invite.getByLabel('Name').fill(`Tilda ${mark}`)
  await invite.getByLabel('E-mail').fill(`tilda-${mark}@example.com`)
  await invite.getByRole('button', { name: 'Invite' }).click()
  await expect(proofIn(invite)).toBeFocused()
  await expect(invite.getByLabel('Role')).toHaveValue('teller')
  await expect(invite.getByLabel('Name')).toHaveValue(`Tilda ${mark}`)
  await examine()
  await proofIn(invite).fill(PASSWORD)
  await invite.getByRole('button', { name: 'Invite' }).click()
  const link = await invite.getByText(/\/join\/[\w-]{43}$/).innerText()

  const own = await browser.newContext({
    extraHTTPHeaders: ownAddress(),
    ...(baseURL && { baseURL }),
  })
  const teller = await own.newPage()
  await accept(teller, link)
  await transferByCode(teller, baseURL)

  await doubt(page)
  await page.goto(`/people?q=tilda+${mark}`)
  await page
    .getByRole('main')
    .getByRole('link', { name: `Tilda ${mark}` })
    .click()
  const role = page.getByRole('form', { name: 'Role' })
  await role.getByLabel('Role').selectOption('auditor')
  await role.getByRole('button', { name: 'Change role' }).click()
  await expect(proofIn(role)).toBeFocused()
  await expect(role.getByLabel('Role')).toHaveValue('auditor')
  await proofIn(role).fill(PASSWORD)
  await role.getByRole('button', { name: 'Change role' }).click()
  await expect(role.getByText(/Role changed\. Event \d+/)).toBeVisible()
  await expect(proofIn(role)).toHaveCount(0)
  await own.close()

  await doubt(page)
  await page.goto('/people/tokens')
  const main = page.getByRole('main')
  await page.getByLabel('Service').fill(`Proof ${mark}`)
  await page.getByRole('button', { name: 'Make token' }).click()
  await expect(proofIn(main)).toBeFocused()
  await expect(page.getByLabel('Service')).toHaveValue(`Proof ${mark}`)
  await proofIn(main).fill(PASSWORD)
  await page.getByRole('button', { name: 'Make token' }).click()
  await expect(page.getByRole('status').filter({ hasText: `Token of Proof ${mark}` })).toBeVisible()
})

/** Sets up an authenticator app, and makes a large transfer by its code. */
async function transferByCode(page: Page, baseURL: string | undefined): Promise<void> {
  await page.goto('/me')
  await page.getByLabel('Your password', { exact: true }).fill(OWN_PASSWORD)
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  const secret = (await page.locator('code').innerText()).trim()
  const used = codeAt(secret, now() - 1)
  await page.getByLabel('Code').fill(used)
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByText('10 recovery codes are left')).toBeVisible()
  await doubt(page)
  const { bank, from, to } = await openRich(baseURL, '')
  await page.goto(`/accounts/${from.id}/transfer`)
  await fillTransfer(page, { amount: '250000', number: to.number })
  const form = review(page)
  await form.getByRole('button', { name: /^Send/ }).click()
  await proofIn(form).fill(used)
  await form.getByRole('button', { name: /^Send/ }).click()
  await expect(proofIn(form)).toHaveAccessibleDescription(/still unused/)
  await proofIn(form).fill(codeAt(secret, now() + 1))
  await form.getByRole('button', { name: /^Send/ }).click()
  await expectReceipt(page)
  expect(await bank.account(from.id)).toMatchObject({ balance: '250000.00' })
}

test.describe('without scripts @desktop', () => {
  test.use({ javaScriptEnabled: false })

  test('A large transfer and a limit ask for the password', async ({ page, baseURL }) => {
    const { bank, from, to } = await openRich(baseURL, '')
    await signIn(page, 'teller')
    await doubt(page)
    await page.goto(`/accounts/${from.id}/limits`)
    const overdraft = page.getByRole('form', { name: 'Overdraft' })
    await overdraft.getByLabel('Overdraft limit').fill('750')
    await overdraft.getByRole('button', { name: 'Set overdraft limit' }).click()
    await expect(overdraft.getByLabel('Overdraft limit')).toHaveValue('750')
    await proofIn(overdraft).fill(PASSWORD)
    await overdraft.getByRole('button', { name: 'Set overdraft limit' }).click()
    await expect(overdraft.getByText(/Event 2/)).toBeVisible()

    await doubt(page)
    await page.goto(`/accounts/${from.id}/transfer`)
    await fillTransfer(page, { amount: '100000', number: to.number })
    const form = review(page)
    await form.getByRole('button', { name: /^Send/ }).click()
    await proofIn(form).fill('wrong horse battery')
    await form.getByRole('button', { name: /^Send/ }).click()
    await expect(proofIn(form)).toHaveAccessibleDescription(/neither your password nor/)
    await proofIn(form).fill(PASSWORD)
    await form.getByRole('button', { name: /^Send/ }).click()
    await expectReceipt(page)
    expect(await bank.account(from.id)).toMatchObject({ balance: '400000.00', version: 3 })
  })
})
