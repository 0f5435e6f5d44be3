import { AxeBuilder } from '@axe-core/playwright'
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
      // In the page itself: no page of the bank has frames, for which axe would open another page.
      const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
      const { violations } = await axe.analyze()
      const found = violations.map(({ id, help, nodes }) => ({
        id,
        help,
        targets: nodes.map(node => node.target.join(' ')),
      }))
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
