import { expect, test, whileNarrow } from './page'
import { sessionOf } from './people'

test.describe('as administrator', () => {
  test.use({ storageState: sessionOf('admin') })

  test('The log is checked and a read model rebuilt from the operations page @desktop', async ({
    page,
    examine,
  }) => {
    test.slow()
    await page.goto('/accounts')
    await page
      .getByRole('navigation', { name: 'Daybook' })
      .getByRole('link', { name: /^(Operations|Alerts)/ })
      .click()
    await expect(page.getByRole('heading', { level: 1, name: 'Operations' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Health' })).toContainText('Can record')
    await page.getByRole('button', { name: 'Check the whole log now' }).click()
    // The page refreshes itself while another process works.
    const models = page.getByRole('region', { name: 'Read models' })
    await expect(models).toContainText(/No differences|\d+ differences?/, { timeout: 60_000 })
    const line = models.getByRole('listitem').filter({ hasText: 'ledger' })
    await line.getByRole('button', { name: 'Rebuild ledger' }).click()
    const proof = line.getByLabel('Your password, or a code of your authenticator app')
    const asked = await Promise.race([
      proof.waitFor().then(() => true),
      line
        .getByText(/It starts|Waits|Rebuilt/)
        .waitFor()
        .then(() => false),
    ])
    if (asked) {
      await proof.fill('daybook-demo')
      await line.getByRole('button', { name: 'Rebuild ledger' }).click()
    }
    await expect(line).toContainText(/Rebuilt .* in/, { timeout: 60_000 })
    const archive = page.getByRole('region', { name: 'Archive of old events' })
    await expect(archive).toContainText('Events older than 400 days')
    await archive.getByRole('button', { name: 'Count what would be archived now' }).click()
    await expect(archive).toContainText(/\d+ events?.*, \d{4}-/, { timeout: 60_000 })
    await expect(page.getByRole('region', { name: 'Capacity' })).toContainText('Working set')
    await examine()
    await whileNarrow(page, examine)
  })
})

test.describe('without scripts', () => {
  test.use({ storageState: sessionOf('admin'), javaScriptEnabled: false })

  test('The operations page shows everything, and its buttons work @desktop', async ({ page }) => {
    test.slow()
    await page.goto('/operations')
    const versions = page.getByRole('region', { name: 'Versions and clocks' })
    await expect(versions).toContainText('PostgreSQL')
    // A check that is still under way has no button, and the page doesn't refresh itself.
    const check = page.getByRole('button', { name: 'Check the whole log now' })
    await expect(async () => {
      await page.reload()
      await expect(check).toBeVisible({ timeout: 1000 })
    }).toPass({ timeout: 60_000 })
    await check.click()
    await expect(page.getByRole('region', { name: 'Read models' })).toContainText(
      /It starts in a moment|under way|Waits|of about/,
    )
  })
})

test.describe('as auditor', () => {
  test.use({ storageState: sessionOf('auditor') })

  test('Auditors read the operations page and change nothing @desktop', async ({ page }) => {
    await page.goto('/operations')
    await expect(page.getByRole('region', { name: 'Feed and subscribers' })).toBeVisible()
    await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
  })
})

test.describe('as teller', () => {
  test.use({ storageState: sessionOf('teller') })

  test('Tellers see the alerts only @desktop', async ({ page }) => {
    await page.goto('/operations')
    await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Health' })).toHaveCount(0)
  })
})
