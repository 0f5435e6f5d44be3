import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BALANCE_LIMIT } from '@/domain/bank-account/rules'
import { formatAmount, groupAmount } from '@/domain/money/money'
import { countEvents, fileOf, openBook, openSharedBook, runImport, statementOf } from './fixture'
import { COLUMNS } from './statement'

const LIMIT = groupAmount(formatAmount(BALANCE_LIMIT, 'CZK'))
const GOOD = '7,2001-05-01,credit,100.00,100.00,cash deposit,,,,1'

/** For files of which nothing is recorded. */
let empty: Awaited<ReturnType<typeof openSharedBook>>

beforeAll(async () => {
  empty = await openSharedBook()
})
afterAll(() => empty.close())

describe('a malformed row is named by line and column, and nothing is imported', () => {
  test.each([
    [
      'an amount in words',
      '7,2001-05-02,credit,ten,110,,,,,2',
      `column 4 (amount): expected a decimal above zero with at most 2 places, such as 1200.50, up to ${LIMIT}; found "ten".`,
    ],
    ['three places', '7,2001-05-02,credit,1.005,110,,,,,2', 'column 4 (amount)'],
    ['zero', '7,2001-05-02,credit,0.00,100,,,,,2', 'column 4 (amount)'],
    ['a negative amount', '7,2001-05-02,debit,-5,95,,,,,2', 'column 4 (amount)'],
    ['an exponent', '7,2001-05-02,credit,1e3,95,,,,,2', 'column 4 (amount)'],
    ['thirty digits', `7,2001-05-02,credit,${'9'.repeat(30)},95,,,,,2`, 'column 4 (amount)'],
    ['a comma for a point', '7,2001-05-02,credit,"5,00",105,,,,,2', 'column 4 (amount)'],
    [
      'no amount',
      '7,2001-05-02,credit,,105,,,,,2',
      `column 4 (amount): expected a decimal above zero with at most 2 places, such as 1200.50, up to ${LIMIT}; found nothing.`,
    ],
    ['a balance in words', '7,2001-05-02,credit,5,NaN,,,,,2', 'column 5 (balance_after)'],
    [
      'a day that is none',
      '7,2001-02-29,credit,5,105,,,,,2',
      'column 2 (date): expected a day of the calendar as YYYY-MM-DD; found "2001-02-29".',
    ],
    ['another date format', '7,1.5.2001,credit,5,105,,,,,2', 'column 2 (date)'],
    [
      'a day to come',
      '7,9999-01-01,credit,5,105,,,,,2',
      'column 2 (date): expected a day from 1800-01-01 to ',
    ],
    ['the year 0', '7,0000-01-01,credit,5,105,,,,,2', 'column 2 (date)'],
    [
      'a direction',
      '7,2001-05-02,CREDIT,5,105,,,,,2',
      'column 3 (direction): expected credit or debit; found "CREDIT".',
    ],
    [
      'no account',
      ',2001-05-02,credit,5,105,,,,,2',
      'column 1 (account_id): expected an id; found nothing.',
    ],
    ['spaces for an account', '  ,2001-05-02,credit,5,105,,,,,2', 'column 1 (account_id)'],
    [
      'a long account',
      `${'7'.repeat(65)},2001-05-02,credit,5,105,,,,,2`,
      'column 1 (account_id): expected at most 64 characters',
    ],
    ['no transaction', '7,2001-05-02,credit,5,105,,,,,', 'column 10 (transaction_id)'],
    [
      'a control character',
      '7,2001-05-02,credit,5,105,a\u0000b,,,,2',
      'column 6 (operation): expected printable text in UTF-8; found "a\\u0000b".',
    ],
    [
      'a change of the direction of writing',
      'a\u202eb,2001-05-02,credit,5,105,,,,,2',
      'column 1 (account_id): expected printable text in UTF-8; found "a\uFFFDb".',
    ],
    [
      'an account that can’t be seen',
      '\u200b,2001-05-02,credit,5,105,,,,,2',
      'column 1 (account_id): expected an id; found nothing.',
    ],
    ['a long purpose', `7,2001-05-02,credit,5,105,,${'x'.repeat(101)},,,2`, 'column 7 (purpose)'],
    ['a column too few', '7,2001-05-02,credit,5,105,,,,2', 'Line 3: expected 10 columns; found 9.'],
    [
      'a column too many',
      '7,2001-05-02,credit,5,105,,,,,2,3',
      'Line 3: expected 10 columns; found 11.',
    ],
    [
      'a transaction twice',
      '8,2001-05-02,credit,5,5,,,,,1',
      'column 10 (transaction_id): expected a unique ID; found "1", also on line 2.',
    ],
    [
      'more than a balance can be',
      `7,2001-05-02,credit,5,${LIMIT.replaceAll(',', '').replace('.00', '.01')},,,,,2`,
      'column 5 (balance_after): expected a decimal',
    ],
    [
      'a stray quote',
      '7,2001-05-02,credit,5",105,,,,,2',
      'column 4 (amount): expected no quote inside',
    ],
    [
      'an open quote',
      '7,2001-05-02,credit,5,105,"cash,,,,2',
      'column 6 (operation): expected a closing quote',
    ],
  ])('%s', async (_, row, expected) => {
    const { result, faults } = await runImport(empty.url, await fileOf(statementOf(GOOD, row)))
    expect(result).toEqual({
      outcome: 'refused',
      malformed: 1,
      mismatches: 0,
      order: expect.any(String),
    })
    expect(faults).toEqual([expect.stringContaining(expected)])
    expect(faults[0]).toMatch(/^Line 3[:,]/)
    expect(await countEvents(empty.sql)).toBe(0)
  })

  test('a row that is not UTF-8', async () => {
    const row = Buffer.from('7,2001-05-02,credit,5,105,v\u00FDb\u011Br,,,,2\n', 'latin1')
    const file = await fileOf(Buffer.concat([Buffer.from(statementOf(GOOD)), row]))
    const { faults } = await runImport(empty.url, file)
    expect(faults).toEqual([expect.stringContaining('expected printable text in UTF-8')])
  })

  test('every column that is wrong is named', async () => {
    const file = await fileOf(statementOf('7,yesterday,in,free,none,,,,,1'))
    const { result, faults } = await runImport(empty.url, file)
    expect(result).toEqual({
      outcome: 'refused',
      malformed: 1,
      mismatches: 0,
      order: expect.any(String),
    })
    expect(faults.map(fault => /\((.*)\)/.exec(fault)?.[1])).toEqual([
      'date',
      'direction',
      'amount',
      'balance_after',
    ])
  })

  test('--skip-invalid leaves such rows out and imports the others', async () => {
    const { url, sql } = await openBook()
    const file = await fileOf(
      statementOf(
        GOOD,
        '7,2001-05-02,credit,ten,110,,,,,2',
        '7,2001-05-03,debit,30,70,,,,,1',
        '7,2001-05-03,debit,30,70,,,,,4',
      ),
    )
    const { result, faults } = await runImport(url, file, { skipInvalid: true })
    expect(result).toMatchObject({ malformed: 2, rows: 2, added: 2, comparison: { differing: 0 } })
    expect(faults.map(fault => fault.slice(0, 6))).toEqual(['Line 3', 'Line 4'])
    expect(await countEvents(sql)).toBe(3)
  })
})

describe('a file of another format is refused with a sentence', () => {
  test.each([
    ['an empty file', '', /The file is empty\. Expected a first line/],
    [
      'a file without a header',
      `${GOOD}\n`,
      /Line 1, column 1 \(account_id\): expected the header account_id; found "7"\./,
    ],
    [
      'a header with a wrong name',
      statementOf().replace('amount', 'sum'),
      /column 4 \(amount\): expected the header amount; found "sum"/,
    ],
    [
      'a short header',
      'account_id,date\n',
      /column 3 \(direction\): expected the header direction; found none/,
    ],
    ['a longer header', `${COLUMNS.join(',')},more\n`, /expected 10 columns; found 11/],
    ['UTF-16', Buffer.from(`\uFEFF${statementOf(GOOD)}`, 'utf16le'), /not in the format/],
    [
      'bytes that mean nothing',
      Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 7919 + (i >> 3)) % 256)),
      /not in the format/,
    ],
  ])('%s', async (_, content, sentence) => {
    const { result } = await runImport(empty.url, await fileOf(content), { skipInvalid: true })
    expect(result).toEqual({ outcome: 'unreadable', sentence: expect.stringMatching(sentence) })
    if (result.outcome !== 'unreadable') throw new Error('It was read')
    expect(result.sentence).not.toMatch(/[\p{Cc}\p{Cs}]/u)
  })

  test.each([
    [
      'semicolons, as a German bank writes them',
      'Buchungstag;Valuta;"Betrag;EUR";Saldo\n01.05.2001;01.05.2001;5,00;5,00\n',
      /Found UTF-8 text with semicolons between 4 names: "Buchungstag", "Valuta", "Betrag;EUR", "Saldo"\. Expected/,
    ],
    ['tabs', 'Date\tAmount\tBalance\n', /UTF-8 text with tabs between 3 names: "Date", "Amount"/],
    ['vertical bars', 'Date|Amount\n', /with vertical bars between 2 names: "Date", "Amount"\./],
    ['one name', 'Kontoauszug\r\n\r\n', /Found UTF-8 text whose first line is "Kontoauszug"\./],
    ['names in quotes', '"Date","Amount"\n', /with commas between 2 names: "Date", "Amount"\./],
    [
      'the right names between semicolons',
      COLUMNS.join(';'),
      /The names are right; separate them by commas, not by semicolons\./,
    ],
    [
      'the right names in another order',
      COLUMNS.toReversed().join(),
      /The names are right, but in another order\./,
    ],
    [
      'other names, many',
      Array.from({ length: 30 }, (_, n) => `c${n}`).join(),
      /with commas between 30 names: "c0", .*"c19" and 10 more\./,
    ],
    [
      'lines that end in CR alone',
      statementOf(GOOD).replaceAll('\n', '\r'),
      /Its lines end in a carriage return alone; save it with/,
    ],
    [
      'a byte order mark',
      '\uFEFFDate;Amount\n',
      /Found UTF-8 text with a byte order mark with semicolons between 2 names: "Date", "Amount"/,
    ],
    [
      'UTF-16, high byte first',
      Buffer.from(`\uFEFF${statementOf(GOOD)}`, 'utf16le').swap16(),
      /Found UTF-16 text; save the file as UTF-8/,
    ],
    [
      'UTF-16 without a mark',
      Buffer.from(statementOf(GOOD), 'utf16le'),
      /Found UTF-16 text without a byte order mark, or binary data; save/,
    ],
    [
      'Latin-1',
      Buffer.from('Empf\u00E4nger;Betrag\n', 'latin1'),
      /Found text that is not in UTF-8 with semicolons between 2 names/,
    ],
    ['blank lines alone', '\n\r\n\n', /The file is empty/],
    ['a byte order mark alone', '\uFEFF', /The file is empty/],
    ['control characters', '\u001B[31mred;\u0007b\n', /with semicolons between 2 names/],
    ['a name without end', 'x'.repeat(100_000), /whose first line is "x{40}…"/],
  ])('and says what it found: %s', async (_, content, sentence) => {
    const { result } = await runImport(empty.url, await fileOf(content))
    expect(result).toEqual({ outcome: 'unreadable', sentence: expect.stringMatching(sentence) })
    if (result.outcome !== 'unreadable') throw new Error('It was read')
    expect(result.sentence).toContain(COLUMNS.join())
    expect(result.sentence).not.toMatch(/[\p{Cc}\p{Cs}]/u)
  })

  test('a missing file, and a folder', async () => {
    const file = await fileOf('')
    expect((await runImport(empty.url, `${file}.gone`)).result).toMatchObject({
      outcome: 'unreadable',
      sentence: expect.stringMatching(/^File not found: ".*gone"\.$/),
    })
    expect((await runImport(empty.url, dirname(file))).result).toMatchObject({
      outcome: 'unreadable',
      sentence: expect.stringMatching(/is a folder/),
    })
  })

  test('100 MB without a line end', async () => {
    const file = await fileOf(statementOf(GOOD))
    const stream = createWriteStream(file, { flags: 'a' })
    const megabyte = Buffer.alloc(1_000_000, '7')
    for (let i = 0; i < 100; i++) if (!stream.write(megabyte)) await once(stream, 'drain')
    stream.end()
    await once(stream, 'finish')
    const { result, faults } = await runImport(empty.url, file)
    expect(result).toEqual({
      outcome: 'refused',
      malformed: 1,
      mismatches: 0,
      order: expect.any(String),
    })
    expect(faults).toEqual([expect.stringMatching(/^Line 3, .*to end within 10,000 characters/)])
  })
})
