import { randomUUID } from 'node:crypto'
import { expectBalance, movementForm } from './account-page'
import { expect, type Page, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

const STEPS_MAX = 60

test('The main story works by keyboard alone @desktop', async ({ page }) => {
  const owner = `Keys ${randomUUID().slice(0, 8)}`
  await page.goto('/accounts')
  await tabTo(page, 'New account')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL('/accounts/new')
  await tabTo(page, 'Owner')
  await page.keyboard.type(owner)
  await tabTo(page, 'Open account')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(owner)

  const amount = movementForm(page, 'Deposit').getByLabel('Amount')
  await pressUntil(page, 'd', () => expect(amount).toBeFocused({ timeout: 500 }))
  await expect(amount).toHaveValue('')
  await page.keyboard.type('100.00')
  await page.keyboard.press('Enter')
  await expectBalance(page, '100.00')

  await tabTo(page, 'Withdraw')
  await expect(movementForm(page, 'Withdraw').getByRole('button')).toBeFocused()
})

test('Keys of the time machine lead to the past and back @desktop', async ({ page, bank }) => {
  const { accountId } = await bank.open()
  await bank.deposit(accountId, '5.00')
  await page.goto(`/accounts/${accountId}/at/v2`)
  await expectBalance(page, '5.00 EUR')
  await pressUntil(page, '[', () =>
    expect(page).toHaveURL(`/accounts/${accountId}/at/v1`, { timeout: 500 }),
  )
  await expectBalance(page, '0.00 EUR')
  await pressUntil(page, ']', () =>
    expect(page).toHaveURL(`/accounts/${accountId}/at/v2`, { timeout: 500 }),
  )
  await pressUntil(page, 'Escape', () =>
    expect(page).toHaveURL(`/accounts/${accountId}`, { timeout: 500 }),
  )
})

test('A refusal puts the focus into the field at fault @desktop', async ({ page, bank }) => {
  const { accountId } = await bank.open()
  await page.goto(`/accounts/${accountId}`)
  const amount = movementForm(page, 'Withdraw').getByLabel('Amount')
  await amount.fill('5.00')
  await page.keyboard.press('Enter')
  await expect(amount).toHaveAttribute('aria-invalid', 'true')
  await expect(amount).toBeFocused()
})

test('? lists the keys and / searches @desktop', async ({ page }) => {
  await page.goto('/accounts')
  const search = page.getByRole('searchbox', { name: 'Search accounts' })
  await pressUntil(page, '/', () => expect(search).toBeFocused({ timeout: 500 }))
  await expect(search).toHaveValue('')
  await page.keyboard.type('?')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await search.blur()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

/** Presses a key until it works: a page ignores keys until its scripts have loaded. */
async function pressUntil(page: Page, key: string, works: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(key)
    await works()
  }).toPass({ timeout: 10_000 })
}

/**
 * Presses Tab until the control of that name has the focus; each stop must show its focus visibly.
 */
async function tabTo(page: Page, name: string): Promise<void> {
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
    if (stop.name === name) return
  }
  throw new Error(`Tab does not reach “${name}” in ${STEPS_MAX} steps.`)
}
