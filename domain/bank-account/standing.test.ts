import { describe, expect, test } from 'vitest'
import { type Account, evolve, initial } from './bank-account'
import type { Command } from './commands'
import {
  closed,
  create,
  created,
  createdOther,
  deposit,
  EXPIRY,
  frozenFor,
  given,
  givenBoth,
  NOW,
  OTHER_ID,
  overdraft,
  placed,
  withdraw,
  withdrawn,
} from './testing/given'

const freeze = (scope: 'debits' | 'credits' | 'all', reason = 'Lost card'): Command => ({
  type: 'FreezeAccount',
  scope,
  reason,
})
const close: Command = { type: 'CloseAccount' }
const unfreeze: Command = { type: 'UnfreezeAccount' }
const unfrozen = { type: 'AccountUnfrozen' } as const
const SAME = { type: 'NothingToChange', field: null } as const

describe('an account is frozen', () => {
  test.each(['debits', 'credits', 'all'] as const)('for %s', scope =>
    given(created()).when(freeze(scope)).gives(frozenFor(scope)),
  )
  test('for a reason, trimmed', () =>
    given(created())
      .when(freeze('all', ` ${'r'.repeat(200)}\n`))
      .gives({ type: 'AccountFrozen', scope: 'all', reason: 'r'.repeat(200) }))
  test('anew with another scope', () =>
    given(created(), frozenFor('debits')).when(freeze('all')).gives(frozenFor('all')))
  test('anew for another reason', () =>
    given(created(), frozenFor('all'))
      .when(freeze('all', 'Court order'))
      .gives({ type: 'AccountFrozen', scope: 'all', reason: 'Court order' }))
  test('with both in its state', () =>
    expect(
      ([created(), frozenFor('debits')].reduce(evolve, initial) as Account).terms.freeze,
    ).toEqual({ scope: 'debits', reason: 'Lost card' }))
})

describe('an account is not frozen', () => {
  test.each(['', '  '])('for the reason %j', reason =>
    given(created())
      .when(freeze('all', reason))
      .refused({ type: 'ReasonMissing', field: 'reason' }),
  )
  test('for a reason longer than 200', () =>
    given(created())
      .when(freeze('all', 'r'.repeat(201)))
      .refused({ type: 'TextTooLong', field: 'reason', lengthMax: 200 }))
  test('for a reason that can’t be printed', () =>
    given(created())
      .when(freeze('all', 'a\u0007b'))
      .refused({ type: 'TextUnprintable', field: 'reason' }))
  test('as it is already', () =>
    given(created(), frozenFor('all')).when(freeze('all', ' Lost card ')).refused(SAME))
})

describe('an account is unfrozen', () => {
  test('when it is frozen', () =>
    given(created(), frozenFor('debits')).when(unfreeze).gives(unfrozen))
  test('only then', () =>
    given(created()).when(unfreeze).refused({ type: 'AccountNotFrozen', field: null }))
  test('once', () =>
    given(created(), frozenFor('debits'), unfrozen)
      .when(unfreeze)
      .refused({ type: 'AccountNotFrozen', field: null }))
})

describe('a freeze of', () => {
  const refusalOf = (scope: 'debits' | 'credits' | 'all') =>
    ({ type: 'AccountFrozen', field: null, scope }) as const
  test.each(['debits', 'all'] as const)('%s stops withdrawals', scope =>
    given(created(100n), frozenFor(scope)).when(withdraw('1')).refused(refusalOf(scope)),
  )
  test.each(['debits', 'all'] as const)('%s stops fees', scope =>
    given(created(100n), frozenFor(scope))
      .when({ ...withdraw('1'), counter: 'fees' })
      .refused(refusalOf(scope)),
  )
  test.each(['credits', 'all'] as const)('%s stops deposits', scope =>
    given(created(100n), frozenFor(scope)).when(deposit('1')).refused(refusalOf(scope)),
  )
  test('credits lets withdrawals go on', () =>
    given(created(100n), frozenFor('credits')).when(withdraw('1')).gives(withdrawn(100n, 0n)))
  test('debits lets deposits go on', () =>
    given(created(), frozenFor('debits'))
      .when(deposit('1'))
      .gives({ ...withdrawn(100n, 100n), type: 'MoneyDeposited' }))
  test('all lets terms and names change', () => {
    const frozen = given(created(), frozenFor('all'))
    frozen.when({ type: 'SetOverdraftLimit', limit: '1' }).gives(overdraft(100n))
    frozen
      .when({ type: 'RenameAccount', owner: 'Petr' })
      .gives({ type: 'AccountRenamed', owner: 'Petr' })
  })
})

describe('an account is closed', () => {
  test('at zero', () => given(created()).when(close).gives(closed))
  test('at zero, with an overdraft that is not used', () =>
    given(created(), overdraft(100n)).when(close).gives(closed))
  test('when its holds have expired, recorded or not', () =>
    given(created(100n), placed(100n), withdrawn(100n, 0n))
      .when(close, { now: new Date(EXPIRY) })
      .gives(closed))
})

describe('an account is not closed', () => {
  test.each([
    [1n, '0.01'],
    [-1n, '-0.01'],
  ])('at a balance of %s', (balance, text) =>
    given(created(balance))
      .when(close)
      .refused({ type: 'BalanceNotZero', field: null, balance: text, currency: 'EUR' }),
  )
  test('while it holds money', () =>
    given(created(100n), placed(100n), withdrawn(100n, 0n))
      .when(close)
      .refused({ type: 'HoldsRemain', field: null, held: '1.00', currency: 'EUR' }))
  test.each(['debits', 'credits', 'all'] as const)('while %s are frozen', scope =>
    given(created(), frozenFor(scope))
      .when(close)
      .refused({ type: 'AccountFrozen', field: null, scope }),
  )
})

const COMMANDS: readonly Command[] = [
  deposit('1'),
  withdraw('1'),
  { type: 'SetOverdraftLimit', limit: '1' },
  { type: 'SetLimits', perDay: '1' },
  { type: 'PlaceHold', holdId: 'h2', amount: '1', expiresAt: EXPIRY, note: null },
  { type: 'CaptureHold', holdId: 'h1', amount: null },
  { type: 'ReleaseHold', holdId: 'h1' },
  { type: 'ExpireHold', holdId: 'h1' },
  freeze('all'),
  unfreeze,
  close,
  { type: 'RenameAccount', owner: 'Petr' },
  { type: 'SetReference', reference: 'B-2' },
  { type: 'AssignCustomer', customerId: 'petr' },
  { type: 'AssignSecondCustomer', second: { customerId: 'petr', rights: 'read' } },
]

describe('a closed account', () => {
  const expired = placed(100n, { expiresAt: NOW.toISOString() })
  const events = [created(100n), expired, withdrawn(100n, 0n), closed]
  const refusal = { type: 'AccountClosed', field: null } as const
  test.each(COMMANDS)('never changes again: $type', command =>
    given(...events)
      .when(command)
      .refused(refusal),
  )
  test('is not created again', () =>
    given(...events)
      .when(create())
      .refused({ type: 'AccountAlreadyExists', field: null }))
  test('pays nothing', () =>
    givenBoth(events, [createdOther()])
      .when({
        type: 'Transfer',
        transferId: 't',
        toAccountId: OTHER_ID,
        amount: '1',
        reference: null,
      })
      .refused(refusal))
  test('has nothing reversed', () =>
    givenBoth(events)
      .when({ type: 'ReverseEntry', version: 3, reason: 'x', allowOverdrawing: true, other: null })
      .refused(refusal))
})

describe('before there is an account', () => {
  test.each(COMMANDS)('nothing can be done on it: $type', command =>
    given().when(command).refused({ type: 'AccountNotFound', field: null }),
  )
})
