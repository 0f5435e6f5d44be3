import { randomUUID } from 'node:crypto'
import type { Bank } from './bank'
import { expect, test } from './page'
import { sessionOf } from './people'

/** Every page of the bank, in each state that an address can lead to. */
const PAGES: Record<string, (account: { id: string; receipt: string; asOf: string }) => string> = {
  accounts: () => '/accounts',
  'no account found': () => `/accounts?q=${randomUUID()}`,
  'a new account': () => '/accounts/new',
  account: ({ id }) => `/accounts/${id}`,
  timeline: ({ id }) => `/accounts/${id}/events`,
  'a filtered timeline': ({ id }) => `/accounts/${id}/events?direction=in&min=1&refused=also`,
  'a timeline with an event open': ({ id }) => `/accounts/${id}/events?event=2`,
  'a timeline that can’t be shown': ({ id }) => `/accounts/${id}/events?type=x&from=2026-02-30`,
  'one event': ({ id }) => `/accounts/${id}/events/2`,
  'the audit of the whole bank': () => '/audit',
  'refused attempts of the whole bank': () => '/audit?refused=only',
  'the choice of a moment': ({ id }) => `/accounts/${id}/at`,
  'a refused moment': ({ id }) => `/accounts/${id}/at?date=2999-01-01&time=&zone=UTC`,
  'the past by version': ({ id }) => `/accounts/${id}/at/v1`,
  'the past by date': ({ id, asOf }) => `/accounts/${id}/at/${asOf}?zone=Europe/Prague`,
  'why a balance is what it is': ({ id }) => `/accounts/${id}/at/v2/explain`,
  'two moments': ({ id }) => `/accounts/${id}/at/v1/compare`,
  'a second moment that is none': ({ id }) => `/accounts/${id}/at/v1/compare?with=v9`,
  'the fold': ({ id }) => `/accounts/${id}/at/v2/fold`,
  'no such version': ({ id }) => `/accounts/${id}/at/v9`,
  'before the account': ({ id }) => `/accounts/${id}/at/2001-01-01T00:00:00.000Z`,
  receipt: ({ id, receipt }) => `/accounts/${id}/receipts/${receipt}`,
  'the whole bank': () => '/bank/at',
  'the whole bank then': ({ asOf }) => `/bank/at?asOf=${asOf}&zone=Europe/Prague`,
  'the whole bank at no moment': () => '/bank/at?asOf=yesterday',
  insights: () => '/bank/insights?currency=EUR',
  'insights of long ago': () =>
    '/bank/insights?currency=CZK&by=month&from=1993-01-01&to=1994-12-31',
  'insights that can’t be': () => '/bank/insights?from=2026-02-30',
  'dormant accounts': () => '/bank/insights/dormant',
  'balances of a size': () => '/bank/insights/sizes/CZK/7',
  'no such account': () => `/accounts/${randomUUID()}`,
  'no such page': () => '/nowhere',
}

async function openAccount(bank: Bank) {
  const { accountId: id } = await bank.open({
    owner: 'Wolfeschlegelsteinhausenbergerdorff'.repeat(3),
  })
  const { events } = await bank.deposit(id, '1234567890.12', { note: 'A long note '.repeat(9) })
  return { id, receipt: events[0]?.commandId ?? '', asOf: events[0]?.occurredAt ?? '' }
}

test.describe('signed in', () => {
  test.use({ storageState: sessionOf('teller') })

  for (const [name, addressOf] of Object.entries(PAGES)) {
    test(`${name}, by day and by night`, async ({ page, bank, examine }) => {
      const address = addressOf(await openAccount(bank))
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await page.goto(address)
        await expect(page.getByRole('main')).toBeVisible()
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
        await expect(page).toHaveTitle(/\w/)
        await examine()
      }
    })
  }
})

test('sign-in, by day and by night', async ({ page, examine }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.goto('/sign-in')
    await examine()
  }
})
