import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { findBrowser } from './browser'
import { PASSWORD, PEOPLE } from './people'

/** A main-thread task longer than this is noticeable. */
export const LONG_TASK_MS = 50

/** A browser that records long tasks, signed in as an auditor. */
export type Measured = { browser: Browser; page: Page; devtools: CDPSession }

/** Opens the bank of BASE_URL in a browser of its own. */
export async function openMeasured(): Promise<Measured> {
  const baseURL = process.env.BASE_URL ?? 'http://127.0.0.1:3000'
  const browser = await chromium.launch(await findBrowser())
  const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await page.addInitScript(() => {
    const tasks: number[] = []
    Object.assign(window, { tasks })
    new PerformanceObserver(list => {
      for (const { duration } of list.getEntries()) tasks.push(duration)
    }).observe({ entryTypes: ['longtask'] })
  })
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(PEOPLE.auditor)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('/accounts')
  return { browser, page, devtools }
}

/**
 * The long tasks since the last call, in milliseconds, once the page is idle: an observer is
 * notified some time after a task, and earlier tasks must not count as later ones.
 */
export async function takeTasks(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    for (let n = 0; n < 2; n++) await new Promise(rested => requestIdleCallback(rested))
    const held = window as unknown as { tasks: number[] }
    return held.tasks.splice(0).map(Math.round)
  })
}

export function tasksIn(tasks: readonly number[]): string {
  return tasks.length === 0 ? 'none' : `${tasks.length}, the longest ${Math.max(...tasks)} ms`
}

/** From the last byte of the page to now, in milliseconds. */
export async function sinceAnswer(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation')
    const answered = navigation instanceof PerformanceNavigationTiming ? navigation.responseEnd : 0
    return Math.round(performance.now() - answered)
  })
}

/** The page's memory and DOM nodes after a garbage collection. */
export async function memory(devtools: CDPSession): Promise<{ bytes: number; nodes: number }> {
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('Performance.enable')
  const { metrics } = await devtools.send('Performance.getMetrics')
  const value = (name: string) => metrics.find(metric => metric.name === name)?.value ?? 0
  return { bytes: value('JSHeapUsedSize'), nodes: value('Nodes') }
}

export function megabytes({ bytes }: { bytes: number }): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

/** The median and the 99th percentile of durations in milliseconds. */
export function quantiles(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (quantile: number) => sorted[Math.floor(sorted.length * quantile)] ?? 0
  return `p50 ${at(0.5).toFixed(1)}, p99 ${at(0.99).toFixed(1)} ms`
}

export function say(what: string, figure: string): void {
  console.log(`${what.padEnd(66)} ${figure}`)
}
