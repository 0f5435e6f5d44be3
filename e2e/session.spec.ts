import type { BrowserContext, Page } from '@playwright/test'
import { expect, test } from './page'
import { ownAddress } from './people'
import { signIn } from './sign-in'
import { asTeller } from './transfer-page'

/** Opens a page whose clock will be moved: what the page before it noted of its session is forgotten. */
async function openAnew(page: Page, path: string): Promise<void> {
  await page.addInitScript(() => localStorage.removeItem('daybook-session'))
  await page.goto(path)
}

/** Waits until the page watches its session: what does is loaded after the page. */
async function watched(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('daybook-session')))
    .not.toBeNull()
}

/** For how many milliseconds the page's session is good, by the page's clock. */
function leftMs(page: Page): Promise<number> {
  return page.evaluate(
    () => JSON.parse(localStorage.getItem('daybook-session') ?? '').endsAtMs - Date.now(),
  )
}

const over = (page: Page) => page.getByRole('heading', { name: 'You are signed out' })

async function statusOf(context: BrowserContext): Promise<number> {
  return (await context.request.get('/api/accounts')).status()
}

test.beforeEach(({ context }) => context.setExtraHTTPHeaders(ownAddress()))

test('An unused session is warned about, can be kept, and ends @desktop', async ({
  page,
  context,
  examine,
}) => {
  await page.clock.install()
  await signIn(page, 'second-customer')
  await openAnew(page, '/settings')
  await watched(page)
  const warning = page.getByText('You will be signed out in a minute')

  await page.clock.fastForward((await leftMs(page)) - 70_000)
  await expect(warning).toHaveCount(0)
  await page.clock.fastForward('00:30')
  await expect(warning).toBeVisible()
  await examine()
  await page.getByRole('button', { name: 'Stay signed in' }).click()
  await expect(warning).toHaveCount(0)

  await page.clock.fastForward((await leftMs(page)) - 40_000)
  await expect(warning).toBeVisible()
  await page.clock.fastForward('00:50')
  await expect(over(page)).toBeVisible()
  await expect(page.getByText(/^Nothing was done here for \d+ minutes/)).toBeVisible()
  await expect(page.getByLabel('Time zone')).toBeHidden()
  await examine()
  await expect.poll(() => statusOf(context)).toBe(401)
  await page.getByRole('link', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL('/sign-in?next=%2Fsettings')
})

test('Another tab ends with the session, and keeps what was typed @desktop', async ({
  page,
  context,
  baseURL,
}) => {
  const { accountId } = await (await asTeller(baseURL)).open()
  await signIn(page, 'teller')
  const form = await context.newPage()
  await form.goto(`/accounts/${accountId}/deposit`)
  await watched(form)
  await form.getByLabel('Amount').fill('12.50')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await expect(over(form)).toBeVisible()
  await expect(form.getByLabel('Amount')).toBeHidden()
  expect(await form.title()).toBe('Signed out · Daybook')

  await signIn(page, 'teller')
  await expect(over(form)).toHaveCount(0)
  await expect(form.getByLabel('Amount')).toHaveValue('12.50')

  // Somebody else's page is not this tab's any more.
  await watched(page)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await signIn(page, 'auditor')
  await expect(over(form)).toBeVisible()
  await expect(form.getByText('Somebody else is signed in')).toBeVisible()
})
