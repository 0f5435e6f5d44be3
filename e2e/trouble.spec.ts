import { randomUUID } from 'node:crypto'
import { request } from './bank'
import { openOwnBank } from './own-bank'
import { expect, test, whileNarrow } from './page'
import { PASSWORD, PEOPLE } from './people'

test('An open page says when the database is out of reach, recovers, and ends with a restore @desktop', async ({
  page,
  browser,
  examine,
}) => {
  test.setTimeout(400_000)
  const bank = await openOwnBank()
  const { baseUrl } = bank
  const api = await request.newContext({ baseURL: baseUrl, extraHTTPHeaders: { origin: baseUrl } })
  try {
    const data = { email: PEOPLE.teller, password: PASSWORD }
    expect((await api.post('/api/auth/sign-in/email', { data })).ok()).toBe(true)
    const command = (body: Record<string, string>) =>
      api.post('/api/commands', { data: { commandId: randomUUID(), ...body } })
    const opening = { type: 'CreateAccount', owner: 'Steady Hand', currency: 'EUR' }
    const opened = await command(opening)
    const { accountId } = await opened.json()
    const epoch = opened.headers()['daybook-epoch'] ?? ''
    expect(epoch).toMatch(/^1-/)
    const { cookies } = await api.storageState()
    await page.context().addCookies(cookies)
    const address = `${baseUrl}/accounts/${accountId}`
    await page.goto(address)
    // The first page of a browser is rendered once more, in its zone.
    await expect(page.getByText('Your time zone: Europe/Prague')).toBeVisible()
    const balance = page.getByRole('region', { name: 'Balance', exact: true })
    await expect(balance).toContainText('0.00 EUR')

    await test.step('The database is taken away', async () => {
      await bank.happen('lose')
      await expect(page.getByText('What this page shows may be old.')).toBeVisible({
        timeout: 30_000,
      })
      await expect(balance).toContainText('0.00 EUR')
      await examine()
      await whileNarrow(page, examine)
      const plain = await browser.newContext({ javaScriptEnabled: false })
      await plain.addCookies(cookies)
      const without = await plain.newPage()
      expect((await without.goto(address))?.status()).toBe(503)
      await expect(without.getByRole('heading', { level: 1 })).toHaveText(
        'This page could not be loaded.',
      )
      await expect(without.getByText(/^The bank’s database (can’t|didn’t)/)).toBeVisible()
      await plain.close()
      const refused = await api.get('/api/accounts')
      expect([refused.status(), refused.headers()['daybook-epoch']]).toEqual([503, epoch])
    })

    await test.step('It is back', async () => {
      await bank.happen('giveBack')
      await expect(page.getByText('What this page shows may be old.')).toBeHidden({
        timeout: 30_000,
      })
      await expect(async () => {
        const deposit = { type: 'Deposit', accountId, amount: '41.00' }
        expect((await command(deposit)).status()).toBe(200)
      }).toPass()
      await expect(balance).toContainText('41.00 EUR')
    })

    await test.step('Another database has taken its place, restored from a backup', async () => {
      await bank.happen('restore')
      const told = page.getByRole('heading', { name: 'The bank was restored from a backup' })
      await expect(told).toBeVisible({ timeout: 30_000 })
      await expect(balance).toBeHidden()
      await examine()
      await whileNarrow(page, examine)
      await bank.happen('restart')
      const outdated = await api.get('/api/accounts', { headers: { 'daybook-epoch': epoch } })
      expect(outdated.status()).toBe(409)
      expect(await outdated.json()).toMatchObject({ epoch: '2-12345678' })
      expect((await api.get('/api/accounts')).headers()['daybook-epoch']).toBe('2-12345678')
      await page.getByRole('link', { name: 'Load this page again' }).click()
      await expect(balance).toContainText('41.00 EUR')
    })
  } finally {
    await api.dispose()
    await bank.happen('end')
  }
})
