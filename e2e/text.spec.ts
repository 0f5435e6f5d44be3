import { randomUUID } from 'node:crypto'
import { openAccountByForm, trailRows } from './account-page'
import { expect, type Page, test } from './page'
import { sessionOf } from './people'

test.use({ storageState: sessionOf('teller') })

const newTag = () => `t${randomUUID().slice(0, 8)}`

/** Searches the list, and expects exactly these owners in it. */
async function expectFound(page: Page, search: string, owners: readonly string[]) {
  const field = page.getByRole('searchbox', { name: 'Search accounts' })
  await field.fill(search)
  await field.press('Enter')
  if (owners.length === 0) {
    await expect(page.getByText(`No account matches “${search}”.`)).toBeVisible()
  }
  for (const owner of owners) {
    await expect(page.getByRole('link', { name: owner, exact: true })).toBeVisible()
  }
  await expect(page.getByRole('link', { name: / t[0-9a-f]{8}$/ })).toHaveCount(owners.length)
}

test('Accounts are found by words in any order, however they are written', async ({
  page,
  bank,
  examine,
}) => {
  const tag = newTag()
  const strasser = `Işık Straßer ${tag}`
  const odysseus = `Οδυσσεύς Παπάς ${tag}`
  const jana = `Jana Nováková ${tag}`
  await bank.open({ owner: strasser, reference: `INV-2026/${tag}` })
  await bank.open({ owner: odysseus })
  const { account } = await bank.open({ owner: `Jana Nova\u0301kova\u0301  ${tag}` })
  expect(account.owner).toBe(jana)

  await page.goto('/accounts')
  await test.step('beginnings of words, in any order', async () => {
    await expectFound(page, `nov ${tag} jan`, [jana])
    await expectFound(page, `${tag.slice(0, 7)} JANA`, [jana])
    await expectFound(page, `ovakova ${tag}`, [])
  })
  await test.step('ß, dotless i, final sigma and accents', async () => {
    await expectFound(page, `STRASSER ${tag}`, [strasser])
    await expectFound(page, `isik ${tag}`, [strasser])
    await expectFound(page, `ΟΔΥΣΣΕΎΣ ${tag}`, [odysseus])
    await expectFound(page, `οδυσσευσ παπασ ${tag}`, [odysseus])
    await expectFound(page, `Nova\u0301kova\u0301 ${tag}`, [jana])
  })
  await test.step('numbers with and without spaces, and references', async () => {
    await expectFound(page, account.number, [jana])
    await expectFound(page, account.number.replaceAll(' ', '').toLowerCase(), [jana])
    await expectFound(page, `inv 2026/${tag}`, [strasser])
  })
  await examine()
})

test('Notes are found however they are written @desktop', async ({ page, bank }) => {
  const { accountId } = await bank.open()
  await bank.deposit(accountId, '5.00', { note: 'Große Straße' })
  await bank.deposit(accountId, '6.00', { note: 'Rent' })
  for (const note of ['GROSSE STRASSE', 'straße', 'stra\u00adsse']) {
    await page.goto(`/accounts/${accountId}/events?note=${encodeURIComponent(note)}`)
    await expect(trailRows(page)).toHaveCount(1)
    await expect(trailRows(page)).toContainText('Große Straße')
  }
})

test('Names that can’t be seen, or that hide marks, are refused @desktop', async ({ page }) => {
  await page.goto('/accounts/new')
  const owner = page.getByLabel('Owner', { exact: true })
  for (const [name, sentence] of [
    ['\u200b\u3164', 'The owner’s name has no visible characters. Type it again.'],
    [
      'Ada \u202enoryB',
      'The owner’s name contains hidden characters, such as line breaks or direction marks. ' +
        'Type it again on one line.',
    ],
    ['o'.repeat(201), 'The owner’s name can have at most 200 characters.'],
  ] as const) {
    await owner.fill(name)
    await page.getByRole('button', { name: 'Open account' }).click()
    await expect(page.getByRole('alert').filter({ hasText: sentence })).toBeVisible()
    await expect(owner).toHaveAccessibleDescription(sentence)
  }
  await openAccountByForm(page, '👩‍👩‍👧 '.repeat(20))
})

test('A name of another direction changes nothing beside it', async ({ page, bank, examine }) => {
  const tag = newTag()
  const { account } = await bank.open({ owner: `דניאל כהן ${tag}`, reference: '42' })
  await page.goto(`/accounts?q=${tag}`)
  const name = page
    .getByRole('link', { name: account.owner, exact: true })
    .getByText(account.owner, { exact: true })
  await expect(name).toBeVisible()
  expect(await name.evaluate(element => element.closest('bdi') !== null)).toBe(true)
  await examine()
})

test('Hidden marks of a note are shown', async ({ page, bank, examine }) => {
  const { accountId } = await bank.open()
  await bank.deposit(accountId, '5.00', { note: 'paid \u202eecnis' })
  await page.goto(`/accounts/${accountId}/events`)
  await expect(trailRows(page).first()).toContainText('paid RLOecnis')
  await page.goto(`/accounts/${accountId}/events/2`)
  await expect(page.getByRole('main')).toContainText('paid RLOecnis')
  await examine()
})
