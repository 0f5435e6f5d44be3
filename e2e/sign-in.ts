import { expect, type Page } from '@playwright/test'
import { PASSWORD, PEOPLE, type Person } from './people'

/** Gives e-mail and password; where that leads depends on the person. */
export async function givePassword(page: Page, person: Person): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(PEOPLE[person])
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Signs in with a session of its own, which may end without harm to other specs. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await givePassword(page, person)
  await expect(page).toHaveURL('/accounts')
}
