import { randomUUID } from 'node:crypto'
import { expect, goToPlace, test } from './page'
import { ownAddress, PASSWORD, PEOPLE, sessionOf } from './people'

test.describe('an administrator', () => {
  test('makes a token, which works until it is revoked', async ({ page, request, examine }) => {
    const name = `Reports ${randomUUID().slice(0, 8)}`
    // Signed in just now, so that nothing asks again who it is.
    await page.setExtraHTTPHeaders(ownAddress())
    await page.goto('/sign-in?next=/people/tokens')
    await page.getByLabel('E-mail').fill(PEOPLE.admin)
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL('/people/tokens')
    await examine()
    await page.getByLabel('Service').fill(name)
    await page.getByLabel('accounts:read').uncheck()
    await page.getByRole('button', { name: 'Make token' }).click()
    await expect(page.getByRole('alert').filter({ hasText: 'at least one scope' })).toBeVisible()
    await expect(page.getByLabel('Service')).toHaveValue(name)

    await page.getByLabel('accounts:read').check()
    await page.getByLabel('Only these accounts').fill('DB00 1')
    await page.getByRole('button', { name: 'Make token' }).click()
    await expect(page.getByText('is no account of this bank')).toBeVisible()
    await page.getByLabel('Only these accounts').fill('')
    await page.getByRole('button', { name: 'Make token' }).click()
    const made = page.getByRole('status').filter({ hasText: `Token of ${name}` })
    const token = (await made.locator('code').textContent()) ?? ''
    expect(token).toMatch(/^daybook_/)
    await expect(made.getByRole('button', { name: 'Copy token' })).toBeVisible()
    await examine()

    const row = page.getByRole('listitem').filter({ hasText: name })
    await expect(row).toContainText('never used')
    const read = (path: string) =>
      request.get(path, { headers: { authorization: `Bearer ${token}`, cookie: '' } })
    expect((await read('/api/accounts')).status()).toBe(200)
    expect((await read('/api/bank')).status()).toBe(403)
    await page.reload()
    await expect(made).toHaveCount(0)
    await expect(row).toContainText('last used')

    await row.getByRole('button', { name: `Revoke ${name}` }).click()
    await expect(row).toContainText('revoked')
    await expect(row.getByRole('button')).toHaveCount(0)
    expect((await read('/api/accounts')).status()).toBe(401)

    await page.goto('/access?kind=token-made')
    const entry = page.getByRole('row').filter({ hasText: name })
    await expect(entry).toContainText('scopes: accounts:read')
    await entry.getByRole('link', { name }).click()
    await expect(page).not.toHaveURL(/kind=token-made/)
    // Rows are written some moments later, a batch at a time.
    await expect(async () => {
      await page.reload()
      await expect(page.getByRole('row').filter({ hasText: 'Token revoked' })).toBeVisible({
        timeout: 1000,
      })
    }).toPass({ timeout: 20_000 })
  })
})

test.describe('an auditor', () => {
  test.use({ storageState: sessionOf('auditor') })

  test('filters the access log, and exports it', async ({ page, examine }) => {
    await page.goto('/people/tokens')
    await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
    await goToPlace(page, 'Access log')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Access log')
    await page.getByLabel('Kind').selectOption('Denied')
    await page.getByLabel('Person, service or account').fill('auditor@example.com')
    await page.getByRole('button', { name: 'Show' }).click()
    const denied = page.getByRole('row').filter({ hasText: 'right: manageTokens' })
    await expect(denied.first()).toContainText('auditor')
    await examine()

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^daybook-access-to-.*\.csv$/)
    await page.getByRole('link', { name: 'Clear' }).click()
    await expect(page).toHaveURL('/access')
    await page.goto('/access?person=nobody@example.com')
    await expect(page.getByText('No matching entries')).toBeVisible()
    await examine()
    await page.goto('/access?from=2026-02-31')
    await expect(page.getByRole('alert').filter({ hasText: 'From' })).toBeVisible()
  })
})
