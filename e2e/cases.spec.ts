import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { request } from './bank'
import { expect, test, whileNarrow } from './page'
import { ownAddress, PEOPLE, type Person, sessionOf } from './people'
import { givePassword } from './sign-in'
import { asTeller } from './transfer-page'

const TEXT = '# What happened\n\nShe called at **ten**.\n\n- lost card\n- blocked'

/** A case about an account; returns its page and a word that only its title has. */
async function openCase(baseURL: string | undefined, text = TEXT) {
  const bank = await asTeller(baseURL)
  const { accountId } = await bank.open({ owner: 'Case Subject', openingBalance: '100.00' })
  const mark = `Mark${randomUUID().slice(0, 8)}`
  const caseFileId = randomUUID()
  const opened = { type: 'OpenCaseFile', caseFileId, accountId, title: `Lost card ${mark}`, text }
  await send(baseURL, 'teller', opened)
  return { accountId, caseFileId, mark, path: `/cases/${caseFileId}` }
}

async function send(baseURL: string | undefined, person: Person, body: object) {
  const by = await request.newContext({
    ...(baseURL && { baseURL }),
    storageState: sessionOf(person),
  })
  const answer = await by.post('/api/commands', { data: { commandId: randomUUID(), ...body } })
  expect(answer.status(), await answer.text()).toBe(200)
  await by.dispose()
}

const revise = (caseFileId: string, expectedVersion: number, text: string, why?: string) => ({
  ...{ type: 'ReviseCaseFile', caseFileId, expectedVersion, text },
  ...(why && { why }),
})

/** The list follows the log by its feed. */
async function expectFound(page: Page, address: string, word: string) {
  await expect(async () => {
    await page.goto(address)
    await expect(page.getByRole('link', { name: word })).toBeVisible({ timeout: 1_000 })
  }).toPass()
}

async function rename(page: Page, title: string) {
  await page.getByRole('textbox', { name: 'Title' }).fill(title)
  await page.getByRole('button', { name: 'Rename' }).click()
}

const save = (page: Page) => page.getByRole('button', { name: /^Save/ })
const text = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true })

test.describe('a case @desktop', () => {
  test.use({ storageState: sessionOf('teller') })

  test('is opened from an event, found by its words, and closed', async ({
    page,
    baseURL,
    examine,
  }) => {
    const bank = await asTeller(baseURL)
    const { accountId } = await bank.open({ owner: 'Jana Nováková', openingBalance: '100.00' })
    await page.goto(`/accounts/${accountId}/events/1`)
    await page.getByRole('link', { name: 'New case about this event' }).click()
    const word = `Příběh${randomUUID().slice(0, 6)}`
    await page.getByRole('button', { name: 'Open the case' }).click()
    await expect(page.getByLabel('Title')).toHaveAccessibleDescription('Enter a title.')
    await page.getByLabel('Title').fill(word)
    await text(page).fill('## Call\n\n[link](javascript:alert(1)) <b>raw</b> https://example.com')
    await examine()
    await page.getByRole('button', { name: 'Open the case' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(word)
    await expect(page.getByRole('link', { name: 'Event 1' })).toHaveAttribute(
      'href',
      `/accounts/${accountId}/events/1`,
    )
    const article = page.getByRole('article')
    await expect(article).toContainText('<b>raw</b>')
    const link = article.getByRole('link')
    await expect(link).toHaveAttribute('href', 'https://example.com')
    await expect(link).toHaveAttribute('rel', /noopener/)

    await page.getByLabel('Assigned to').selectOption(PEOPLE.teller)
    await page.getByRole('button', { name: 'Assign', exact: true }).click()
    await expect(page.getByLabel('Assigned to')).toHaveValue(PEOPLE.teller)
    await page.getByLabel('Due', { exact: true }).fill('2020-01-31')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await expect(page.getByText('Overdue since 2020-01-31')).toBeVisible()
    await examine()
    await whileNarrow(page, examine)

    await expectFound(
      page,
      `/cases?q=${encodeURIComponent(word.toLowerCase().replace('ří', 'ri').replace('ě', 'e'))}`,
      word,
    )
    await expect(page.locator('mark')).toHaveText(word)
    await examine()
    await whileNarrow(page, examine)
    await page.getByRole('link', { name: word }).click()
    await page.getByRole('button', { name: 'Close the case' }).click()
    await expect(page.getByText('Closed case about')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Edit the text' })).toHaveCount(0)
    await page.goto(`/cases?q=${randomUUID()}`)
    await expect(page.getByText('No cases found')).toBeVisible()
    await examine()
  })

  test('has every version, the difference of two, and who wrote which line', async ({
    page,
    baseURL,
    examine,
  }) => {
    const { caseFileId, path } = await openCase(baseURL, 'One\nTwo\nThree')
    await send(baseURL, 'second-teller', revise(caseFileId, 1, 'One\nZwei\nThree', 'In German'))
    await page.goto(path)
    const versions = page.getByRole('region', { name: '2 versions' })
    await expect(versions).toContainText('In German')
    await versions.getByRole('link', { name: 'Changes' }).click()
    await expect(page.locator('del')).toHaveText('Removed: Two')
    await expect(page.locator('ins')).toHaveText('Added: Zwei')
    await examine()
    await whileNarrow(page, examine)
    await page.getByRole('link', { name: 'Who wrote which line' }).click()
    const row = page.getByRole('row', { name: /Zwei/ })
    await expect(row).toContainText('Version 2')
    await expect(page.getByRole('row', { name: /One/ })).toContainText('Version 1')
    await examine()
    await whileNarrow(page, examine)
    await page.goto(`${path}/revisions/1`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Version 1 of 2')
    await expect(page.getByRole('main')).toContainText('Two')
    await examine()
  })

  test('that two people edit is merged, and nothing typed is lost', async ({
    page,
    baseURL,
    examine,
  }) => {
    const { caseFileId, path } = await openCase(baseURL, 'One\n\nTwo\n\nThree')
    await page.goto(path)
    await page.getByRole('link', { name: 'Edit the text' }).click()
    await text(page).fill('Mine\n\nTwo\n\nThree')
    await send(baseURL, 'second-teller', revise(caseFileId, 1, 'One\n\nTwo\n\nTheirs', 'Other end'))
    await save(page).click()
    await expect(page.getByText('Somebody else changed this text meanwhile.')).toBeVisible()
    await expect(text(page)).toHaveValue('Mine\n\nTwo\n\nTheirs')
    await expect(page.getByRole('region', { name: 'Changed since version 1' })).toContainText(
      'Other end',
    )
    await expect(page.getByText('Your text, as you typed it')).toBeVisible()
    await examine()
    await whileNarrow(page, examine)

    await send(baseURL, 'second-teller', revise(caseFileId, 2, 'Theirs\n\nTwo\n\nTheirs'))
    await save(page).click()
    await expect(page.getByText('One place was changed by both')).toBeVisible()
    await expect(text(page)).toHaveValue(/<<<<<<< Yours\nMine\n=======\nTheirs\n>>>>>>> Version 3/)
    await save(page).click()
    await expect(text(page)).toHaveAccessibleDescription(/^Settle the marked places first/)
    await text(page).fill('Mine and theirs\n\nTwo\n\nTheirs')
    await page.getByLabel('Why').fill('Both')
    await save(page).click()
    await expect(page).toHaveURL(path)
    await expect(page.getByRole('article')).toContainText('Mine and theirs')
    await expect(page.getByRole('region', { name: '4 versions' })).toContainText('Both')
    await expect(page.getByText('unsaved text')).toHaveCount(0)
  })
})

test('An unsaved text is kept over a closed tab and a sign-out, for its writer alone @desktop', async ({
  page,
  context,
  baseURL,
}) => {
  await context.setExtraHTTPHeaders(ownAddress())
  const { path } = await openCase(baseURL, 'One')
  const enter = async (where: Page, person: Person) => {
    await givePassword(where, person)
    await expect(where).toHaveURL('/accounts')
  }
  const kept = (where: Page) =>
    where.evaluate(() =>
      Object.entries(localStorage).filter(([name]) => name.startsWith('daybook-draft:')),
    )
  await enter(page, 'teller')
  await page.goto(`${path}/edit?base=1`)
  await text(page).fill('One and a secret')
  await expect.poll(async () => (await kept(page)).length).toBe(1)
  expect(JSON.stringify(await kept(page))).not.toContain('secret')
  await page.close()

  const again = await context.newPage()
  await again.goto(path)
  await expect(again.getByText('This browser has an unsaved text of yours')).toBeVisible()
  await again.getByRole('button', { name: 'Sign out' }).click()
  await expect(again).toHaveURL(/\/sign-in/)
  await enter(again, 'teller')
  await again.goto(path)
  await again.getByRole('link', { name: 'Go on writing' }).click()
  await again.getByRole('button', { name: 'Use it' }).click()
  await expect(text(again)).toHaveValue('One and a secret')

  await again.goto('/accounts')
  await again.getByRole('button', { name: 'Sign out' }).click()
  await expect(again).toHaveURL(/\/sign-in/)
  await enter(again, 'second-teller')
  await expect.poll(() => kept(again)).toEqual([])
})

test.describe('the title of a case @desktop', () => {
  test.use({ storageState: sessionOf('teller') })

  test('is changed by who saw the newest', async ({ page, baseURL, examine }) => {
    const { caseFileId, path, mark } = await openCase(baseURL)
    await page.goto(path)
    const title = page.getByRole('textbox', { name: 'Title' })
    const heading = page.getByRole('heading', { level: 1 })
    await rename(page, ' ')
    await expect(title).toHaveAccessibleDescription('Enter a title.')
    await expect(title).toBeFocused()
    const expectedTitle = `Lost card ${mark}`
    const theirs = { type: 'RenameCaseFile', caseFileId, expectedTitle, title: `Found ${mark}` }
    await send(baseURL, 'second-teller', theirs)
    await rename(page, `Mine ${mark}`)
    await expect(title).toHaveAccessibleDescription(
      `The title is “Found ${mark}” by now. Change it again if yours is better.`,
    )
    await expect(title).toHaveValue(`Mine ${mark}`)
    await examine()
    await whileNarrow(page, examine)
    await page.getByRole('button', { name: 'Rename' }).click()
    await expect(heading).toHaveText(`Mine ${mark}`)
    await expect(page.getByRole('article')).toContainText('She called at ten.')
    await page.getByRole('link', { name: 'Audit trail' }).last().click()
    await expect(page.getByRole('main')).toContainText('Case renamed')
  })
})

test.describe('without scripts @desktop', () => {
  test.use({ storageState: sessionOf('teller'), javaScriptEnabled: false })

  test('a case is opened, edited, merged, assigned and closed', async ({ page, baseURL }) => {
    const bank = await asTeller(baseURL)
    const { accountId } = await bank.open({ owner: 'No Scripts', openingBalance: '1.00' })
    await page.goto(`/cases/new?accountId=${accountId}`)
    await page.getByLabel('Title').fill('No scripts')
    await text(page).fill('One\n\nTwo\n\nThree')
    await page.getByRole('button', { name: 'Open the case' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No scripts')
    const caseFileId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
    await page.getByRole('link', { name: 'Edit the text' }).click()
    await text(page).fill('One\n\nTwo\n\nMine')
    await send(baseURL, 'second-teller', revise(caseFileId, 1, 'Theirs\n\nTwo\n\nThree'))
    await save(page).click()
    await expect(page.getByText('Somebody else changed this text meanwhile.')).toBeVisible()
    await expect(text(page)).toHaveValue('Theirs\n\nTwo\n\nMine')
    await expect(page.getByRole('region', { name: 'Changed since version 1' })).toBeVisible()
    await save(page).click()
    await expect(page.getByRole('article')).toContainText('Mine')
    await page.getByLabel('Event: its number or address').fill('9')
    await page.getByRole('button', { name: 'Link', exact: true }).click()
    await expect(page.getByLabel('Event: its number or address')).toHaveAccessibleDescription(
      'There is no event 9: the last one is 1.',
    )
    await rename(page, 'Renamed')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Renamed')
    await page.getByRole('button', { name: 'Close the case' }).click()
    await expect(page.getByText('Closed case about')).toBeVisible()
    await page.getByRole('button', { name: 'Reopen the case' }).click()
    await expect(page.getByText('Open case about')).toBeVisible()
  })
})

test.describe('an auditor @desktop', () => {
  test.use({ storageState: sessionOf('auditor') })

  test('reads cases and finds nothing to press', async ({ page, baseURL, examine }) => {
    const { path, mark } = await openCase(baseURL)
    await expectFound(page, `/cases?q=${mark}`, mark)
    await page.getByRole('link', { name: mark }).click()
    await expect(page).toHaveURL(path)
    await expect(page.getByRole('button', { name: 'Close the case' })).toHaveCount(0)
    await expect(page.getByRole('link', { name: 'Edit the text' })).toHaveCount(0)
    await examine()
  })
})

test.describe('a customer @desktop', () => {
  test.use({ storageState: sessionOf('customer') })

  test('sees none', async ({ page, baseURL }) => {
    const { path } = await openCase(baseURL)
    for (const address of ['/cases', path, `${path}/edit`, `${path}/revisions/1`]) {
      await page.goto(address)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found')
    }
  })
})
