import { appendFileSync, truncateSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createEventStore } from '../event-store'
import {
  contentOf,
  countEvents,
  EXTRACT,
  fileOf,
  openBook,
  openSharedBook,
  runImport,
  statementOf,
  statementOfMany,
} from './fixture'
import { accountIdOf, COLUMNS, commandIdOf, DEMO_BOOK } from './statement'

const MANY_ROWS = 3_000

/** For files of which nothing is recorded. */
let empty: Awaited<ReturnType<typeof openSharedBook>>
beforeAll(async () => {
  empty = await openSharedBook()
})
afterAll(() => empty.close())

describe('every balance is checked before anything is written', () => {
  test.each([
    [
      'a first balance that does not follow from zero',
      ['7,2001-05-01,credit,100,150,,,,,1'],
      [
        'Line 2, column 5 (balance_after): expected 100.00 for the first row of account 7, which ' +
          'opens with zero; found 150.00. If 50.00 was brought forward, add --opening 7=50.00.',
      ],
    ],
    [
      'a first balance below zero',
      ['7,2001-05-01,credit,100,50,,,,,1'],
      [expect.stringMatching(/expected 100\.00 .* found 50\.00, which .* balance of -50\.00/)],
    ],
    [
      'a wrong balance: it and the row after it',
      ['7,2001-05-01,credit,100,100,,,,,1', '7,2001-05-02,credit,50,149.99,,,,,2'],
      [
        'Line 3, column 5 (balance_after): expected 150.00 for account 7, whose balance was 100.00 ' +
          'after line 2; found 149.99.',
      ],
    ],
    [
      'a row that is missing, once, though each row after it is off',
      [
        '7,2001-05-01,credit,100,100,,,,,1',
        '8,2001-05-01,credit,1,1,,,,,2',
        '7,2001-05-03,debit,10,140,,,,,3',
        '7,2001-05-03,debit,10,130,,,,,4',
      ],
      [expect.stringMatching(/^Line 4, .*expected 90\.00 for account 7, .*line 2; found 140\.00/)],
    ],
    [
      'a direction the wrong way round',
      ['7,2001-05-01,credit,100,100,,,,,1', '7,2001-05-02,credit,10,90,,,,,2'],
      [expect.stringMatching(/^Line 3, .*expected 110\.00.*found 90\.00/)],
    ],
    [
      'several accounts, each by its line',
      ['7,2001-05-01,credit,1,2,,,,,1', '8,2001-05-01,credit,1,3,,,,,2'],
      [expect.stringMatching(/^Line 2, .*7=1\.00/), expect.stringMatching(/^Line 3, .*8=2\.00/)],
    ],
    [
      'the largest balances',
      [
        '7,2001-05-01,credit,999999999999999.99,999999999999999.99,,,,,1',
        '7,2001-05-02,debit,1000000000000000.00,1000000000000000.00,,,,,2',
      ],
      [expect.stringMatching(/^Line 3, .*expected -0\.01 .*found 1,000,000,000,000,000\.00/)],
    ],
  ])('%s', async (_, rows, expected) => {
    const { result, faults } = await runImport(empty.url, await fileOf(statementOf(...rows)))
    expect(faults).toEqual(expected)
    expect(result).toEqual({
      outcome: 'refused',
      malformed: 0,
      mismatches: expected.length,
      order: expect.any(String),
    })
    expect(await countEvents(empty.sql)).toBe(0)
  })

  test('one row among many, in a random place', async () => {
    const lines = statementOfMany(MANY_ROWS, 7).trim().split('\n')
    const property = fc.asyncProperty(fc.integer({ min: 1, max: MANY_ROWS }), async at => {
      const fields = (lines[at] ?? '').split(',')
      const changed = lines.with(at, fields.with(4, `${Number(fields[4]) + 1}`).join(','))
      const { result, faults } = await runImport(empty.url, await fileOf(changed.join('\n')))
      expect(result).toMatchObject({ outcome: 'refused' })
      const itself = expect.stringMatching(new RegExp(`^Line ${at + 1}, column 5`))
      expect(faults).toContainEqual(itself)
      expect(await countEvents(empty.sql)).toBe(0)
    })
    await fc.assert(property, { numRuns: 10 })
  })

  test('a history below zero is valid', async () => {
    const { url } = await openBook()
    const file = await fileOf(
      statementOf('7,2001-05-01,debit,10,-10,,,,,1', '7,2001-05-02,debit,5.50,-15.50,,,,,2'),
    )
    const { result } = await runImport(url, file)
    expect(result).toMatchObject({ added: 2, comparison: { differing: 0 } })
  })
})

describe('--opening', () => {
  const brought = statementOf(
    '7,2001-05-01,debit,30,120.50,,,,,1',
    '7,2001-05-02,debit,1,119.50,,,,,2',
  )
  const two = statementOf('7,2001-05-01,credit,1,51,,,,,1', '8,2001-05-01,credit,1,1,,,,,2')

  test.each([['150.50'], ['150.5'], ['7=150.50']])('%s becomes the opening balance', async said => {
    const { url, sql } = await openBook()
    const file = await fileOf(brought)
    const { result } = await runImport(url, file, { openings: [said] })
    expect(result).toMatchObject({ added: 2, comparison: { compared: 2, differing: 0 } })
    const store = createEventStore(url)
    onTestFinished(() => store.close())
    const [opened] = await store.getEventStream(accountIdOf('berka', '7'), 1, 2)
    expect(opened?.event).toMatchObject({ type: 'AccountCreated', openingBalance: 15050n })
    const before = await contentOf(sql)
    for (const openings of [[said], []]) {
      const again = await runImport(url, file, { openings })
      expect(again.result).toMatchObject({ added: 0, known: 2, comparison: { differing: 0 } })
    }
    expect(await contentOf(sql)).toEqual(before)
  })

  test('names the account where there are several', async () => {
    const { url } = await openBook()
    const { result } = await runImport(url, await fileOf(two), { openings: ['7=50'] })
    expect(result).toMatchObject({ added: 2, accountsOpened: 2, comparison: { differing: 0 } })
  })

  test.each([
    ['no amount', brought, ['much'], /--opening.*"much"/],
    ['too many places', brought, ['1.005'], /at most 2 places/],
    ['beyond what a balance can be', brought, ['9'.repeat(20)], /--opening/],
    ['below zero', brought, ['-150.50'], /below zero/],
    ['an account that is not in the file', brought, ['9=1'], /no account 9/],
    ['the same account twice', brought, ['7=1', '7=2'], /once/],
    ['no account where there are several', two, ['50'], /2 accounts.*--opening ACCOUNT=50/],
    ['no account twice', brought, ['1', '2'], /once/],
    ['no rows', statementOf(), ['50'], /0 accounts/],
  ])('%s', async (_, text, openings, sentence) => {
    const { result } = await runImport(empty.url, await fileOf(text), { openings })
    expect(result).toEqual({ outcome: 'unreadable', sentence: expect.stringMatching(sentence) })
    expect(await countEvents(empty.sql)).toBe(0)
  })

  test('another than the first row follows from', async () => {
    const { faults } = await runImport(empty.url, await fileOf(brought), { openings: ['150'] })
    expect(faults).toEqual([
      expect.stringMatching(
        /expected 120\.00 for the first row of account 7, which opens with 150\.00; found 120\.50/,
      ),
    ])
    expect(await countEvents(empty.sql)).toBe(0)
  })

  test('another than the account was opened with', async () => {
    const { url, sql } = await openBook()
    await runImport(url, await fileOf(brought), { openings: ['150.50'] })
    const { result, faults } = await runImport(url, await fileOf(brought), { openings: ['1'] })
    expect(result).toMatchObject({ outcome: 'refused', mismatches: 1 })
    expect(faults).toEqual([expect.stringMatching(/^Line 2: account 7 .*opened with 150\.50/)])
    expect(await countEvents(sql)).toBe(3)
  })
})

describe('the order of the rows', () => {
  const reversed = (text: string) => {
    const [header = '', ...rows] = text.trim().split('\n')
    return [header, ...rows.toReversed()].join('\n')
  }

  test('newest first is read from the end, and gives what oldest first gives', async () => {
    const [one, other] = [await openBook(), await openBook()]
    await runImport(one.url, EXTRACT)
    const file = await fileOf(reversed(await readFile(EXTRACT, 'utf8')))
    const { result } = await runImport(other.url, file)
    expect(result).toMatchObject({ outcome: 'imported', order: 'newest first', added: 500 })
    expect(result).toHaveProperty('comparison', { compared: 500, differing: 0, explained: 0 })
    expect(await contentOf(other.sql)).toEqual(await contentOf(one.sql))
    const again = await runImport(other.url, EXTRACT)
    expect(again.result).toMatchObject({ order: 'oldest first', added: 0, known: 500 })
  })

  test('so is one long account of one day, over many pages', async () => {
    const { url } = await openBook()
    const text = statementOfMany(2_600, 1).replaceAll(/2\d{3}-\d\d-\d\d/g, '2001-05-01')
    const { result } = await runImport(url, await fileOf(reversed(text)))
    expect(result).toMatchObject({ order: 'newest first', added: 2_600 })
    expect(result).toHaveProperty('comparison', { compared: 2_600, differing: 0, explained: 0 })
  })

  test('a wrong row is reported by its own line there too', async () => {
    const lines = reversed(statementOfMany(100, 3)).split('\n')
    const fields = (lines[40] ?? '').split(',')
    const text = lines.with(40, fields.with(4, '999').join(',')).join('\n')
    const { result, faults } = await runImport(empty.url, await fileOf(text))
    expect(result).toEqual({
      outcome: 'refused',
      malformed: 0,
      mismatches: 2,
      order: 'newest first',
    })
    expect(faults[0]).toMatch(/^Line 41, .*after line 44; found 999\.00/)
    expect(faults[1]).toMatch(/^Line 38, .*balance was 999\.00 after line 41/)
  })

  test.each([
    ['mixed in one account', ['05-01', '05-03', '05-02']],
    ['mixed, beginning backwards', ['05-03', '05-01', '05-02']],
    ['one row back, where the balances go on', ['05-03', '05-01']],
  ])('%s is refused, with rows left out too', async (_, days) => {
    const rows = days.map((day, n) => `7,2001-${day},credit,1,${n + 1},,,,,${n}`)
    for (const skipInvalid of [false, true]) {
      const file = await fileOf(statementOf(...rows))
      const { result, faults } = await runImport(empty.url, file, { skipInvalid })
      expect(result).toMatchObject({ outcome: 'refused', malformed: 0, order: 'mixed' })
      expect(faults[0]).toMatch(
        /^Line \d, column 2 \(date\): expected 2001-05-03 or later, the latest date so far on account 7; found 2001-05-0\d\.$/,
      )
      expect(await countEvents(empty.sql)).toBe(0)
    }
  })

  test('rows that go back and add up to zero are not skipped', async () => {
    const text = statementOf(
      '7,2001-05-03,credit,1,1,,,,,1',
      '7,2001-05-01,debit,5,-5,,,,,2',
      '7,2001-05-01,credit,5,0,,,,,3',
      '7,2001-05-03,credit,1,2,,,,,4',
    )
    const file = await fileOf(text)
    const { result } = await runImport(empty.url, file, { skipInvalid: true })
    expect(result).toMatchObject({ outcome: 'refused', mismatches: 2, order: 'mixed' })
    expect(await countEvents(empty.sql)).toBe(0)
  })

  test('newest first by its dates, and oldest first within a day, is refused', async () => {
    const text = statementOf(
      '7,2001-05-02,credit,1,3,,,,,3',
      '7,2001-05-02,credit,1,4,,,,,4',
      '7,2001-05-01,credit,1,1,,,,,1',
      '7,2001-05-01,credit,1,2,,,,,2',
    )
    const { result } = await runImport(empty.url, await fileOf(text))
    expect(result).toMatchObject({ outcome: 'refused', order: 'newest first' })
    expect(await countEvents(empty.sql)).toBe(0)
  })

  test('one account one way and one the other is refused', async () => {
    const text = statementOf(
      '7,2001-05-01,credit,1,1,,,,,1',
      '7,2001-05-02,credit,1,2,,,,,2',
      '8,2001-05-02,credit,1,2,,,,,3',
      '8,2001-05-01,credit,1,1,,,,,4',
    )
    const { result, faults } = await runImport(empty.url, await fileOf(text))
    expect(result).toMatchObject({ outcome: 'refused' })
    expect(faults).toEqual([expect.stringMatching(/^Line 5, column 2 \(date\)/)])
  })
})

describe('--skip-invalid', () => {
  test('leaves out no row that the balances need', async () => {
    const text = statementOf(
      '7,2001-05-01,credit,100,100,,,,,1',
      '7,2001-05-02,credit,ten,110,,,,,2',
      '7,2001-05-03,credit,5,115,,,,,3',
    )
    const file = await fileOf(text)
    const { result, faults } = await runImport(empty.url, file, { skipInvalid: true })
    expect(result).toEqual({
      outcome: 'refused',
      malformed: 1,
      mismatches: 1,
      order: expect.any(String),
    })
    expect(faults).toEqual([
      expect.stringMatching(/^Line 3, column 4/),
      expect.stringMatching(/^Line 4, .*expected 105\.00 .*after line 2; found 115\.00/),
    ])
    expect(await countEvents(empty.sql)).toBe(0)
  })

  test.each([
    [
      'the first of an account',
      ['7,2001-05-01,credit,x,100,,,,,1', '7,2001-05-03,credit,5,105,,,,,3'],
    ],
    [
      'a repeated id that counts',
      [
        '7,2001-05-02,credit,1,1,,,,,1',
        '7,2001-05-02,credit,1,2,,,,,1',
        '7,2001-05-03,credit,1,3,,,,,3',
      ],
    ],
  ])('nor %s', async (_, rows) => {
    const file = await fileOf(statementOf(...rows))
    const { result } = await runImport(empty.url, file, { skipInvalid: true })
    expect(result).toEqual({
      outcome: 'refused',
      malformed: 1,
      mismatches: 1,
      order: expect.any(String),
    })
    expect(await countEvents(empty.sql)).toBe(0)
  })

  test('the last row may be missing, and comes with a mended file', async () => {
    const { url } = await openBook()
    const first = ['7,2001-05-01,credit,100,100,,,,,1']
    const broken = await fileOf(statementOf(...first, '7,2001-05-02,credit,ten,110,,,,,2'))
    const { result } = await runImport(url, broken, { skipInvalid: true })
    expect(result).toMatchObject({ malformed: 1, added: 1, comparison: { differing: 0 } })
    const mended = await fileOf(statementOf(...first, '7,2001-05-02,credit,10,110,,,,,2'))
    expect((await runImport(url, mended)).result).toMatchObject({ added: 1, known: 1 })
  })
})

describe('an existing account continues from its balance', () => {
  const BOOKED = ['7,2001-05-01,credit,100,100,cash,,,,1', '7,2001-05-05,credit,10,110,,,,,2']
  const OTHERWISE =
    'Line 2, column 10 (transaction_id): transaction 1 was already imported ' +
    'with different values.'

  test.each<[string, readonly (string | undefined)[], readonly unknown[]]>([
    [
      'another start',
      ['7,2001-05-06,credit,1,201,,,,,3'],
      [
        'Line 2, column 5 (balance_after): expected 111.00 for account 7, whose balance here ' +
          'is 110.00; found 201.00.',
      ],
    ],
    [
      'the start of a new account',
      ['7,2001-05-06,credit,1,1,,,,,3'],
      [expect.stringMatching(/expected 111\.00 .*found 1\.00/)],
    ],
    [
      'an older version that goes on otherwise',
      [BOOKED[0], '7,2001-05-06,credit,1,101,,,,,3'],
      [expect.stringMatching(/^Line 3, .*expected 111\.00 .*found 101\.00/)],
    ],
    [
      'a day before the last one here',
      ['7,2001-05-04,credit,1,111,,,,,3'],
      [
        expect.stringMatching(
          /column 2 \(date\): expected 2001-05-05 or later, .*found 2001-05-04/,
        ),
      ],
    ],
    [
      'a day before the account began',
      ['7,2001-04-30,credit,5,5,,,,,0'],
      [expect.stringMatching(/column 2 \(date\): expected 2001-05-05 or later/)],
    ],
    [
      'a row between those that are here',
      [BOOKED[0], '7,2001-05-03,credit,5,105,,,,,9', '7,2001-05-05,credit,10,115,,,,,2'],
      [
        expect.stringMatching(/^Line 3, column 10 .*transaction 9 .*line 4.* was already imported/),
        expect.stringMatching(/^Line 4, column 5 .*expected 110\.00.*found 115\.00/),
      ],
    ],
    [
      'other balances for the rows that are here',
      ['7,2001-05-05,credit,10,210,,,,,2'],
      [expect.stringMatching(/^Line 2, column 5 .*expected 110\.00.*as recorded.*found 210\.00/)],
    ],
    ['a transaction with another amount', ['7,2001-05-01,credit,99,99,cash,,,,1'], [OTHERWISE]],
    [
      'a transaction with another direction',
      ['7,2001-05-01,debit,100,-100,cash,,,,1'],
      [OTHERWISE],
    ],
    ['a transaction with another day', ['7,2001-05-02,credit,100,100,cash,,,,1'], [OTHERWISE]],
    ['a transaction with another note', ['7,2001-05-01,credit,100,100,gift,,,,1'], [OTHERWISE]],
  ])('%s', async (_, rows, expected) => {
    const { url, sql } = await openBook()
    await runImport(url, await fileOf(statementOf(...BOOKED)))
    const before = await contentOf(sql)
    // A valid row of another account: it is not recorded either.
    const text = statementOf(...rows.map(String), '8,2001-05-06,credit,1,1,,,,,8')
    const { result, faults } = await runImport(url, await fileOf(text))
    expect(faults).toEqual(expected)
    expect(result).toEqual({
      outcome: 'refused',
      malformed: 0,
      mismatches: expected.length,
      order: expect.any(String),
    })
    expect(await contentOf(sql)).toEqual(before)
  })

  test('a row that replaces a recorded one with the same balance is refused', async () => {
    const { url, sql } = await openBook()
    const last = '7,2001-05-05,debit,10,100,,,,,3'
    await runImport(url, await fileOf(statementOf(...BOOKED, last)))
    const other = BOOKED.with(1, '7,2001-05-05,credit,10,110,,,,,9')
    const { result, faults } = await runImport(url, await fileOf(statementOf(...other, last)))
    expect(result).toMatchObject({ outcome: 'refused', mismatches: 1 })
    expect(faults).toEqual([expect.stringMatching(/^Line 3, column 10 .*transaction 9 is new/)])
    expect(await countEvents(sql)).toBe(4)
  })

  test('a longer version adds its new rows, and a known part adds none', async () => {
    const { url } = await openBook()
    await runImport(url, await fileOf(statementOf(...BOOKED)))
    const longer = await fileOf(statementOf(...BOOKED, '7,2001-05-05,debit,20,90,,,,,3'))
    expect((await runImport(url, longer)).result).toMatchObject({ added: 1, known: 2 })
    const part = await fileOf(statementOf(...BOOKED.slice(1)))
    expect((await runImport(url, part)).result).toMatchObject({ added: 0, known: 1 })
    const next = await fileOf(statementOf('7,2001-05-06,debit,20,70,,,,,4'))
    expect((await runImport(url, next)).result).toMatchObject({
      added: 1,
      comparison: { differing: 0 },
    })
  })

  test('postings made here are not part of the source’s balances', async () => {
    const { url } = await openBook()
    await runImport(url, await fileOf(statementOf(...BOOKED)))
    await post(url, 500n, 11500n, 3)
    const wrong = await fileOf(statementOf('7,2001-05-06,credit,1,116,,,,,3'))
    const { faults } = await runImport(url, wrong)
    expect(faults).toEqual([
      'Line 2, column 5 (balance_after): expected 111.00 for account 7, whose balance here ' +
        'is 110.00 without the 5.00 posted at this bank; found 116.00.',
    ])
    const right = await fileOf(statementOf('7,2001-05-06,credit,1,111,,,,,3'))
    const { result } = await runImport(url, right)
    expect(result).toMatchObject({ added: 1, comparison: { differing: 0, explained: 1 } })
  })

  test('nor may both together exceed the limit of a balance', async () => {
    const { url, sql } = await openBook()
    const most = '1000000000000000.00'
    await runImport(url, await fileOf(statementOf(...BOOKED)))
    await post(url, 500n, 11500n, 3)
    const rest = '999999999999890.00'
    const file = await fileOf(statementOf(`7,2001-05-06,credit,${rest},${most},,,,,3`))
    const { result, faults } = await runImport(url, file)
    expect(result).toMatchObject({ outcome: 'refused', mismatches: 1 })
    expect(faults).toEqual([expect.stringMatching(/^Line 2, column 4 .*exceed the balance limit/)])
    expect(await countEvents(sql)).toBe(4)
  })

  async function post(url: string, amount: bigint, balance: bigint, version: number) {
    const store = createEventStore(url)
    onTestFinished(() => store.close())
    const event = { type: 'MoneyDeposited', amount, balance, currency: 'CZK', note: null } as const
    const actor = { id: 'u-1', name: 'Tess Teller', role: 'teller' }
    const occurredAt = new Date('2001-05-05T10:00:00Z')
    await store.saveEvents(accountIdOf('berka', '7'), [{ event, actor, occurredAt }], version)
  }
})

describe('a file that changes while it is read', () => {
  const change = {
    grows: (file: string) => appendFileSync(file, '0,2004-01-01,credit,1,1,,,,,z\n'),
    'is cut short': (file: string) => truncateSync(file, 200_000),
    'is written anew': (file: string) => writeFileSync(file, statementOfMany(10, 1)),
  }
  test.each(Object.entries(change))('is refused when it %s', async (_, changes) => {
    const file = await fileOf(statementOfMany(20_000, 7))
    let isChanged = false
    const { result } = await runImport(empty.url, file, {}, ({ phase }) => {
      if (phase === 'read' && !isChanged) changes(file)
      isChanged = true
    })
    expect(result).toEqual({
      outcome: 'unreadable',
      sentence: expect.stringMatching(/changed while it was being read.*Nothing/),
    })
    expect(await countEvents(empty.sql)).toBe(0)
  })
})

describe('two files of one source at the same moment', () => {
  test('never give an account a balance of neither file', async () => {
    const { url, sql } = await openBook()
    const lines = (tag: string) =>
      Array.from(
        { length: 2_000 },
        (_, n) => `${n % 4},2001-05-01,credit,1,${Math.floor(n / 4) + 1},,,,,${tag}${n}`,
      )
    const files = await Promise.all(['a', 'b', 'c'].map(tag => fileOf(statementOf(...lines(tag)))))
    const results = await Promise.all(files.map(file => runImport(url, file)))
    for (const { result } of results) {
      expect(['imported', 'refused', 'stopped']).toContain(result.outcome)
    }
    // Each account has the rows of one file, as far as they were recorded, and none of the other.
    const rows = await sql<{ tags: number; events: number; balance: string }[]>`
      select count(distinct c.tag)::int as tags, count(*)::int as events, max(a.balance) as balance
      from events e join accounts a using (aggregate_id)
      left join (select * from jsonb_to_recordset(${JSON.stringify(tagsOf(lines))}::text::jsonb)
        as t (id uuid, tag text)) c on c.id = (e.metadata->>'commandId')::uuid
      where e.event_version > 1 group by e.aggregate_id`
    expect(rows).toHaveLength(4)
    for (const { tags, events, balance } of rows) {
      expect(tags).toBe(1)
      expect(balance).toBe(String(events * 100))
    }
  })

  function tagsOf(lines: (tag: string) => string[]) {
    return ['a', 'b', 'c'].flatMap(tag =>
      lines(tag).map(line => {
        const fields = line.split(',')
        const id = commandIdOf(DEMO_BOOK.source, fields[0] ?? '', fields[COLUMNS.length - 1] ?? '')
        return { id, tag }
      }),
    )
  }
})
