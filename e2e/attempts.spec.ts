import { randomUUID } from 'node:crypto'
import { expect, test } from './bank'
import { ownAddress } from './people'

test.use({ extraHTTPHeaders: ownAddress() })

for (const javaScriptEnabled of [true, false]) {
  test.describe(`${javaScriptEnabled ? 'with' : 'without'} scripts @desktop`, () => {
    test.use({ javaScriptEnabled })

    test('Too many sign-ins are told with the true wait, and the e-mail is kept', async ({
      page,
    }) => {
      // Nobody, so that no other test waits.
      const data = { email: `${randomUUID()}@example.com`, password: 'a wrong password' }
      const guess = () => page.request.post('/api/auth/sign-in/email', { data })
      // At once, so that the wait is long enough for what follows.
      const guesses = await Promise.all(Array.from({ length: 40 }, guess))
      const seen = guesses.filter(answer => answer.status() === 401)
      expect(seen.length).toBeGreaterThan(0)
      expect(seen.length).toBeLessThan(12)
      const program = await guess()
      expect(program.status()).toBe(429)
      const waitS = Number(program.headers()['retry-after'])
      expect(waitS).toBeGreaterThan(0)
      const { detail, retryAfter } = await program.json()
      const unit = waitS === 1 ? 'second' : 'seconds'
      expect(detail).toBe(`Too many sign-in attempts. Try again in ${waitS} ${unit}.`)
      expect(retryAfter).toBe(waitS)

      await page.goto('/sign-in')
      await page.getByLabel('E-mail').fill(data.email)
      await page.getByLabel('Password').fill(data.password)
      const answered = page.waitForResponse(
        response => response.request().method() === 'POST' && response.url().includes('/sign-in'),
      )
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      const answer = await answered
      expect(answer.status()).toBe(429)
      const seconds = answer.headers()['retry-after']
      await expect(page.getByText('Too many sign-in attempts.')).toHaveText(
        new RegExp(`^Too many sign-in attempts\\. Try again in ${seconds} seconds?\\.$`),
      )
      await expect(page.getByLabel('E-mail')).toHaveValue(data.email)
    })
  })
}
