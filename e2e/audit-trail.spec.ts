import { eventLink, trailRows } from './account-page'
import { expect, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

test('An account’s page has its newest events and a link to all of them', async ({
  page,
  bank,
  examine,
}) => {
  const { account } = await bank.open()
  const count = 40
  await bank.depositAll(
    account.id,
    Array.from({ length: count }, (_, index) => ({ amount: '1.00', note: `Line ${index + 2}` })),
  )

  await page.goto(`/accounts/${account.id}`)
  const rows = trailRows(page)
  await expect(rows.first()).toContainText(`Line ${count + 1}`)
  await expect(rows).toHaveCount(25)
  await expect(async () => {
    await eventLink(page, count).click()
    await expect(page.getByRole('complementary', { name: `Event ${count}` })).toBeVisible()
  }).toPass()
  await examine()
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: `Show all ${count + 1} events` }).click()
  await expect(page).toHaveURL(new RegExp(`/accounts/${account.id}/events`))
  await expect(eventLink(page, count + 1)).toBeVisible()
})

test('A note of HTML is shown as it was written @desktop', async ({ page, bank }) => {
  const { account } = await bank.open()
  const note = `<img src=x onerror="document.title='taken'"><b>bold</b>`
  await bank.deposit(account.id, '1.00', { note })
  await page.goto(`/accounts/${account.id}`)
  await expect(trailRows(page).first()).toContainText(note)
  expect(await page.title()).not.toBe('taken')
})
