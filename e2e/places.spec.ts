import { expect, type Page, tabTo, test } from './page'
import { type Person, sessionOf } from './people'

const NARROW = { width: 390, height: 844 }
const places = (page: Page) => page.getByRole('navigation', { name: 'Daybook' })
const more = (page: Page) => places(page).locator('summary')
const link = (page: Page, name: string) => places(page).getByRole('link', { name })

/** What a narrow row has, and what its menu has. */
const ROWS: readonly [Person, readonly string[], readonly string[]][] = [
  ['teller', ['Accounts', 'Orders', 'Approvals'], ['Whole bank', 'Audit trail', 'Cases']],
  ['auditor', ['Accounts', 'Orders', 'Whole bank'], ['Audit trail', 'Cases', 'Access log']],
  ['admin', ['Accounts', 'Orders', 'Whole bank'], ['Audit trail', 'Access log', 'People']],
]

for (const [person, row, others] of ROWS) {
  test.describe(`a narrow header of the ${person} @desktop`, () => {
    test.use({ storageState: sessionOf(person) })

    test('has a menu for what its row has no room for', async ({ page, examine }) => {
      await page.setViewportSize(NARROW)
      await page.goto('/cases')
      for (const name of row) await expect(link(page, name)).toBeVisible()
      for (const name of others) await expect(link(page, name)).toHaveCount(0)
      await expect(more(page)).toHaveAttribute('aria-current', 'true')
      await tabTo(page, /^More places, with this one$/)
      await page.keyboard.press('Enter')
      for (const name of others) await expect(link(page, name)).toBeVisible()
      await expect(link(page, 'Cases')).toHaveAttribute('aria-current', 'true')
      await examine()
      await page.emulateMedia({ colorScheme: 'dark' })
      await examine()
      await link(page, 'Audit trail').click()
      await expect(page.getByRole('heading', { level: 1, name: 'Audit trail' })).toBeVisible()
      await expect(link(page, 'Cases')).toHaveCount(0)
      await page.setViewportSize({ width: 320, height: 640 })
      await examine()
      for (const width of [768, 1280]) {
        await page.setViewportSize({ width, height: 800 })
        for (const name of [...row, ...others]) await expect(link(page, name)).toHaveCount(1)
        await expect(link(page, 'Audit trail')).toHaveAttribute('aria-current', 'true')
        await expect(more(page)).toBeHidden()
        await examine()
      }
    })
  })
}

test.describe('without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false, viewport: NARROW })

  test('the menu of a narrow header opens', async ({ page }) => {
    await page.goto('/accounts')
    await expect(link(page, 'Accounts')).toHaveAttribute('aria-current', 'true')
    await more(page).click()
    await link(page, 'Cases').click()
    await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeVisible()
  })
})
