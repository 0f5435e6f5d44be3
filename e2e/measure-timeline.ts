import type { Page } from '@playwright/test'
import {
  LONG_TASK_MS,
  megabytes,
  memory,
  openMeasured,
  say,
  sinceAnswer,
  takeTasks,
  tasksIn,
} from './measuring'

/**
 * Scrolls through an account with a very long history, and prints what it cost the browser. Exits
 * with 1 when the first view took more than a second, a scroll had a long task, or memory grew with
 * the lines read. Started by `npm run measure:timeline`.
 */
const [id = '', count = 0] = [process.argv[2], Number(process.argv[3])]
const FIRST_VIEW_MAX_MS = 1_000
const GROWTH_MAX_MB = 25
const faults: string[] = []

const { browser, page, devtools } = await openMeasured()
await page.goto(`/accounts/${id}/events`) // warms the server up
const firstViews: number[] = []
for (let n = 0; n < 3; n++) firstViews.push(await firstView(page))
const best = Math.min(...firstViews)
say('first view, from the server’s answer to a list that hears keys', `${firstViews.join(', ')} ms`)
if (best > FIRST_VIEW_MAX_MS) faults.push(`The first view took ${best} ms.`)

const before = await memory(devtools)
await takeTasks(page)
await scroll(page, 250)
const wheel = await takeTasks(page)
const middle = await memory(devtools)
await leap(page, 30)
const leaps = await takeTasks(page)
await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
const after = await memory(devtools)
say('long tasks while scrolling by the wheel', tasksIn(wheel))
say('long tasks while leaping through the whole list', tasksIn(leaps))
say(
  'memory before, after the wheel, after the leaps',
  [before, middle, after].map(megabytes).join(', '),
)
say('nodes in the page', `${before.nodes}, ${middle.nodes}, ${after.nodes}`)
if ([...wheel, ...leaps].some(ms => ms > LONG_TASK_MS)) faults.push('A scroll had a long task.')
if (after.bytes - before.bytes > GROWTH_MAX_MB * 1e6) faults.push('Memory grew with what was read.')

await page.goto(`/accounts/${id}/events?at=2001-01-01&zone=UTC&order=desc`)
await page.getByRole('link', { name: /^Event 1,/ }).waitFor()
say('opened at the oldest event', 'yes')
const scans: number[] = []
for (let n = 0, cursor = String(count + 1); n < 10; n++) {
  const start = performance.now()
  const answer = await page.request.get(
    `/api/accounts/${id}/events?note=nobody+wrote+this&order=desc&cursor=${cursor}`,
  )
  scans.push(Math.round(performance.now() - start))
  cursor = (await answer.json()).nextCursor
}
say('a step of a search that finds nothing, 20,000 events each', `${scans.join(', ')} ms`)
await browser.close()
for (const fault of faults) console.error(`✗ ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1

/** From the last byte of the page to the effect that completes its address: interactive. */
async function firstView(page: Page): Promise<number> {
  await page.goto(`/accounts/${id}/events`, { waitUntil: 'commit' })
  await page.waitForFunction(() => location.search.includes('order='), null, { polling: 'raf' })
  return sinceAnswer(page)
}

async function scroll(page: Page, steps: number): Promise<void> {
  await page.mouse.move(600, 500)
  for (let n = 0; n < steps; n++) {
    await page.mouse.wheel(0, 900)
    await page.evaluate(() => new Promise(requestAnimationFrame))
  }
}

/** Scrolls to positions all over the list, waiting each time for its lines. */
async function leap(page: Page, times: number): Promise<void> {
  for (let n = 1; n <= times; n++) {
    await page.evaluate(
      part => window.scrollTo(0, document.documentElement.scrollHeight * part),
      ((n * 37) % 100) / 100,
    )
    await page.waitForFunction(() => document.querySelector('tr[data-entry]'))
  }
}
