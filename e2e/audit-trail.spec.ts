import { randomUUID } from 'node:crypto'
import { trailRows } from './account-page'
import { expect, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

test('A long audit trail comes a part at a time, each event once, newest first', async ({
  page,
  bank,
  examine,
}) => {
  const { account } = await bank.open()
  const count = 120
  const answers = await bank.command(
    Array.from({ length: count }, (_, index) => ({
      commandId: randomUUID(),
      type: 'Deposit',
      accountId: account.id,
      amount: '1.00',
      note: `Line ${index + 2}`,
    })),
  )
  expect(answers.status()).toBe(200)

  await page.goto(`/accounts/${account.id}`)
  const rows = trailRows(page)
  await expect(rows.first()).toContainText(`Line ${count + 1}`)
  expect(await rows.count()).toBeLessThan(count)
  await examine()

  const more = page.getByRole('button', { name: 'Show more' })
  for (let before = await rows.count(); (await more.count()) > 0; before = await rows.count()) {
    await more.click()
    await expect.poll(() => rows.count()).toBeGreaterThan(before)
  }
  await expect(rows).toHaveCount(count + 1)
  await expect(rows.last()).toContainText('Opened')
  const names = await rows
    .getByRole('button')
    .evaluateAll(buttons => buttons.map(button => button.getAttribute('aria-label')))
  expect(names).toEqual(Array.from({ length: count + 1 }, (_, i) => `Raw event ${count + 1 - i}`))
})

test('A note of HTML is shown as it was written', async ({ page, bank }) => {
  const { account } = await bank.open()
  const note = `<img src=x onerror="document.title='taken'"><b>bold</b>`
  await bank.deposit(account.id, '1.00', { note })
  await page.goto(`/accounts/${account.id}`)
  await expect(trailRows(page).first()).toContainText(note)
  expect(await page.title()).not.toBe('taken')
})
