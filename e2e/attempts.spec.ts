import { randomUUID } from 'node:crypto'
import { expect, test } from './bank'
import { ownAddress } from './people'

test.use({ extraHTTPHeaders: ownAddress() })

/** Long enough for a form to be filled in and answered meanwhile, on a machine that is busy. */
const WAIT_S = 15

for (const javaScriptEnabled of [true, false]) {
  test.describe(`${javaScriptEnabled ? 'with' : 'without'} scripts @desktop`, () => {
    test.use({ javaScriptEnabled })

    test('Too many sign-ins are told with the true wait, and the e-mail is kept', async ({
      page,
    }) => {
      // Nobody, so that no other test waits.
      const data = { email: `${randomUUID()}@example.com`, password: 'a wrong password' }
      const guess = () => page.request.post('/api/auth/sign-in/email', { data })
      for (let n = 0; n < 9; n++) expect((await guess()).status()).toBe(401)
      let program = await guess()
      const wait = () => Number(program.headers()['retry-after'] ?? 0)
      // Each guess that is looked at doubles the wait.
      await expect
        .poll(
          async () => {
            program = await guess()
            return wait()
          },
          { timeout: 45_000 },
        )
        .toBeGreaterThan(WAIT_S)
      expect(program.status()).toBe(429)
      const { detail, retryAfter } = await program.json()
      expect(detail).toBe(`Too many sign-in attempts. Try again in ${wait()} seconds.`)
      expect(retryAfter).toBe(wait())

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
