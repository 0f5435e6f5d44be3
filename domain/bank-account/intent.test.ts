import { describe, expect, test } from 'vitest'
import type { Command } from './commands'
import { intentOf } from './intent'
import { create, deposit, OTHER_ID, withdraw } from './testing/given'

const NOTHING = { direction: null, amount: null, currency: null, note: null }

const INTENTS: readonly (readonly [Command, ReturnType<typeof intentOf>])[] = [
  [
    create({ openingBalance: '12.50' }),
    { ...NOTHING, event: 'AccountCreated', direction: 'in', amount: '12.50', currency: 'EUR' },
  ],
  [
    deposit('5', 'Rent'),
    { ...NOTHING, event: 'MoneyDeposited', direction: 'in', amount: '5', note: 'Rent' },
  ],
  [
    withdraw('5', 'Rent'),
    { ...NOTHING, event: 'MoneyWithdrawn', direction: 'out', amount: '5', note: 'Rent' },
  ],
  [
    { type: 'Transfer', transferId: 't', toAccountId: OTHER_ID, amount: '5', reference: 'Rent' },
    { ...NOTHING, event: 'MoneyWithdrawn', direction: 'out', amount: '5', note: 'Rent' },
  ],
  [
    { type: 'PlaceHold', holdId: 'h', amount: '5', expiresAt: '', note: 'Hotel' },
    { ...NOTHING, event: 'HoldPlaced', amount: '5', note: 'Hotel' },
  ],
  [
    { type: 'CaptureHold', holdId: 'h', amount: '5' },
    { ...NOTHING, event: 'MoneyWithdrawn', direction: 'out', amount: '5' },
  ],
  [
    { type: 'CaptureHold', holdId: 'h', amount: null },
    { ...NOTHING, event: 'MoneyWithdrawn', direction: 'out' },
  ],
  [
    { type: 'ReverseEntry', version: 2, reason: 'Typo', allowOverdrawing: false, other: null },
    { ...NOTHING, event: 'MoneyDeposited', note: 'Typo' },
  ],
  [
    { type: 'FreezeAccount', scope: 'all', reason: 'Lost card' },
    { ...NOTHING, event: 'AccountFrozen', note: 'Lost card' },
  ],
  [
    { type: 'SetOverdraftLimit', limit: '5' },
    { ...NOTHING, event: 'OverdraftLimitSet' },
  ],
  [
    { type: 'SetLimits', perDay: '5' },
    { ...NOTHING, event: 'LimitsSet' },
  ],
  [
    { type: 'ReleaseHold', holdId: 'h' },
    { ...NOTHING, event: 'HoldReleased' },
  ],
  [
    { type: 'ExpireHold', holdId: 'h' },
    { ...NOTHING, event: 'HoldExpired' },
  ],
  [{ type: 'UnfreezeAccount' }, { ...NOTHING, event: 'AccountUnfrozen' }],
  [{ type: 'CloseAccount' }, { ...NOTHING, event: 'AccountClosed' }],
  [
    { type: 'RenameAccount', owner: 'Petr' },
    { ...NOTHING, event: 'AccountRenamed' },
  ],
  [
    { type: 'SetReference', reference: 'B-2' },
    { ...NOTHING, event: 'ReferenceSet' },
  ],
  [
    { type: 'AssignCustomer', customerId: 'p' },
    { ...NOTHING, event: 'CustomerAssigned' },
  ],
  [
    { type: 'AssignSecondCustomer', second: null },
    { ...NOTHING, event: 'SecondCustomerAssigned' },
  ],
]

describe('what a command would record', () => {
  test.each(INTENTS)('$type', (command, intent) => expect(intentOf(command)).toEqual(intent))
})
