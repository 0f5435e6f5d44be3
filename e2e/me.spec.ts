import { expect, type Page, test, whileNarrow } from './page'
import { ownAddress, PASSWORD } from './people'
import { givePassword, signIn } from './sign-in'
import { codeAt, now } from './totp'

test.beforeEach(({ context }) => context.setExtraHTTPHeaders(ownAddress()))

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('A second factor is set up, asked for, replaced by a recovery code, and turned off @desktop', async ({
  page,
  examine,
}) => {
  await signIn(page, 'second-teller')
  await page.getByRole('link', { name: /Your page|Teller/ }).click()
  await expect(page).toHaveURL('/me')
  await page.getByLabel('Your password', { exact: true }).fill('wrong horse battery')
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  await expect(page.getByText('That is not your password')).toBeVisible()
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  const secret = (await page.locator('code').innerText()).trim()
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible()
  await examine()
  const first = codeAt(secret, now() - 1)
  await page.getByLabel('Code').fill(first)
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByText('10 recovery codes are left')).toBeVisible()
  const codes = await page.getByRole('status').getByRole('listitem').allInnerTexts()
  expect(codes).toHaveLength(10)
  await examine()

  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page).toHaveURL(/\/sign-in/)
  await givePassword(page, 'second-teller')
  await expect(page).toHaveURL(/\/sign-in\/code/)
  await examine()
  await whileNarrow(page, examine)
  await page.goto('/accounts')
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto('/sign-in/code')
  await enterCode(page, first)
  await expect(page.getByText('Wrong code, or one that was used before')).toBeVisible()
  await enterCode(page, codeAt(secret, now() + 1))
  await expect(page).toHaveURL('/accounts')

  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await givePassword(page, 'second-teller')
  await enterCode(page, (codes[0] ?? '').toUpperCase())
  await expect(page).toHaveURL('/accounts')
  await page.goto('/me')
  await expect(page.getByText('9 recovery codes are left')).toBeVisible()
  await page.getByLabel('Your password, to turn it off').fill(PASSWORD)
  await page.getByRole('button', { name: 'Turn off' }).click()
  await expect(page.getByText('The second factor is off.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Set up an authenticator app' })).toBeVisible()
})

test('A passkey is added, named, used to sign in, and removed @desktop', async ({
  page,
  context,
  baseURL,
}) => {
  // Passkeys are made for a name, not for an address.
  const home = (baseURL ?? '').replace('127.0.0.1', 'localhost')
  const device = await context.newCDPSession(page)
  await device.send('WebAuthn.enable')
  await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(`${home}/sign-in?next=/me`)
  await page.getByLabel('E-mail').fill('auditor@example.com')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(page.getByText('The passkey is added.')).toBeVisible()
  const named = page.getByRole('listitem').filter({ hasText: 'Added on' })
  await expect(named).toHaveCount(1)
  await named.getByLabel(/^New name for/).fill('Test key')
  await named.getByRole('button', { name: 'Rename' }).click()
  await expect(named).toContainText('Test key')

  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto(`${home}/sign-in?next=/me`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page).toHaveURL(`${home}/me`)
  await named.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('You have no passkeys.')).toBeVisible()

  // The bank knows the key no more.
  await page.getByRole('button', { name: 'Sign out' }).first().click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto(`${home}/sign-in`)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await expect(page.getByText('This passkey was not accepted')).toBeVisible()
})

test('A session is ended from another browser, which hides its open pages @desktop', async ({
  page,
  browser,
  baseURL,
}) => {
  const away = await browser.newContext({
    ...(baseURL && { baseURL }),
    extraHTTPHeaders: ownAddress(),
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1',
  })
  const elsewhere = await away.newPage()
  await signIn(elsewhere, 'teller')
  await elsewhere.goto('/audit')
  await expect(elsewhere.getByRole('table').first()).toBeVisible()

  await signIn(page, 'teller')
  await page.goto('/me')
  const theirs = page.getByRole('listitem').filter({ hasText: 'Safari on iPhone' })
  await expect(theirs).toHaveCount(1)
  await theirs.getByRole('button', { name: 'End' }).click()
  await expect(theirs).toHaveCount(0)
  await expect(page.getByText('The session has ended.')).toBeVisible()

  await expect(elsewhere.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  await expect(elsewhere.getByRole('table')).toHaveCount(0)
  await elsewhere.goto('/audit')
  await expect(elsewhere).toHaveURL(/\/sign-in/)
  await away.close()
})

test.describe('without scripts @desktop', () => {
  test.use({ javaScriptEnabled: false })

  test('The page of one’s own and the step with a code work', async ({ page }) => {
    await signIn(page, 'second-customer')
    await page.goto('/me')
    const name = await page.getByRole('textbox', { name: 'Name' }).inputValue()
    await page.getByRole('textbox', { name: 'Name' }).fill(' ')
    await page.getByRole('button', { name: 'Save name' }).click()
    await expect(page.getByText('Enter your name.')).toBeVisible()
    await page.getByRole('textbox', { name: 'Name' }).fill(name)
    await page.getByRole('button', { name: 'Save name' }).click()
    await expect(page.getByText('Your name is changed.')).toBeVisible()
    await page.getByLabel('Your password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
    const secret = (await page.locator('code').innerText()).trim()
    await page.getByLabel('Code').fill('000000')
    await page.getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByText('Wrong code.')).toBeVisible()
    await page.getByLabel('Code').fill(codeAt(secret, now() - 1))
    await page.getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByText('10 recovery codes are left')).toBeVisible()

    await page.getByRole('button', { name: 'Sign out' }).first().click()
    await expect(page).toHaveURL(/\/sign-in/)
    await givePassword(page, 'second-customer')
    await expect(page).toHaveURL(/\/sign-in\/code/)
    await enterCode(page, 'abcde-fghjk')
    await expect(page.getByText('Wrong code, or one that was used before')).toBeVisible()
    await enterCode(page, codeAt(secret, now() + 1))
    await expect(page).toHaveURL('/accounts')
    await page.goto('/me')
    await page.getByLabel('Your password, to turn it off').fill(PASSWORD)
    await page.getByRole('button', { name: 'Turn off' }).click()
    await expect(page.getByText('The second factor is off.')).toBeVisible()
  })
})
