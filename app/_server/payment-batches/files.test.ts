import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AccountRow } from '@/db/accounts/account-rows'
import { accountNumber } from '@/domain/money/account-number'
import { checkRows } from './check-rows'
import type { FileRow, ReadFile } from './file-rows'
import { readCsv } from './read-csv'
import { readPain } from './read-pain'

const PAYER = '0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11'
const EVA = '5b0de9f4-3f6b-4a51-8f0c-1c7a2f3d4e55'
const NUMBER = accountNumber(EVA)

const row = (line: number, more: Partial<FileRow> = {}): FileRow => ({
  ...{ line, number: NUMBER, amount: '10.00', currency: null, date: null, reference: null },
  ...more,
})
const rowsIn = (read: ReadFile) => (read.ok ? read.rows : read.sentence)

describe('CSV', () => {
  test.each([',', ';', '\t'])('with “%s” between the columns, in any order', delimiter => {
    const lines = [
      ['Reference', 'amount', 'ACCOUNT', 'date', 'currency'],
      ['"Salary, ""May"""', '1250.50', NUMBER, '2027-05-31', 'EUR'],
      ['', '3', NUMBER, '', ''],
    ]
    const text = `\uFEFF${lines.map(fields => fields.join(delimiter)).join('\r\n')}\r\n`
    expect(rowsIn(readCsv(text))).toEqual([
      row(2, {
        ...{ amount: '1250.50', date: '2027-05-31', currency: 'EUR' },
        reference: 'Salary, "May"',
      }),
      row(3, { amount: '3' }),
    ])
  })

  test('rows keep their lines, after blank lines and texts of several lines', () => {
    const text = `account,amount,reference\n\n${NUMBER},10.00,"two\nlines"\n${NUMBER},10.00,x\nonly\n`
    const read = readCsv(text)
    expect(read).toMatchObject({
      rows: [{ reference: 'two\nlines' }, { line: 5, reference: 'x' }],
      unread: [{ line: 6, sentence: 'Expected 3 columns; found 1.' }],
    })
  })

  test.each([
    ['', 'The file is empty.'],
    ['account,total\n', 'There is a column “total” that is not known.'],
    ['account\n', 'There is no column “amount”.'],
    ['account,amount,amount\n', 'There are two columns “amount”.'],
    ['account,amount\n"never closed', 'The file can’t be read'],
    [`account,amount\n${'x,1\n'.repeat(10_001)}`, 'more than 10,000 payments'],
  ])('another text is refused: %#', (text, sentence) => {
    expect(rowsIn(readCsv(text))).toContain(sentence)
  })

  test('what is written is read again', () => {
    const field = fc.string({ maxLength: 30 }).map(text => text.trim())
    fc.assert(
      fc.property(fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 20 }), values => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
        const lines = values.map(
          ([one, other]) => `x${quote('')},${quote(`5${one}`)},${quote(other)}`,
        )
        const written = lines.map(line => line.replace('x""', 'x')).join('\n')
        const read = rowsIn(readCsv(`account,amount,reference\n${written}`))
        expect(read).toMatchObject(
          values.map(([one, other]) => ({ amount: `5${one}`.trim(), reference: other || null })),
        )
      }),
    )
  })
})

const payment = (amount: string, name = 'Eva') => `
  <CdtTrfTxInf><PmtId><EndToEndId>1</EndToEndId></PmtId>
    <Amt><InstdAmt Ccy="EUR">${amount}</InstdAmt></Amt>
    <Cdtr><Nm>${name}</Nm></Cdtr><CdtrAcct><Id><Othr><Id>${NUMBER}</Id></Othr></Id></CdtrAcct>
    <RmtInf><Ustrd>Salary &amp; bonus</Ustrd></RmtInf></CdtTrfTxInf>`
const pain = (
  version: string,
  payments: readonly string[],
  date: string,
  count = payments.length,
) =>
  `<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.${version}"><CstmrCdtTrfInitn>
<GrpHdr><MsgId>1</MsgId><NbOfTxs>${count}</NbOfTxs></GrpHdr>
<PmtInf><ReqdExctnDt>${date}</ReqdExctnDt>
<DbtrAcct><Id><Othr><Id>${accountNumber(PAYER)}</Id></Othr></Id></DbtrAcct>${payments.join('')}
</PmtInf></CstmrCdtTrfInitn></Document>`

describe('pain.001', () => {
  test.each([
    ['03', '2027-05-31'],
    ['09', '<Dt>2027-05-31</Dt>'],
    ['11', '<Dt>2027-05-31</Dt>'],
  ])('of version %s', (version, date) => {
    const read = readPain(pain(version, [payment('1250.50'), payment('3')], date))
    const its = { currency: 'EUR', date: '2027-05-31', reference: 'Salary & bonus' }
    expect(rowsIn(read)).toEqual([
      row(6, { ...its, amount: '1250.50' }),
      row(10, { ...its, amount: '3' }),
    ])
    expect(read).toMatchObject({ from: accountNumber(PAYER) })
  })

  test('with a prefix for its names', () => {
    const text = pain('03', [payment('1')], '2027-05-31').replaceAll(/<(\/?)([A-Z])/g, '<$1p:$2')
    expect(rowsIn(readPain(text))).toMatchObject([{ line: 6, amount: '1' }])
  })

  test.each([
    ['<a/>', 'no CstmrCdtTrfInitn'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'document type declaration'],
    ['<a>'.repeat(100), 'nested too deeply'],
    [pain('12', [payment('1')], '2027-05-31'), 'pain.001.001.12'],
    [pain('03', [payment('1')], '2027-05-31', 7), 'says that it has 7 payments, and has 1'],
  ])('another document is refused: %#', (text, sentence) => {
    expect(rowsIn(readPain(text))).toContain(sentence)
  })
})

test('rubbish is refused with a sentence, or read, and never throws', () => {
  const parts = ['<', '>', '</', '/>', '"', ',', ';', '\n', '\r', '&', '&amp;', '<![CDATA[', ']]>']
  const names = [
    'account',
    'amount',
    'Document',
    'CstmrCdtTrfInitn',
    'PmtInf',
    'CdtTrfTxInf',
    '<!--',
  ]
  const odd = ['__proto__', 'constructor', '#text', 'Amt', 'InstdAmt', '\uFEFF', '\uD800', '-->']
  const piece = fc.oneof(fc.constantFrom(...parts, ...names, ...odd), fc.string())
  const tag = fc.constantFrom(...names.slice(2, 6), ...odd.slice(0, 5))
  const text = fc.oneof(
    fc.array(piece, { maxLength: 60 }).map(all => all.join('')),
    fc.array(tag, { maxLength: 20 }).map(all => all.map(one => `<${one}>`).join('')),
  )
  fc.assert(
    fc.property(text, rubbish => {
      for (const read of [
        readCsv(rubbish),
        readPain(rubbish),
        readCsv(`account,amount\n${rubbish}`),
      ]) {
        expect(read.ok ? read.rows : read.sentence).toBeDefined()
        if (read.ok) check(read.rows)
      }
    }),
    { numRuns: 2_000 },
  )
})

const account = (id: string, currency: AccountRow['currency'] = 'EUR') =>
  ({ id, currency, owner: 'Eva', number: accountNumber(id) }) as AccountRow

function check(rows: readonly FileRow[], payees: readonly AccountRow[] = [account(EVA)]) {
  const byNumber = new Map(
    payees.map(one => [one.number, payees.filter(two => two.number === one.number)]),
  )
  return checkRows(rows, { payer: account(PAYER), payees: byNumber, today: '2027-01-15' })
}

describe('a row that can’t be paid has its own sentence', () => {
  const YEN = account('9b0de9f4-3f6b-4a51-8f0c-1c7a2f3d4e99', 'JPY')
  test.each<[Partial<FileRow>, string]>([
    [{ number: '' }, 'The row names no account.'],
    [{ number: 'DB00 1' }, '“DB00 1” is not an account number.'],
    [{ number: accountNumber('1'.repeat(32)) }, 'No account of this bank has the number DB'],
    [{ number: accountNumber(PAYER) }, 'The row pays the account that it is paid from.'],
    [{ number: YEN.number }, 'is in JPY; the account that pays is in EUR.'],
    [{ currency: 'USD' }, 'The row is in “USD”; the account that pays is in EUR.'],
    [{ amount: '' }, 'The row has no amount.'],
    [{ amount: '1,250.00' }, '“1,250.00” is not an amount.'],
    [{ amount: '0' }, 'above zero'],
    [{ amount: '-5.00' }, 'above zero'],
    [{ amount: '1.234' }, 'decimal places'],
    [{ amount: '9'.repeat(17) }, 'can’t exceed'],
    [{ date: '31.12.2027' }, 'The date “31.12.2027” is none.'],
    [{ date: '2027-01-14' }, 'The date 2027-01-14 is in the past.'],
    [{ reference: 'x'.repeat(141) }, '140'],
  ])('%j', (more, sentence) => {
    const { refused, rows } = check([row(2, more)], [account(EVA), account(PAYER), YEN])
    expect(rows).toEqual([])
    expect(refused).toMatchObject([{ line: 2, sentence: expect.stringContaining(sentence) }])
  })

  test('one that repeats another is paid once', () => {
    const again = row(3, { amount: '10', date: '2027-01-15' })
    const { rows, refused, total } = check([row(2), again, row(4, { reference: 'May' })])
    expect(rows.map(({ line }) => line)).toEqual([2, 4])
    expect(refused).toMatchObject([{ line: 3, sentence: expect.stringContaining('line 2') }])
    expect(total).toBe(2_000n)
  })
})
