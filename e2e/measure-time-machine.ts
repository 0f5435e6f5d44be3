import type { Page } from '@playwright/test'
import {
  LONG_TASK_MS,
  megabytes,
  memory,
  openMeasured,
  quantiles,
  say,
  sinceAnswer,
  takeTasks,
  tasksIn,
} from './measuring'

/**
 * Measures the time machine on accounts of growing age, given as pairs of an id and a number of
 * events: the server's answers and the browser's work. Exits with 1 when a moment was not
 * interactive within a second of the server's answer, or moving the slider had a long task. Started
 * by `npm run measure:timeline`.
 */
const [...pairs] = process.argv.slice(2)
const FIRST_VIEW_MAX_MS = 1_000
const ANSWERS = 300
const KEYS = 60
const faults: string[] = []

const { browser, page, devtools } = await openMeasured()
for (let n = 0; n + 1 < pairs.length; n += 2) {
  const [id = '', count] = [pairs[n], Number(pairs[n + 1])]
  console.log(`\nThe time machine of an account with ${count} events`)
  await measureAnswers(page, id, count)
  await measureBrowser(id, count)
}
await browser.close()
for (const fault of faults) console.error(`✗ ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1

/** Scattered moments of the account, none next to the one before. */
async function measureAnswers(page: Page, id: string, count: number): Promise<void> {
  const api = `/api/accounts/${id}`
  const head = await (await page.request.get(`${api}/events?order=asc&limit=3`)).json()
  const [, second, third] = head.items.map(({ occurredAt }: { occurredAt: string }) =>
    Date.parse(occurredAt),
  )
  const version = (n: number) => 2 + ((n * 7919 + 13) % (count - 2))
  const instant = (n: number) =>
    new Date(second + (version(n) - 2) * (third - second) + 500).toISOString()
  const asked: [string, (n: number) => string][] = [
    ['after an event', n => `${api}/moment?version=${version(n)}`],
    ['as of an instant', n => `${api}/moment?asOf=${instant(n)}`],
    ['as of an instant, explained', n => `${api}/explanation?asOf=${instant(n)}&limit=50`],
    [
      'two instants, compared',
      n => `${api}/comparison?from=${instant(n)}&to=${instant(n + 1)}&limit=25`,
    ],
    ['the course of the whole', () => `${api}/course`],
    ['a page of the past', n => `/accounts/${id}/at/v${version(n)}`],
  ]
  for (const [what, pathOf] of asked) {
    for (let n = 0; n < 20; n++) await page.request.get(pathOf(ANSWERS + n))
    const times: number[] = []
    for (let n = 0; n < ANSWERS; n++) {
      const start = performance.now()
      const answer = await page.request.get(pathOf(n))
      times.push(performance.now() - start)
      if (!answer.ok()) throw new Error(`${pathOf(n)} answered ${answer.status()}`)
    }
    say(`the server’s answer, ${what}`, quantiles(times))
  }
}

async function measureBrowser(id: string, count: number): Promise<void> {
  const middle = Math.ceil(count / 2)
  await page.goto(`/accounts/${id}/at/v${middle}`) // warms the browser up
  const views: number[] = []
  for (let n = 0; n < 3; n++) views.push(await firstView(id, middle))
  const best = Math.min(...views)
  say('first view, from the server’s answer to a rail that hears keys', `${views.join(', ')} ms`)
  if (best > FIRST_VIEW_MAX_MS) faults.push(`The first view of ${count} events took ${best} ms.`)
  say('long tasks of the first view', tasksIn(await takeTasks(page)))

  const before = await memory(devtools)
  const settled: number[] = []
  for (let n = 0; n < KEYS; n++) {
    const key = ['ArrowRight', 'ArrowRight', 'PageUp', 'ArrowLeft', 'PageDown', 'Home', 'End'][
      n % 7
    ]
    settled.push(await press(key ?? 'End'))
  }
  const keys = await takeTasks(page)
  say('from a key on the rail to the balance there', quantiles(settled))
  say('long tasks while moving the rail by keys', tasksIn(keys))
  const after = await memory(devtools)
  say('memory before and after', [before, after].map(megabytes).join(', '))
  if (keys.some(ms => ms > LONG_TASK_MS)) faults.push(`A key had a long task (${count} events).`)
}

/** Until the slider reacts to a key: the page is interactive. */
async function firstView(id: string, version: number): Promise<number> {
  await page.goto(`/accounts/${id}/at/v${version}`, { waitUntil: 'commit' })
  const rail = page.getByRole('slider', { name: 'Event to show' })
  await rail.waitFor()
  await page.waitForFunction(
    () => {
      const rail = document.querySelector<HTMLInputElement>('input[type=range]')
      return rail && Object.keys(rail).some(key => key.startsWith('__reactProps'))
    },
    null,
    { polling: 'raf' },
  )
  return sinceAnswer(page)
}

/** Presses a key on the slider; resolves with the time until the exact balance was shown. */
async function press(key: string): Promise<number> {
  await page.getByRole('slider', { name: 'Event to show' }).focus()
  const start = performance.now()
  await page.keyboard.press(key)
  await page.waitForFunction(
    () => {
      const rail = document.querySelector<HTMLInputElement>('input[type=range]')
      const words =
        document.querySelector('[aria-label="Position in the audit trail"]')?.textContent ?? ''
      return words.includes(`After event ${rail?.value},`)
    },
    null,
    { polling: 'raf' },
  )
  return performance.now() - start
}
