import { expect, type Page, test } from './page'
import { AUDITOR_PAGES, CUSTOMER_PAGES, openSubject, PAGES } from './pages'
import { PEOPLE, type Person, sessionOf } from './people'
import { asTeller } from './transfer-page'

const THEMES = ['light', 'dark'] as const

/** Opens what the page has folded away; whether there was anything. */
async function unfold(page: Page): Promise<boolean> {
  const folded = await page.locator('main details:not([open]) > summary').all()
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('main details')) {
      details.setAttribute('open', '')
    }
  })
  return folded.length > 0
}

function examineEach(person: Person, names: readonly string[]) {
  test.describe(`as ${person}`, () => {
    test.use({ storageState: sessionOf(person) })

    for (const name of names) {
      test(`${name}, light and dark`, async ({ page, baseURL, examine }) => {
        const owner = person === 'customer' ? { customerEmail: PEOPLE.customer } : {}
        const subject = await openSubject(await asTeller(baseURL), owner)
        const address = PAGES[name]?.(subject)
        if (address === undefined) throw new Error(`There is no page called ${name}.`)
        for (const colorScheme of THEMES) {
          await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
          await page.goto(address)
          await expect(page.getByRole('main')).toBeVisible()
          await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
          await expect(page).toHaveTitle(/\w/)
          await examine()
          if (await unfold(page)) await examine()
        }
      })
    }
  })
}

examineEach('teller', Object.keys(PAGES))
examineEach('customer', CUSTOMER_PAGES)
examineEach('auditor', AUDITOR_PAGES)

test('sign-in, light and dark', async ({ page, examine }) => {
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme })
    await page.goto('/sign-in')
    await examine()
  }
})
