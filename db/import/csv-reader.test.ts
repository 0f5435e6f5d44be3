import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CsvItem, RECORD_LENGTH_MAX, readCsv } from './csv-reader'

async function read(...pieces: string[]): Promise<CsvItem[]> {
  const items: CsvItem[] = []
  for await (const found of readCsv(pieces)) items.push(...found)
  return items
}
const fieldsOf = async (...pieces: string[]) =>
  (await read(...pieces)).map(item => (item.ok ? item.fields : item.sentence))

describe('the records of a text', () => {
  test.each([
    [
      'LF',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no end to the last line',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a lone CR at the end', 'a,b\r', [['a', 'b']]],
    ['blank lines', '\na\n\n\r\nb\n\n', [['a'], ['b']]],
    [
      'empty fields',
      ',\n,,',
      [
        ['', ''],
        ['', '', ''],
      ],
    ],
    ['quotes', '"a,1","b ""x""",c\n', [['a,1', 'b "x"', 'c']]],
    ['an empty field in quotes', '"",a\n', [['', 'a']]],
    [
      'a line break in quotes',
      '"a\nb",c\r\nd,e',
      [
        ['a\nb', 'c'],
        ['d', 'e'],
      ],
    ],
    ['a quoted end without a line end', 'a,"b"', [['a', 'b']]],
    ['nothing', '', []],
  ])('%s', async (_, text, expected) => {
    expect(await fieldsOf(text)).toEqual(expected)
  })

  test('lines are counted through quoted line breaks and blank lines', async () => {
    const items = await read('a\n"b\nb"\n\nc\n')
    expect(items.map(({ line }) => line)).toEqual([1, 2, 5])
  })
})

describe('faults cost one line', () => {
  test.each([
    ['a stray quote', 'a,b"c\nd,e\n', 2, /no quote inside/],
    ['text behind a closing quote', '"a" b,c\nd,e\n', 1, /behind the closing quote/],
    ['a quote that never closes', 'a,"b\nd,e', 2, /closing quote/],
    ['a line without end', `${'a'.repeat(RECORD_LENGTH_MAX)},b,c\nd,e`, 2, /to end within/],
    ['a quoted field without end', `"${'a,\n'.repeat(4000)}"\nd,e`, 1, /closing quote/],
  ])('%s', async (_, text, field, sentence) => {
    const [fault, ...rest] = await read(text)
    expect(fault).toMatchObject({ ok: false, line: 1, field })
    expect(fault).toHaveProperty('sentence', expect.stringMatching(sentence))
    expect(rest.at(-1)).toMatchObject({ ok: true, fields: ['d', 'e'] })
  })

  test('100 MB without a line end are one fault, and no piece is kept', async () => {
    function* pieces() {
      for (let i = 0; i < 100; i++) yield 'x'.repeat(1_000_000)
      yield '\nd,e\n'
    }
    const items: CsvItem[] = []
    for await (const found of readCsv(pieces())) items.push(...found)
    expect(items).toMatchObject([
      { ok: false, line: 1, field: 1 },
      { ok: true, line: 2, fields: ['d', 'e'] },
    ])
  })
})

const field = fc.string({ unit: fc.constantFrom('a', 'é', ' ', ',', '"', '\n', '\r', '😀') })
const table = fc.array(fc.array(field, { minLength: 1, maxLength: 5 }), { maxLength: 8 })
const isBlank = (fields: readonly string[]) => fields.length === 1 && fields[0] === ''

describe('properties', () => {
  test('what is written by the rules is read as it was, wherever the text is cut', async () => {
    const property = fc.asyncProperty(
      table,
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.array(fc.nat(40), { maxLength: 20 }),
      async (rows, end, isLastEnded, cuts) => {
        const lines = rows.map(fields => fields.map(written).join(','))
        const text = lines.join(end) + (isLastEnded ? end : '')
        expect(await fieldsOf(...piecesOf(text, cuts))).toEqual(rows.filter(row => !isBlank(row)))
      },
    )
    await fc.assert(property)
  })

  test('any text reads the same, wherever it is cut', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r'), maxLength: 60 })
    const property = fc.asyncProperty(text, fc.array(fc.nat(8)), async (text, cuts) => {
      expect(await read(...piecesOf(text, cuts))).toEqual(await read(text))
    })
    await fc.assert(property, { numRuns: 500 })
  })
})

function written(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

function piecesOf(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = []
  let at = 0
  for (const length of lengths) {
    pieces.push(text.slice(at, at + length))
    at += length
  }
  return [...pieces, text.slice(at)]
}
