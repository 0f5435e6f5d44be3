import { eventLink, expectBalance } from './account-page'
import { type Event, expect as expectPlain, openBank, request } from './bank'
import { expect, type Page, test } from './page'
import { sessionOf } from './people'
import { balanceAfter, expectHandOn, inWords, openWithDeposits, rail } from './time-machine'

test.use({ storageState: sessionOf('teller') })
// Each of these tests visits many moments and checks the page more than once.
test.slow()

test('Slider, keys, buttons, field, chart and list share one selection', async ({
  page,
  bank,
  examine,
}) => {
  const id = await openWithDeposits(bank, 39)
  await page.goto(`/accounts/${id}/at/v20`)
  await expectHandOn(page, id, 20)
  const goTo = async (version: number, move: () => Promise<void>) => {
    await move()
    await expectHandOn(page, id, version)
    await expectBalance(page, balanceAfter(version))
  }
  await rail(page).focus()
  await goTo(21, () => page.keyboard.press('ArrowRight'))
  await goTo(20, () => page.keyboard.press('ArrowLeft'))
  await goTo(1, () => page.keyboard.press('Home'))
  await goTo(40, () => page.keyboard.press('End'))
  await page.keyboard.press('PageDown')
  await expect.poll(async () => Number(await rail(page).inputValue())).toBeLessThan(40)
  const steps = page.getByRole('navigation', { name: 'Move between events' })
  await goTo(1, () => steps.getByRole('link', { name: 'First event' }).click())
  await goTo(2, () => steps.getByRole('link', { name: 'Next: event 2' }).click())
  await goTo(1, () => steps.getByRole('link', { name: 'Previous: event 1' }).click())
  await goTo(40, () => steps.getByRole('link', { name: 'Latest event' }).click())
  await goTo(17, () => writeEvent(page, '17'))
  await goTo(15, () => eventLink(page, 15).click())
  const chart = page.getByRole('img', { name: /^Balance from 0.00 EUR after event 1/ })
  const box = await chart.boundingBox()
  if (!box) throw new Error('The chart is missing.')
  await goTo(40, () => chart.click({ position: { x: box.width - 1, y: 40 } }))
  await examine()
})

async function writeEvent(page: Page, text: string) {
  const field = page.getByRole('form', { name: 'Go to an event' }).getByLabel('Event')
  await field.fill(text)
  await field.press('Enter')
}

test('An unknown event number is refused beside the field @desktop', async ({ page, bank }) => {
  const id = await openWithDeposits(bank, 2)
  await page.goto(`/accounts/${id}/at/v2`)
  await writeEvent(page, '4')
  await expect(page.getByRole('alert').filter({ hasText: /number from 1 to 3\.$/ })).toBeVisible()
  await expectBalance(page, balanceAfter(2))
})

test('Playing goes from event to event, pauses, and ends with the newest @desktop', async ({
  page,
  bank,
}) => {
  const id = await openWithDeposits(bank, 9)
  await page.goto(`/accounts/${id}/at/v1`)
  await expectHandOn(page, id, 1)
  const play = page.getByRole('button', { name: 'Play' })
  await play.click()
  const pause = page.getByRole('button', { name: 'Pause' })
  await expect.poll(async () => Number(await rail(page).inputValue())).toBeGreaterThan(2)
  await pause.click()
  const stopped = Number(await rail(page).inputValue())
  await expectHandOn(page, id, stopped)
  expect(stopped).toBeLessThan(10)
  await play.click()
  await expectHandOn(page, id, 10)
  await expect(play).toBeVisible()
  await expectBalance(page, balanceAfter(10))
})

test('At 200 random moments the scrubber has the balance of the API @desktop', async ({
  page,
  bank,
}) => {
  const seed = Date.now() % 2 ** 31
  console.log(`seed of the random moments: ${seed}`)
  const id = await openWithDeposits(bank, 249)
  const versions = randomVersions(seed, 200, 250)
  const told: string[] = []
  for (let start = 0; start < versions.length; start += 20) {
    const answers = versions.slice(start, start + 20).map(async version => {
      const answer = await page.request.get(`/api/accounts/${id}?version=${version}`)
      return (await answer.json()).balance as string
    })
    told.push(...(await Promise.all(answers)))
  }
  await page.goto(`/accounts/${id}/at/v250`)
  await expectHandOn(page, id, 250)
  const field = page.getByRole('form', { name: 'Go to an event' }).getByLabel('Event')
  const shown = page.getByRole('region', { name: /^Balance after event/ })
  for (const [index, version] of versions.entries()) {
    await field.fill(String(version))
    await field.press('Enter')
    await expect(rail(page)).toHaveValue(String(version))
    await expect(shown, `seed ${seed}, event ${version}`).toContainText(grouped(told[index] ?? ''))
    // Every tenth waits for the server's own answer, which replaces the course's point.
    if (index % 10 === 0) await expectHandOn(page, id, version)
  }
})

/** Seeded random numbers from 1 to `most` (mulberry32). */
function randomVersions(seed: number, count: number, most: number): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return 1 + (((mixed ^ (mixed >>> 14)) >>> 0) % most)
  })
}

function grouped(balance: string): string {
  return balance.replace(/\B(?=(\d{3})+\.)/g, ',')
}

test('A version is immutable, so the browser fetches it once @desktop', async ({ page, bank }) => {
  const id = await openWithDeposits(bank, 9)
  const asked: string[] = []
  page.on('request', sent => {
    if (sent.url().includes('/moment?')) asked.push(sent.url())
  })
  await page.goto(`/accounts/${id}/at/v8`)
  await expectHandOn(page, id, 8)
  for (const version of [3, 4, 3, 4, 3]) {
    await rail(page).fill(String(version))
    await expectHandOn(page, id, version)
  }
  expect(asked.filter(url => url.endsWith('version=3'))).toHaveLength(1)
  expect(asked.filter(url => url.endsWith('version=4'))).toHaveLength(1)
})

test('The chart’s course can be read as a table, and zoomed @desktop', async ({
  page,
  bank,
  examine,
}) => {
  const id = await openWithDeposits(bank, 449)
  await page.goto(`/accounts/${id}/at/v225?axis=events`)
  await expect(page.getByText('Spaced by event, in the order recorded')).toBeVisible()
  await expect(page.getByText(/of 450 events are shown, with exact balances/)).toBeVisible()
  const zoomIn = page.getByRole('button', { name: 'Zoom in' })
  await expect(async () => {
    await zoomIn.click()
    await expect(page.getByText(/after each event, \d+ to \d+/)).not.toContainText('1 to 450')
  }).toPass()
  await page.getByText('Show as a table').click()
  const table = page.getByRole('table', { name: 'Balance after each event, EUR' })
  await expect(table.getByRole('row', { name: /^225 / })).toContainText('25,200.00')
  await examine()
  await rail(page).focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowRight')
  await expect(rail(page)).not.toHaveValue('225')
})

/** The demo bank's account in which a card payment was recorded four days late. */
async function lateAccount(baseURL: string | undefined): Promise<{ id: string; late: Event }> {
  const context = await request.newContext({
    ...(baseURL && { baseURL }),
    storageState: sessionOf('teller'),
  })
  const found = await context.get(`/api/accounts?q=${encodeURIComponent('Eva Nováková')}`)
  const bank = openBank(context)
  for (const { id, currency } of (await found.json()).items) {
    const late = (await bank.events(id)).find(
      event => event.data.note?.startsWith('Café Kafka') && currency === 'EUR',
    )
    if (late) return { id, late }
  }
  throw new Error('The demo bank has no late payment.')
}

test('What the bank knew then, what it knows now, and the entry that explains it', async ({
  page,
  baseURL,
  examine,
}) => {
  const { id, late } = await lateAccount(baseURL)
  const asOf = new Date(Date.parse(late.occurredAt) + 60_000).toISOString()
  const balance = async (query: string) =>
    (await (await page.request.get(`/api/accounts/${id}?${query}`)).json()).balance as string
  const [believed, known] = [
    await balance(`asOf=${asOf}&knownAt=${asOf}`),
    await balance(`asOf=${asOf}`),
  ].map(grouped)
  await page.goto(`/accounts/${id}/at/${asOf}?zone=UTC`)
  await expectBalance(page, `${known} EUR`)
  const note = page.getByRole('region', { name: 'Late entries since' })
  await expect(note).toContainText(`Includes event ${late.version}, recorded late on `)
  await expect(note).toContainText(`Recorded on ${inWords(asOf)}: ${believed} EUR`)
  await expect(note).toContainText(`: ${known} EUR. This entry explains −27.50 EUR.`)
  await examine()
  await note.getByRole('link', { name: 'See the late entries' }).click()
  const learned = page.getByRole('region', { name: 'Recorded later' })
  await expect(learned).toContainText(`This entry explains −27.50 EUR.`)
  await expect(learned.getByRole('row').filter({ hasText: 'Café Kafka' })).toContainText('−27.50')
  await examine()

  await page.goto(`/accounts/${id}/at/${asOf}?zone=UTC&knownAt=${asOf}`)
  await expectBalance(page, `${believed} EUR`)
  await expect(page.getByRole('region', { name: 'Position in the audit trail' })).toContainText(
    `Using records as of ${inWords(asOf)}`,
  )
})

test('A balance is explained down to the first event, late ones at their date', async ({
  page,
  bank,
  baseURL,
  examine,
}) => {
  const { id, late } = await lateAccount(baseURL)
  const asOf = new Date(Date.parse(late.occurredAt) + 60_000).toISOString()
  await page.goto(`/accounts/${id}/at/${asOf}/explain?zone=UTC`)
  const table = page.getByRole('table', { name: /^Events behind this balance/ })
  await expect(table.getByRole('row').nth(1)).toContainText('late')
  await expect(page.getByText(/one late entry recorded after event/)).toBeVisible()
  await examine()

  const long = await openWithDeposits(bank, 79)
  await page.goto(`/accounts/${long}`)
  await page.getByRole('link', { name: 'Explain this balance' }).click()
  await expect(page).toHaveURL(`/accounts/${long}/at/now/explain`)
  await expect(page.getByText(`How ${grouped(balanceAfter(80))} EUR adds up`)).toBeVisible()

  await page.goto(`/accounts/${long}/events/79`)
  await page.getByRole('link', { name: 'Explain this balance' }).click()
  await expect(page).toHaveURL(`/accounts/${long}/at/v79/explain`)
  await expect(table.getByRole('row').nth(1)).toContainText('3,081.00')
  await page.getByRole('link', { name: 'Earlier events' }).click()
  await expect(page.getByText('First event')).toBeVisible()
  await expect(table.getByRole('row').last()).toContainText('Opened')
  await expect(table.getByRole('row').nth(1)).toContainText(grouped(balanceAfter(29)))
})

test('Two moments are compared by a form: what differs, and the events between', async ({
  page,
  bank,
  examine,
}) => {
  const id = await openWithDeposits(bank, 39)
  await page.goto(`/accounts/${id}/at/v3`)
  await page.getByRole('link', { name: 'Compare', exact: true }).click()
  await page
    .getByRole('form', { name: 'Compare with an event' })
    .getByLabel('Or after event number')
    .fill('36')
  await page.getByRole('form', { name: 'Compare with an event' }).getByRole('button').click()
  await expect(page).toHaveURL(`/accounts/${id}/at/v3/compare?with=v36`)
  await expect(page.getByText('From 3.00 EUR to 630.00 EUR: 627.00 EUR more.')).toBeVisible()
  const fields = page.getByRole('table', { name: /^All account fields/ })
  await expect(fields.getByRole('row', { name: /^Balance \(changed\)/ })).toContainText(
    '630.00 EUR',
  )
  const between = page.getByRole('region', { name: 'Recorded in between' })
  await expect(between).toContainText('33 events in between')
  await expect(between.getByRole('row')).toHaveCount(26)
  await examine()
  await between.getByRole('link', { name: 'More events' }).click()
  await expect(between.getByRole('row')).toHaveCount(9)
  await page.getByRole('link', { name: 'Compare with now' }).click()
  await expect(page.getByText('From 3.00 EUR to 780.00 EUR: 777.00 EUR more.')).toBeVisible()
})

test("The fold is stepped through, with each event's changes marked", async ({
  page,
  bank,
  examine,
}) => {
  const id = await openWithDeposits(bank, 54)
  await page.goto(`/accounts/${id}/at/v50/fold`)
  await expect(page.getByRole('heading', { name: 'Event 50 of 55' })).toBeVisible()
  await page.getByRole('link', { name: 'Next: event 51' }).click()
  await expect(page).toHaveURL(`/accounts/${id}/at/v51/fold`)
  const state = page.getByRole('table', { name: 'Account before and after event 51' })
  const changed = state.getByRole('row', { name: /\(changed\)/ })
  await expect(changed).toHaveCount(1)
  await expect(changed).toContainText('1,225.00 EUR')
  await expect(changed).toContainText('1,275.00 EUR')
  await examine()
  await page.getByRole('link', { name: 'First event' }).click()
  await expect(
    page.getByRole('table', { name: 'Account before and after event 1' }).getByRole('row', {
      name: /^Status \(changed\)/,
    }),
  ).toContainText('Open')
})

test('Both clocks can be set in the bar @desktop', async ({ page, bank }) => {
  const { account } = await bank.open({ openingBalance: '5.00' })
  await page.goto(`/accounts/${account.id}/at/${account.openedAt}?zone=UTC`)
  const form = page.getByRole('form', { name: 'Past balance' })
  await form.getByText('using today’s records').click()
  await form.getByLabel('Records as of').fill('2999-01-01')
  await form.getByRole('button', { name: 'Show' }).click()
  const known = page.getByLabel('Records as of', { exact: true })
  await expect(known).toHaveAccessibleDescription('That date is in the future.')
  await known.fill('2001-01-01')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(
    page.getByRole('heading', { name: 'The account was not recorded yet.' }),
  ).toBeVisible()
})

const BAD_ADDRESSES: Record<string, RegExp> = {
  yesterday: /The date must be an instant/,
  v0: /The event number must be a whole number from 1/,
  v99: /This account has 1 event so far/,
  'v1?knownAt=2026-06-30T00:00:00Z': /“Records as of” can’t be combined/,
  'now?knownAt=yesterday': /“Records as of” must be an instant/,
  'now?knownAt=2026-06-30T00:00:00Z&knownAt=2026-06-30T00:00:00Z':
    /“Records as of” is given more than once/,
  'v1?zone=Nowhere/Else': /“zone” must be a time zone/,
  '2999-01-01T00:00:00Z': /in the future/,
  '2026-02-30T00:00:00Z': /a valid calendar date/,
  '2001-01-01T00:00:00Z': /Opened on/,
  [`${'x'.repeat(5_000)}`]: /The date must be an instant/,
  'v1/explain?before=x': /“before” must come from a link/,
  'v9/compare': /This account has 1 event so far/,
  'v1/compare?with=v1&cursor=x': /“cursor” must come from a link/,
  'v1/compare?with=v1&cursor=1.1': /“cursor” must come from a link/,
  'v9/fold': /This account has 1 event so far/,
}

test('An address with an invalid moment is answered with 404 and the reason @desktop', async ({
  page,
  bank,
}) => {
  const { account } = await bank.open()
  for (const [moment, says] of Object.entries(BAD_ADDRESSES)) {
    const answer = await page.goto(`/accounts/${account.id}/at/${moment}`)
    expectPlain(answer?.status(), moment.slice(0, 80)).toBe(404)
    await expect(page.getByRole('main'), moment.slice(0, 80)).toContainText(says)
  }
})

test('An invalid second moment is refused in the form @desktop', async ({
  page,
  bank,
  examine,
}) => {
  const id = await openWithDeposits(bank, 2)
  for (const query of ['with=v9', 'with=yesterday', 'version=9', `with=${'x'.repeat(5_000)}`]) {
    await page.goto(`/accounts/${id}/at/v1/compare?${query}`)
    const field = page.getByLabel('Or after event number')
    await expect(field, query.slice(0, 40)).toHaveAccessibleDescription(/^\S.*\.$/)
  }
  await page.goto(`/accounts/${id}/at/v1/compare?with=v9`)
  await expect(page.getByLabel('Or after event number')).toHaveValue('9')
  await page.goto(`/accounts/${id}/at/v1/compare?with=2999-06-30T10:00:00Z&zone=UTC`)
  const day = page.getByRole('form', { name: 'Compare with a date' }).getByLabel('Date')
  await expect(day).toHaveAccessibleDescription(/^The date must not be in the future/)
  await expect(day).toHaveValue('2999-06-30')
  await examine()
})
