import { type Browser, chromium, type Page, request } from '@playwright/test'
import { openBank } from './bank'
import { findBrowser } from './browser'
import { AUDITOR_PAGES, CUSTOMER_PAGES, openSubject, PAGES } from './pages'
import { PASSWORD, PEOPLE, type Person } from './people'

/**
 * Opens every page at both widths, over a slow connection, and prints how far its parts shifted
 * while it loaded, and the longest time from a click or key to the paint after it. Exits with 1
 * when a page shifted by the limit or more. Started by `npm run measure:pages`; words after `--` choose
 * the pages whose names contain one of them.
 */
const SHIFT_MAX = 0.02
/** A fast 3G connection, so that the parts of a page arrive one by one. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 90_000 }
const CLICKS_MAX = 6
const SETTLE_MS = 1_200

const WIDTHS = [
  { name: '1280', viewport: { width: 1280, height: 800 } },
  { name: '390', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
]
const VISITS: readonly (readonly [Person, readonly string[]])[] = [
  ['teller', Object.keys(PAGES)],
  ['customer', CUSTOMER_PAGES],
  ['auditor', AUDITOR_PAGES],
]

type Measured = { shift: number; shifted: string[]; slowest: number; slowestOn: string }

declare global {
  interface Window {
    measured: Measured
  }
}

const words = process.argv.slice(2)
const baseURL = process.env.BASE_URL ?? 'http://127.0.0.1:3000'
const faults: string[] = []
const browser = await chromium.launch(await findBrowser())
try {
  console.log(`${'page'.padEnd(58)} ${'width'.padStart(5)} ${'CLS'.padStart(7)}  slowest click`)
  for (const [person, names] of VISITS) await visit(browser, person, names)
} finally {
  await browser.close()
}
for (const fault of faults) console.error(`✗ ${fault}`)
process.exitCode = faults.length === 0 ? 0 : 1

async function visit(browser: Browser, person: Person, names: readonly string[]): Promise<void> {
  const storageState = await signIn(person)
  const subject = await subjectOf(person)
  for (const { name: width, ...screen } of WIDTHS) {
    const context = await browser.newContext({ baseURL, storageState, ...screen })
    for (const name of names.filter(isChosen)) {
      const address = PAGES[name]?.(subject) ?? '/nowhere'
      const page = await context.newPage()
      const label = `${person}: ${name}`
      const { shift, shifted, slowest, slowestOn } = await measure(page, address)
      const clicked = slowest === 0 ? '-' : `${slowest} ms, ${slowestOn}`
      console.log(
        `${label.padEnd(58)} ${width.padStart(5)} ${shift.toFixed(4).padStart(7)}  ${clicked}`,
      )
      if (shift >= SHIFT_MAX) faults.push(`${label} at ${width} shifted: ${shifted.join('; ')}`)
      await page.close()
    }
    await context.close()
  }
}

function isChosen(name: string): boolean {
  return words.length === 0 || words.some(word => name.includes(word))
}

/** Layout shifts of the page while it loads slowly; then the times of some clicks on it. */
async function measure(page: Page, address: string): Promise<Measured> {
  // tsx wraps functions in a helper that pages don't have.
  await page.addInitScript('globalThis.__name = made => made')
  await page.addInitScript(observe)
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', SLOW)
  await page.goto(address, { waitUntil: 'networkidle' }).catch(() => page.waitForLoadState())
  await page.waitForTimeout(SETTLE_MS)
  const { shift, shifted } = await page.evaluate(() => window.measured)
  await click(page)
  const { slowest, slowestOn } = await page.evaluate(() => window.measured)
  return { shift, shifted, slowest, slowestOn }
}

/** Clicks what opens, closes and switches on the page, but submits nothing. */
async function click(page: Page): Promise<void> {
  const controls = page.locator(
    'main summary:visible, main button[type=button]:visible, header button[aria-label^=Theme]:visible',
  )
  for (const control of (await controls.all()).slice(0, CLICKS_MAX)) {
    await control.click({ timeout: 2_000 }).catch(() => undefined)
  }
  await page.waitForTimeout(300)
}

/** Runs in the page: adds up its shifts, and keeps the slowest event that a person caused. */
function observe(): void {
  const measured: Measured = { shift: 0, shifted: [], slowest: 0, slowestOn: '' }
  window.measured = measured
  const nameOf = (node: Node | null) => {
    const element = node instanceof Element ? node : (node?.parentElement ?? null)
    const text = element?.textContent?.trim().slice(0, 30) ?? ''
    return element ? `<${element.tagName.toLowerCase()}> ${text}` : 'nothing'
  }
  type Shift = PerformanceEntry & {
    value: number
    hadRecentInput: boolean
    sources: readonly { node: Node | null }[]
  }
  new PerformanceObserver(list => {
    for (const entry of list.getEntries() as Shift[]) {
      if (entry.hadRecentInput) continue
      measured.shift += entry.value
      measured.shifted.push(...entry.sources.map(({ node }) => nameOf(node)))
    }
  }).observe({ type: 'layout-shift', buffered: true })
  new PerformanceObserver(list => {
    for (const entry of list.getEntries() as PerformanceEventTiming[]) {
      if (!entry.interactionId || entry.duration <= measured.slowest) continue
      measured.slowest = entry.duration
      measured.slowestOn = nameOf(entry.target)
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit)
}

async function signIn(person: Person) {
  const api = await request.newContext({ baseURL })
  const data = { email: PEOPLE[person], password: PASSWORD }
  const answer = await api.post('/api/auth/sign-in/email', { data })
  if (!answer.ok()) throw new Error(`The ${person} cannot sign in: ${answer.status()}.`)
  return api.storageState()
}

/** An account that the person may read. */
async function subjectOf(person: Person) {
  const storageState = await signIn('teller')
  const api = await request.newContext({ baseURL, storageState })
  return openSubject(openBank(api), person === 'customer' ? { customerEmail: PEOPLE.customer } : {})
}
