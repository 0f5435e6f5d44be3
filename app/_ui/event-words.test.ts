import { describe, expect, test } from 'vitest'
import type { EventJson } from '@/app/_wire/types'
import { eventsWord, headlineOf, lineOf } from './event-words'

const OTHER = {
  id: '00000000-0000-4000-8000-000000000001',
  accountId: '00000000-0000-4000-8000-000000000002',
  number: 'DB12 3400 0000 0000 0000',
  owner: 'Petr Novák',
}

function event(type: string, data: Record<string, unknown>): EventJson {
  return {
    eventId: '00000000-0000-4000-8000-000000000003',
    aggregateType: 'BankAccount',
    accountId: '00000000-0000-4000-8000-000000000004',
    version: 7,
    type,
    schemaVersion: 1,
    data,
    money: null,
    occurredAt: '2026-11-26T09:00:00.000Z',
    createdAt: '2026-11-26T09:00:00.000Z',
    late: false,
    actor: { id: 't', name: 'Tereza', role: 'teller' },
    commandId: null,
    correlationId: null,
  }
}

const EUR = { amount: '30.00', balance: '70.00', currency: 'EUR', note: null }
const HELD = { holdId: OTHER.id, amount: '60.00', currency: 'EUR' }
const NO_LIMITS = { perMovement: null, perDay: null, timeZone: 'UTC', currency: 'EUR', spent: null }
const DAILY = { ...NO_LIMITS, perMovement: '100.00', perDay: '1500.00', timeZone: 'Europe/Prague' }
const OUT = 'MoneyWithdrawn'
const IN = 'MoneyDeposited'

const LINES: [string, Record<string, unknown>, string, string | null][] = [
  [OUT, { ...EUR, note: 'Rent' }, 'Withdrawn', 'Rent'],
  [
    OUT,
    { ...EUR, note: 'Rent', transfer: OTHER },
    'Transferred',
    `to Petr Novák, ${OTHER.number} · Rent`,
  ],
  [IN, { ...EUR, transfer: OTHER }, 'Received', `from Petr Novák, ${OTHER.number}`],
  [
    IN,
    { ...EUR, note: 'Wrong payee', transfer: OTHER, reverses: 3 },
    'Reversal',
    `from Petr Novák, ${OTHER.number} · Wrong payee`,
  ],
  [OUT, { ...EUR, reverses: 2, overdrawn: true }, 'Reversal', 'more than was available'],
  [OUT, { ...EUR, holdId: OTHER.id, note: 'Hotel' }, 'Hold captured', 'Hotel'],
  [IN, { ...EUR, counter: 'interest' }, 'Interest', null],
  [OUT, { ...EUR, counter: 'interest' }, 'Interest charged', null],
  [OUT, { ...EUR, counter: 'fees' }, 'Fee', null],
  [IN, { ...EUR, counter: 'fees' }, 'Fee refunded', null],
  ['HoldPlaced', { ...HELD, note: 'Hotel' }, 'Hold placed', '60.00 EUR · Hotel'],
  ['HoldReleased', HELD, 'Hold released', '60.00 EUR'],
  ['HoldExpired', HELD, 'Hold expired', '60.00 EUR'],
  [
    'OverdraftLimitSet',
    { limit: '1500.00', currency: 'EUR' },
    'Overdraft limit set',
    '1,500.00 EUR',
  ],
  ['LimitsSet', NO_LIMITS, 'Limits set', 'None'],
  [
    'LimitsSet',
    DAILY,
    'Limits set',
    '100.00 EUR per movement · 1,500.00 EUR per day, Europe/Prague',
  ],
  ['AccountFrozen', { scope: 'debits', reason: 'Lost' }, 'Frozen', 'No money can go out · Lost'],
  ['AccountUnfrozen', {}, 'Unfrozen', null],
  ['AccountClosed', {}, 'Closed', null],
  ['AccountRenamed', { owner: 'Jana' }, 'Renamed', 'Jana'],
  ['ReferenceSet', { reference: null }, 'Reference set', 'None'],
  ['CustomerAssigned', { customerId: 'u' }, 'Customer assigned', null],
  ['CustomerAssigned', { customerId: null }, 'Customer assigned', 'None'],
  [
    'SecondCustomerAssigned',
    { second: { customerId: 'u', rights: 'read' } },
    'Second customer assigned',
    'may read the account',
  ],
  ['TallyCounted', { count: '1' }, 'TallyCounted', null],
]

describe('an event as a line', () => {
  test.each(LINES)('%s %j', (type, data, word, detail) => {
    expect(lineOf(event(type, data))).toMatchObject({ word, detail })
  })

  test('names the customer whom it assigns, and the entry that it reverses', () => {
    const second = { second: { customerId: 'u', rights: 'operate' } }
    const assigned = { ...event('SecondCustomerAssigned', second), ties: { customer: 'Jana, j@x' } }
    expect(lineOf(assigned).detail).toBe('may operate the account · Jana, j@x')
    expect(lineOf(event(OUT, { ...EUR, reverses: 2 })).reverses).toBe(2)
    expect(lineOf(event(OUT, EUR)).reverses).toBeNull()
  })
})

const HEADLINES: [string, Record<string, unknown>, string, string[]][] = [
  [OUT, { ...EUR, note: 'Rent' }, 'Rent', ['Withdrawn']],
  [IN, EUR, 'Deposited', []],
  [IN, { ...EUR, note: '' }, 'Deposited', []],
  [OUT, { ...EUR, note: 'Rent', transfer: OTHER }, 'Petr Novák', ['Transferred', 'Rent']],
  [IN, { ...EUR, transfer: OTHER }, 'Petr Novák', ['Received']],
  [
    IN,
    { ...EUR, note: 'Wrong', transfer: OTHER, reverses: 3 },
    'Petr Novák',
    ['Reversal', 'Wrong'],
  ],
  [
    OUT,
    { ...EUR, note: 'Late', reverses: 2, overdrawn: true },
    'Reversal',
    ['more than was available', 'Late'],
  ],
  [OUT, { ...EUR, holdId: OTHER.id, note: 'Hotel' }, 'Hotel', ['Hold captured']],
  [OUT, { ...EUR, counter: 'fees', note: 'May' }, 'Fee', ['May']],
  [IN, { ...EUR, counter: 'interest', note: 'Interest' }, 'Interest', []],
  ['HoldPlaced', { ...HELD, note: 'Hotel' }, 'Hold placed', ['60.00 EUR', 'Hotel']],
  ['AccountFrozen', { scope: 'all', reason: 'Lost' }, 'Frozen', ['No money can move', 'Lost']],
  ['AccountRenamed', { owner: 'Jana' }, 'Renamed', ['Jana']],
  ['TallyCounted', { count: '1' }, 'TallyCounted', []],
]

test.each(HEADLINES)('%s %j begins with %s', (type, data, title, rest) => {
  expect(headlineOf(event(type, data))).toEqual({ title, rest })
})

test('every type has a plural of its own', () => {
  expect(eventsWord('HoldPlaced')).toBe('Holds placed')
  expect(eventsWord('AccountFrozen')).toBe('Freezes')
})
