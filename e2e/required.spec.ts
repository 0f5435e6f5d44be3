import { openOwnBank, signInAt } from './own-bank'
import { expect, test, whileNarrow } from './page'
import { PASSWORD } from './people'
import { codeAt, now } from './totp'

test('A bank with strict settings wants a second factor of its staff, and slows who searches a lot @desktop', async ({
  page,
  examine,
}) => {
  test.setTimeout(400_000)
  const bank = await openOwnBank({
    DAYBOOK_SECOND_FACTOR: 'staff',
    DAYBOOK_SEARCHES_PER_MINUTE: '2',
  })
  const { baseUrl } = bank
  try {
    await test.step('Staff set up their second factor first', async () => {
      await signInAt(page, baseUrl, 'admin')
      for (const path of ['/accounts', '/people', '/operations']) {
        await page.goto(baseUrl + path)
        await expect(page).toHaveURL(`${baseUrl}/me`)
      }
      await expect(page.getByText('The bank requires a second factor of its staff.')).toBeVisible()
      await examine()
      await whileNarrow(page, examine)
      await page.getByLabel('Your password', { exact: true }).fill(PASSWORD)
      await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
      const secret = (await page.locator('code').innerText()).trim()
      await page.getByLabel('Code').fill(codeAt(secret, now()))
      await page.getByRole('button', { name: 'Turn on' }).click()
      await expect(page.getByText('10 recovery codes are left')).toBeVisible()
    })

    await test.step('Too many searches are answered with how long to wait', async () => {
      for (const path of ['/accounts?q=a', '/accounts?q=b']) await page.goto(baseUrl + path)
      for (const path of ['/accounts?q=c', '/people?q=c']) {
        const answer = await page.goto(baseUrl + path)
        expect(answer?.status()).toBe(429)
        expect(Number(answer?.headers()['retry-after'])).toBeGreaterThan(0)
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('Too many searches')
        await examine()
        await whileNarrow(page, examine)
      }
      expect((await page.goto(`${baseUrl}/accounts`))?.status()).toBe(200)
    })
  } finally {
    await bank.happen('end')
  }
})
