import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventJson, RefusalJson, TimelineItem } from '@/app/_wire/types'
import { exportTimeline, guarded } from './timeline-export'

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

async function csvOf(items: TimelineItem[]): Promise<string> {
  const read = async () => ({ items, nextCursor: null, searchedTo: null })
  const { signal } = new AbortController()
  return new Response(exportTimeline({ read, format: 'csv', zone: 'UTC', signal })).text()
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
          const file = await csvOf([
            eventOf(one, other),
            refusalOf(one, other),
            eventOf(other, one),
          ])
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
