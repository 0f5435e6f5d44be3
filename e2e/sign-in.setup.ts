import { expect, test } from '@playwright/test'
import { ownAddress, PASSWORD, PEOPLE, type Person, sessionOf } from './people'

for (const person of Object.keys(PEOPLE) as Person[]) {
  test(`${person} signs in`, async ({ page }) => {
    await page.setExtraHTTPHeaders(ownAddress())
    await page.goto('/sign-in')
    await page.getByLabel('E-mail').fill(PEOPLE[person])
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page).toHaveURL('/accounts')
    await page.context().storageState({ path: sessionOf(person) })
  })
}
