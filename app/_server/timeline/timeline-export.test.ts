import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guarded } from '@/app/_server/http/csv'
import { PLAIN_STYLE, type TableStyle, takeStyle } from '@/app/_server/http/export-style'
import type { EventJson, RefusalJson, TimelineItem } from '@/app/_wire/types'
import { exportTimeline } from './timeline-export'

const AT = '2026-06-30T10:00:00.000Z'
const ID = '0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11'

function eventOf(note: string, name: string): EventJson {
  return {
    eventId: ID,
    aggregateType: 'BankAccount',
    accountId: ID,
    version: 7,
    type: 'MoneyWithdrawn',
    schemaVersion: 1,
    data: { amount: '12.50', balance: '-2.50', currency: 'EUR', note },
    money: { change: '-12.50', balance: '-2.50', currency: 'EUR' },
    occurredAt: AT,
    createdAt: AT,
    late: false,
    actor: { id: ID, name, role: 'teller' },
    commandId: ID,
    correlationId: null,
  }
}

function refusalOf(amount: string, sentence: string): RefusalJson {
  return {
    refused: 'InsufficientFunds',
    aggregateType: 'BankAccount',
    accountId: ID,
    commandId: ID,
    command: 'Deposit',
    direction: 'in',
    at: AT,
    sentence,
    amount,
    currency: 'EUR',
    note: sentence,
    actor: { id: ID, name: 'U', role: 'teller' },
  }
}

async function csvOf(
  items: TimelineItem[],
  style: TableStyle = PLAIN_STYLE,
  owner = 'Ada',
): Promise<string> {
  const read = async () => ({ items, nextCursor: null, searchedTo: null })
  const { signal } = new AbortController()
  const accountsOf = async (ids: readonly string[]) =>
    ids.map(id => ({ id, number: 'DB12 3400 0000 0000 5492', owner }))
  const file = exportTimeline({ read, format: 'csv', style, zone: 'UTC', signal, accountsOf })
  // Not as a text, which would lose the byte order mark.
  const bytes = await new Response(file).arrayBuffer()
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/** The cells of a file for a spreadsheet that uses `separator`. */
function cellsBy(separator: string, file: string): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < file.length; at++) {
    const char = file[at] ?? ''
    if (isQuoted && char === '"' && file[at + 1] === '"') {
      cell += char
      at++
    } else if (isQuoted) {
      if (char === '"') isQuoted = false
      else cell += char
    } else if (char === '"' && cell === '') {
      isQuoted = true
    } else if (char === separator || char === '\n' || char === '\r') {
      cells.push(cell)
      cell = ''
    } else cell += char
  }
  return [...cells, cell]
}

/** What a spreadsheet may run as a formula: also after spaces, quotes and invisible characters. */
const RUNS = /^[\s\p{Cc}\p{Cf}"]*[=+\-@%|＝＋－＠﹦﹢﹣﹫−]/u
const isNumber = (cell: string) => /^-?\d+(?:\.\d+)?$/.test(cell)

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...',;\t|\r\n"\' =+-@%|＝＋－＠﹦﹢﹣﹫−\u00a0\ufeff\u2028:',
        '=1+1',
        '-5',
        'x',
      ),
      fc.string({ unit: 'binary', maxLength: 2 }),
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.join(''))

describe('a file of a timeline', () => {
  test.each([',', ';', '\t', '|'])(
    'has no cell that would be run, separated by %j',
    async separator => {
      await fc.assert(
        fc.asyncProperty(nasty, nasty, async (one, other) => {
          const events = [eventOf(one, other), refusalOf(one, other), eventOf(other, one)]
          const file = await csvOf(events, PLAIN_STYLE, one)
          const whole = cellsBy(separator, file)
          // Some programs ignore quotes.
          const split = file.split(new RegExp(`[${separator}\r\n]`))
          for (const cell of [...whole, ...split]) {
            if (!isNumber(cell)) expect(cell).not.toMatch(RUNS)
          }
        }),
        { numRuns: 500 },
      )
    },
  )

  test('separated by commas restores the text once the guard is removed', async () => {
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (note, name) => {
        const [, row = ''] = (await csvOf([eventOf(note, name)])).split(/\r\n(?=7,)/)
        const cells = cellsBy(',', row.slice(0, -2))
        expect([cells[11], cells[12]].map(cell => withoutGuard(cell ?? ''))).toEqual([note, name])
      }),
      { numRuns: 500 },
    )
  })
})

test('a file tells the other side of a transfer, the counter and what is reversed', async () => {
  const transfer = { id: ID, accountId: ID, number: 'DB12 3400', owner: 'Petr, Novák' }
  const file = await csvOf([
    { ...eventOf('Gas', 'T'), data: { note: 'Gas', transfer, reverses: 3 } },
    { ...eventOf('', 'T'), data: { note: null, counter: 'fees' } },
    { ...eventOf('', 'T'), money: null, data: { scope: 'all', reason: 'Lost card' } },
    refusalOf('1.00', 'No'),
  ])
  const [head = '', ...rows] = file.trimEnd().split('\r\n')
  const names = head.split(',')
  expect(names.slice(-4)).toEqual(['other_number', 'other_name', 'counter', 'reverses'])
  const cells = rows.map(row => cellsBy(',', row))
  expect(cells.map(row => row.length)).toEqual(rows.map(() => names.length))
  expect(cells.map(row => [row[names.indexOf('note')], ...row.slice(-4)])).toEqual([
    ['Gas', 'DB12 3400', 'Petr, Novák', '', '3'],
    ['', '', '', 'fees', ''],
    ['Lost card', '', '', '', ''],
    ['No', '', '', '', ''],
  ])
})

test('a file has the number and the owner of each account', async () => {
  const file = await csvOf([eventOf('Gas', 'T'), refusalOf('1.00', 'No')], PLAIN_STYLE, '=Ada')
  const [head = '', ...rows] = file.trimEnd().split('\r\n')
  const at = head.split(',').indexOf('account_number')
  expect(head.split(',').slice(at - 1, at + 2)).toEqual([
    'account_id',
    'account_number',
    'account_owner',
  ])
  for (const row of rows) {
    expect(cellsBy(',', row).slice(at, at + 2)).toEqual(['DB12 3400 0000 0000 5492', "'=Ada"])
  }
})

test('a file for a spreadsheet has its separator, its decimals and a byte order mark', async () => {
  const style = { separator: ';', decimal: ',', mark: true } as const
  const file = await csvOf([eventOf('12.50', '-1.5'), refusalOf('9.00', 'No')], style)
  expect(file.startsWith('\uFEFFversion;type;')).toBe(true)
  const [head = '', ...rows] = file.slice(1).trimEnd().split('\r\n')
  const names = head.split(';')
  const cells = rows.map(row => cellsBy(';', row))
  expect(cells.map(row => row.length)).toEqual(rows.map(() => names.length))
  const told = ['amount', 'balance', 'note', 'by'].map(name => cells[0]?.[names.indexOf(name)])
  // Only amounts have the decimal comma: a note stays as it was written.
  expect(told).toEqual(['-12,50', '-2,50', '12.50', '-1.5'])
  expect(cells[1]?.[names.indexOf('amount')]).toBe('9,00')
  expect((await csvOf([], PLAIN_STYLE)).startsWith('version,type,')).toBe(true)
})

test.each([
  ['', PLAIN_STYLE],
  ['separator=tab&bom=yes', { separator: '\t', decimal: '.', mark: true }],
  ['separator=semicolon&decimal=comma&bom=no', { separator: ';', decimal: ',', mark: false }],
  [
    'separator=pipe',
    { field: 'separator', sentence: expect.stringMatching(/comma, semicolon, tab/) },
  ],
  ['decimal=', { field: 'decimal', sentence: expect.stringMatching(/point, comma/) }],
  ['bom=yes&bom=no', { field: 'bom', sentence: expect.stringMatching(/yes, no/) }],
  ['bom=constructor', { field: 'bom', sentence: expect.stringMatching(/yes, no/) }],
])('the style of %j is read', (query, style) => {
  const parameters = new URLSearchParams(`note=a&${query}`)
  expect(takeStyle(parameters)).toEqual(style)
})

/** Removes the guard as a reader of the file does: see the README. */
function withoutGuard(cell: string): string {
  return cell.replaceAll(
    /(?<=^|[,;\t|\v\f\r\n\u0085\u2028\u2029])'(?=['\s\p{Cc}\p{Cf}"]*[=+\-@%|＝＋－＠﹦﹢﹣﹫−\t\r\n])/gu,
    '',
  )
}

test.each([
  [';=1+1', `;'=1+1`],
  ['a;=1+1', `a;'=1+1`],
  ['a; =1+1', `a;' =1+1`],
  ['a;"=1+1"', `a;'"=1+1"`],
  ['a,+1', `a,'+1`],
  ['a|@x', `a|'@x`],
  ['a;－1', `a;'－1`],
  [`'=1`, `''=1`],
  ['Rent; June', 'Rent; June'],
  ['Rent, June - July', 'Rent, June - July'],
  ['-12.50', '-12.50'],
  ['-12.50;', `'-12.50;`],
])('%j becomes %j', (cell, safe) => expect(guarded(cell)).toBe(safe))
