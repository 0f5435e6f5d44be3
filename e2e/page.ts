import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect, test as withBank } from './bank'

export type { Locator, Page } from '@playwright/test'
export { expect }

type Fixtures = {
  /** Looks the page over: axe finds nothing, nothing is wider than the window. */
  examine: () => Promise<void>
  quietPage: undefined
}

/** Specs get the bank's API beside the page, and fail when the page reports an error of its own. */
export const test = withBank.extend<Fixtures>({
  examine: async ({ page }, use) =>
    use(async () => {
      // What is just arriving is half transparent, and has not the colours that it will have.
      await page.emulateMedia({ reducedMotion: 'reduce' })
      const found = await axeViolations(page)
      await page.emulateMedia({ reducedMotion: null })
      expect(found, `axe on ${page.url()}`).toEqual([])
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(excess, `pixels wider than the window on ${page.url()}`).toBe(0)
    }),
  quietPage: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('pageerror', error => complaints.push(error.message))
      page.on('console', message => {
        // The browser itself logs every answer of 400 and above; specs judge those by what is shown.
        const isStatus = message.text().startsWith('Failed to load resource')
        if (message.type() === 'error' && !isStatus) complaints.push(message.text())
      })
      await use(undefined)
      expect(complaints, 'errors in the console').toEqual([])
    },
    { auto: true },
  ],
})

/** A colour of axe; its types leave out how it reads one. */
type Colour = { r: number; g: number; b: number; alpha: number; parseString(text: string): Colour }

declare global {
  interface Window {
    axe: typeof axe & { commons: { color: { Color: { prototype: Colour } } } }
  }
}

const AXE = `${axe.source};(${rememberColours})()`

/** What axe finds in a page, by its own rules; no page of the bank has frames. */
async function axeViolations(page: Page) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] })
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      targets: nodes.map(node => node.target.join(' ')),
    }))
  })
}

/** Axe reads the few colours of a page thousands of times, and takes a third of a millisecond each. */
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
