import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import type axe from 'axe-core'
import { expect, test as withBank } from './bank'

export type { Locator, Page } from '@playwright/test'
export { expect }

type Fixtures = {
  /** Checks the page: no axe violations, and nothing wider than the window. */
  examine: () => Promise<void>
  /** The same of a page that has changed nothing but its colours since it was examined. */
  examineColours: () => Promise<void>
  quietPage: undefined
}

/** Specs get the bank's API with the page, and fail when the page logs an error. */
export const test = withBank.extend<Fixtures>({
  examine: async ({ page }, use) => use(() => examinePage(page, EVERY_RULE)),
  examineColours: async ({ page }, use) => use(() => examinePage(page, RULES_OF_COLOURS)),
  quietPage: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('pageerror', error => complaints.push(error.message))
      page.on('console', message => {
        // The browser logs every answer of 400 and above; specs check those by what is shown.
        const isStatus = message.text().startsWith('Failed to load resource')
        if (message.type() === 'error' && !isStatus) complaints.push(message.text())
      })
      await use(undefined)
      expect(complaints, 'errors in the console').toEqual([])
    },
    { auto: true },
  ],
})

async function examinePage(page: Page, rules: axe.RunOptions): Promise<void> {
  // Without animations, because arriving rows are half transparent and fail the contrast check.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  // The title can arrive after the page, as part of the same stream.
  await expect(page).toHaveTitle(/./)
  await page.evaluate(colourChangesEnd)
  await expect(async () => {
    expect(await axeViolations(page, rules), `axe on ${page.url()}`).toEqual([])
  }).toPass({ timeout: 20_000 })
  await page.emulateMedia({ reducedMotion: null })
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.offsetWidth,
  )
  expect(excess, `pixels wider than the window on ${page.url()}`).toBe(0)
}

/** A change of the theme takes some frames. */
async function colourChangesEnd(): Promise<void> {
  const frame = () => new Promise(requestAnimationFrame)
  // The first frame begins what changes.
  await frame()
  await frame()
  const ending = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
  await Promise.allSettled(ending.map(({ finished }) => finished))
}

/** Does something with the page as narrow and dark as on a telephone at night. */
export async function whileNarrow(page: Page, work: () => Promise<void>): Promise<void> {
  const size = page.viewportSize()
  await page.setViewportSize({ width: 390, height: 844 })
  // Without motion first: otherwise colours would still be on their way when they are looked at.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.emulateMedia({ colorScheme: 'dark' })
  await work()
  await page.emulateMedia({ colorScheme: null })
  if (size) await page.setViewportSize(size)
}

/** A colour of axe; its types omit the parser. */
type Colour = { r: number; g: number; b: number; alpha: number; parseString(text: string): Colour }

declare global {
  interface Window {
    axe: typeof axe & { commons: { color: { Color: { prototype: Colour } } } }
  }
}

const AXE = `${readFileSync('node_modules/axe-core/axe.min.js', 'utf8')};(${rememberColours})()`

/** Axe's default rules, and that for small targets (WCAG 2.2). */
const EVERY_RULE: axe.RunOptions = { rules: { 'target-size': { enabled: true } } }

/** Those of axe's default rules that look at colours. */
const RULES_OF_COLOURS: axe.RunOptions = { runOnly: ['color-contrast', 'link-in-text-block'] }

/** The page's axe violations; no page of the bank has frames. */
async function axeViolations(page: Page, rules: axe.RunOptions) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  return page.evaluate(
    async options => {
      const { violations } = await window.axe.run(document, options)
      return violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map(({ target, any }) => [
          target.join(' '),
          ...any.map(check => check.message),
        ]),
      }))
    },
    { resultTypes: ['violations' as const], ...rules },
  )
}

/** Axe parses the same few colours thousands of times, at a third of a millisecond each. */
function rememberColours() {
  const { prototype } = window.axe.commons.color.Color
  const read = prototype.parseString
  const known = new Map<string, Pick<Colour, 'r' | 'g' | 'b' | 'alpha'>>()
  prototype.parseString = function (text) {
    const found = known.get(text)
    if (found !== undefined) return Object.assign(this, found)
    read.call(this, text)
    const { r, g, b, alpha } = this
    known.set(text, { r, g, b, alpha })
    return this
  }
}

/** Goes to a place of the header, which a narrow one has in its menu. */
export async function goToPlace(page: Page, name: string | RegExp): Promise<void> {
  const places = page.getByRole('navigation', { name: 'Daybook' })
  const link = places.getByRole('link', { name })
  const more = places.locator('summary')
  await expect(link.or(more).first()).toBeVisible()
  if (!(await link.isVisible())) await more.click()
  await link.click()
}

const STEPS_MAX = 60

/**
 * Presses Tab until the control of that name has the focus; each stop must show its focus visibly.
 */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let step = 0; step < STEPS_MAX; step++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return null
      const { outlineStyle, boxShadow } = getComputedStyle(element)
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : null
      return {
        name: label ?? element.getAttribute('aria-label') ?? element.textContent?.trim(),
        isSeen: outlineStyle !== 'none' || boxShadow !== 'none',
      }
    })
    if (stop === null) continue
    expect(stop.isSeen, `the focus on “${stop.name}” is visible`).toBe(true)
    if (typeof name === 'string' ? stop.name === name : name.test(stop.name ?? '')) return
  }
  throw new Error(`Tab does not reach “${name}” in ${STEPS_MAX} steps.`)
}

/** Presses a key until it works: a page ignores keys until its scripts have loaded. */
export async function pressUntil(
  page: Page,
  key: string,
  works: () => Promise<void>,
): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key)
    await works()
  }).toPass({ timeout: 10_000 })
}
