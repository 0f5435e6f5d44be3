import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { listAccounts } from '../accounts/accounts'
import type { Sql } from '../connection'
import { openDb } from '../query'
import {
  contentOf,
  countEvents,
  EXTRACT,
  fileOf,
  openBook,
  openSharedBook,
  runImport,
  statementOf,
} from './fixture'
import { accountIdOf } from './statement'

const OURS = { source: undefined, currency: undefined }
const GOOD = statementOf('576,2001-05-01,credit,100.00,100.00,cash deposit,,,,171812')

/** For files of which nothing is recorded. */
let empty: Awaited<ReturnType<typeof openSharedBook>>
beforeAll(async () => {
  empty = await openSharedBook()
})
afterAll(() => empty.close())

describe('source and currency are required', () => {
  test.each([
    ['neither', {}, /--source NAME.*--currency CODE/],
    ['no currency', { source: 'sparkasse' }, /--currency CODE/],
    ['no source', { currency: 'EUR' }, /--source NAME/],
    [
      'a currency that is none',
      { source: 'sparkasse', currency: 'EURO' },
      /"EURO" is not a supported currency/,
    ],
    [
      'a property of every object',
      { source: 'x', currency: 'constructor' },
      /is not a supported currency/,
    ],
    ['an empty source', { source: '', currency: 'EUR' }, /--source/],
    ['a source of spaces', { source: ' ', currency: 'EUR' }, /--source/],
    ['a source with a slash', { source: 'a/b', currency: 'EUR' }, /"a\/b" is not a valid source/],
    ['a long source', { source: 'x'.repeat(25), currency: 'EUR' }, /up to 24/],
    ['a control character', { source: 'a\u001Bb', currency: 'EUR' }, /is not a valid source/],
    ['the demo bank in euros', { source: 'berka', currency: 'EUR' }, /berka.*is in CZK/],
  ])('%s', async (_, asked, sentence) => {
    const { result } = await runImport(empty.url, await fileOf(GOOD), { ...OURS, ...asked })
    expect(result).toEqual({ outcome: 'unreadable', sentence: expect.stringMatching(sentence) })
    if (result.outcome !== 'unreadable') throw new Error('It was read')
    expect(result.sentence).not.toMatch(/[\p{Cc}\p{Cs}]/u)
    expect(await countEvents(empty.sql)).toBe(0)
  })

  test('a header that is not known is answered first', async () => {
    const file = await fileOf('Buchungstag;Betrag\n01.05.2001;5,00\n')
    const { result } = await runImport(empty.url, file, OURS)
    expect(result).toMatchObject({ sentence: expect.stringMatching(/not in the format/) })
  })

  test.each([
    ['where it is', async () => EXTRACT],
    ['elsewhere, under another name', async () => fileOf(await readFile(EXTRACT), 'other.csv')],
    ['with the line ends of Unix', async () => fileOf(await demoText('\n'))],
    ['with the line ends of Windows', async () => fileOf(await demoText('\r\n'))],
  ])('but for the demo’s own file, %s', async (_, file) => {
    const { url, sql } = await openBook()
    const { result } = await runImport(url, await file(), OURS)
    expect(result).toMatchObject({ outcome: 'imported', added: 500, accountsOpened: 7 })
    expect(await currenciesOf(sql)).toEqual(['CZK'])
  })

  test.each([
    ['its place alone', (text: string) => `${text}576,1994-04-01,credit,1,1,,,,,x\n`],
    ['its header alone', (text: string) => `${text.split('\n')[0]}\n`],
    ['all but a digit', (text: string) => text.replace('6207.00,7107.00', '6208.00,7108.00')],
  ])('%s do not make a file the demo’s', async (_, change) => {
    const file = await fileOf(change(await demoText('\n')), 'berka-extract.csv')
    const { result } = await runImport(empty.url, file, OURS)
    expect(result).toMatchObject({ sentence: expect.stringMatching(/--source NAME/) })
  })
})

describe('source and account together are the identity', () => {
  test('the accounts of the demo keep their ids', async () => {
    const { url, sql } = await openBook()
    await runImport(url, EXTRACT, OURS)
    const ids = (await contentOf(sql)).map(({ aggregate_id: id }) => id)
    expect(ids).toContain(ID_OF_576)
    const [row] = await sql<{ command_id: string }[]>`
      select command_id from commands where aggregate_id = ${ID_OF_576} and first_version = 2`
    expect(row?.command_id).toBe(FIRST_COMMAND_OF_576)
  })

  test('another bank’s account 576 is another account, found by a reference of its own', async () => {
    const { url, sql } = await openBook()
    await runImport(url, EXTRACT, OURS)
    const before = await contentOf(sql)
    const asked = { source: 'Sparkasse', currency: 'eur' }
    const { result } = await runImport(url, await fileOf(GOOD), asked)
    expect(result).toMatchObject({ added: 1, accountsOpened: 1, comparison: { differing: 0 } })
    const other = accountIdOf('sparkasse', '576')
    const after = await contentOf(sql)
    expect(after.filter(({ aggregate_id: id }) => id !== other)).toEqual(before)
    expect(after).toHaveLength(before.length + 1)
    expect(await findByReference(url, '576')).toMatchObject([{ id: ID_OF_576, currency: 'CZK' }])
    expect(await findByReference(url, 'sparkasse/576')).toMatchObject([
      { id: other, currency: 'EUR', balance: 10000n, owner: 'Account holder 576 at sparkasse' },
    ])
  })

  test('in any spelling of the source, the same file adds nothing', async () => {
    const { url } = await openBook()
    const file = await fileOf(GOOD)
    await runImport(url, file, { source: 'Sparkasse', currency: 'EUR' })
    const { result } = await runImport(url, file, { source: ' SPARKASSE ', currency: 'EUR' })
    expect(result).toMatchObject({ added: 0, known: 1, accountsOpened: 0 })
  })

  test('two different pairs are two accounts', async () => {
    expect(accountIdOf('a', 'b/c')).not.toBe(accountIdOf('a/b', 'c'))
    expect(accountIdOf('a', '1')).not.toBe(accountIdOf('b', '1'))
  })

  test('an account’s name is as long as its reference allows', async () => {
    const row = (length: number) => statementOf(`${'7'.repeat(length)},2001-05-01,credit,5,5,,,,,1`)
    const asked = { source: 'sparkasse', currency: 'EUR' } // and a slash: ten characters
    const refused = await runImport(empty.url, await fileOf(row(55)), asked)
    expect(refused.faults).toEqual([expect.stringMatching(/at most 54 characters/)])
    const { url } = await openBook()
    const { result } = await runImport(url, await fileOf(row(54)), asked)
    expect(result).toMatchObject({ added: 1 })
  })
})

describe('amounts are in the given currency', () => {
  test('yen have no decimal places, and nothing is rounded', async () => {
    const { url, sql } = await openBook()
    const asked = { source: 'yucho', currency: 'JPY' }
    const row = (amount: string) => statementOf(`7,2001-05-01,credit,${amount},500,,,,,1`)
    const refused = await runImport(url, await fileOf(row('500.00')), asked)
    expect(refused.result).toMatchObject({ outcome: 'refused', malformed: 1 })
    expect(refused.faults).toEqual([
      expect.stringMatching(/expected a whole number above zero, such as 1200, up to .*500\.00/),
    ])
    expect(await countEvents(sql)).toBe(0)
    const { result } = await runImport(url, await fileOf(row('500')), asked)
    expect(result).toMatchObject({ added: 1 })
    const [{ balance } = { balance: '' }] = await sql`select balance from accounts`
    expect(String(balance)).toBe('500')
  })

  test('dinars have three decimal places', async () => {
    const { url, sql } = await openBook()
    const file = await fileOf(statementOf('7,2001-05-01,credit,1.005,1.005,,,,,1'))
    const { result } = await runImport(url, file, { source: 'kfh', currency: 'KWD' })
    expect(result).toMatchObject({ added: 1, comparison: { differing: 0 } })
    const [{ balance } = { balance: '' }] = await sql`select balance from accounts`
    expect(String(balance)).toBe('1005')
  })

  test('another currency than the account has is refused, and nothing is written', async () => {
    const { url, sql } = await openBook()
    const asked = { source: 'sparkasse', currency: 'EUR' }
    await runImport(url, await fileOf(GOOD), asked)
    const file = await fileOf(
      statementOf(
        '576,2001-05-01,credit,100.00,100.00,cash deposit,,,,171812',
        '576,2001-05-02,credit,1,101,,,,,2',
        '9,2001-05-02,credit,1,1,,,,,3',
      ),
    )
    const { result, faults } = await runImport(url, file, { ...asked, currency: 'USD' })
    expect(result).toMatchObject({ outcome: 'refused', malformed: 0, mismatches: 1 })
    expect(faults).toEqual(['Line 2: account 576 is in EUR here; the file was imported as USD.'])
    expect(await countEvents(sql)).toBe(2)
  })
})

async function demoText(lineEnd: string): Promise<string> {
  return (await readFile(EXTRACT, 'utf8')).replaceAll(/\r?\n/g, lineEnd)
}

async function findByReference(url: string, reference: string) {
  const db = openDb(url)
  onTestFinished(() => db.$client.end())
  return (await listAccounts(db, { reference, limit: 10 })).rows
}

async function currenciesOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ currency: string }[]>`select distinct currency from accounts`
  return rows.map(({ currency }) => currency)
}

/** As stored before sources existed. */
const ID_OF_576 = '660edc29-1532-54d1-aef4-fb9a2558a7bc'
const FIRST_COMMAND_OF_576 = '79a17a3b-a70a-5921-8d3f-03e6af1213cc'
