import { expect, type Page, test } from './page'
import {
  ADMIN_PAGES,
  AUDITOR_PAGES,
  CUSTOMER_PAGES,
  openSubject,
  PAGES,
  type Subject,
} from './pages'
import { PEOPLE, type Person, sessionOf } from './people'
import { asTeller } from './transfer-page'

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

/** One for each owner and worker: no page changes it. */
const subjects = new Map<Person, Promise<Subject>>()

function subjectOf(person: Person, baseURL: string | undefined): Promise<Subject> {
  const owner = person === 'customer' ? { customerEmail: PEOPLE.customer } : {}
  const known = subjects.get(person) ?? asTeller(baseURL).then(bank => openSubject(bank, owner))
  subjects.set(person, known)
  return known
}

type Theme = 'light' | 'dark'

const OTHER: Record<Theme, Theme> = { light: 'dark', dark: 'light' }

async function openPage(page: Page, address: string, theme: Theme) {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.goto(address)
  await expect(page.getByRole('main')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
  await expect(page).toHaveTitle(/\w/)
}

/** Without motion first: otherwise colours would still be on their way. */
async function changeTheme(page: Page, theme: Theme) {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.emulateMedia({ colorScheme: theme })
}

/** Loaded in one theme, light on the desktop and dark on the phone, and turned to the other. */
function examineEach(person: Person, names: readonly string[], pages = PAGES) {
  test.describe(`as ${person}`, () => {
    test.use({ storageState: sessionOf(person) })

    for (const name of names) {
      test(`${name}, light and dark`, async ({
        page,
        baseURL,
        colorScheme,
        examine,
        examineColours,
      }) => {
        const theme = colorScheme === 'dark' ? 'dark' : 'light'
        const address = pages[name]?.(await subjectOf(person, baseURL))
        if (address === undefined) throw new Error(`There is no page called ${name}.`)
        await openPage(page, address, theme)
        await examine()
        // Unfolded, it has every colour that it has folded.
        if (await unfold(page)) await examine()
        await changeTheme(page, OTHER[theme])
        await examineColours()
      })
    }
  })
}

examineEach('teller', Object.keys(PAGES))
examineEach('customer', CUSTOMER_PAGES)
examineEach('auditor', AUDITOR_PAGES)
examineEach('admin', Object.keys(ADMIN_PAGES), ADMIN_PAGES)

test('sign-in, light and dark', async ({ page, examine }) => {
  for (const theme of ['light', 'dark'] as const) {
    await openPage(page, '/sign-in', theme)
    await examine()
  }
})
