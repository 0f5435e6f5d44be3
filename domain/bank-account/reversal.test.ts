import { describe, expect, test } from 'vitest'
import { accountStream } from './account-stream'
import type { ReverseEntry } from './commands'
import type { BankAccountEvent } from './events'
import type { Entry } from './facts'
import { reversal } from './reversal'
import { BALANCE_LIMIT } from './rules'
import {
  closed,
  created,
  deposited,
  frozenFor,
  givenBoth,
  ID,
  LIMIT,
  limited,
  overdraft,
  placed,
  withdrawn,
} from './testing/given'

const ENTRY_AT = '2026-06-10T00:00:00.000Z'
const reverse = (fields: Partial<ReverseEntry> = {}): ReverseEntry => ({
  type: 'ReverseEntry',
  version: 2,
  reason: 'Wrong amount',
  allowOverdrawing: false,
  other: null,
  ...fields,
})
const of = (event: BankAccountEvent, more: Partial<Entry> = {}) => ({
  facts: { entry: { event, occurredAt: new Date(ENTRY_AT), reversedBy: null, ...more } },
})
/** The events of an account and its second one, which is to be reversed. */
const reversing = (event: BankAccountEvent, ...rest: BankAccountEvent[]) => {
  const both = givenBoth([created(500n), event, ...rest])
  return {
    when: (fields: Partial<ReverseEntry> = {}, more: Partial<Entry> = {}) =>
      both.when(reverse(fields), of(event, more)),
  }
}
const back = (event: BankAccountEvent, fields = {}) => ({
  ...event,
  note: 'Wrong amount',
  counter: 'corrections' as const,
  reverses: 2,
  ...fields,
})
const paidIn = deposited(100n, 600n, 'Rent')
const paidOut = withdrawn(100n, 400n, 'Cash')
const short = { type: 'InsufficientFunds', field: 'amount', currency: 'EUR' } as const

describe('an entry is reversed', () => {
  test('that brought money in, as a correction', () =>
    reversing(paidIn)
      .when()
      .gives(back(withdrawn(100n, 500n))))
  test('that took money out', () =>
    reversing(paidOut)
      .when()
      .gives(back(deposited(100n, 500n))))
  test('for a reason, trimmed', () =>
    reversing(paidIn)
      .when({ reason: ` ${'r'.repeat(200)} ` })
      .gives(back(withdrawn(100n, 500n), { note: 'r'.repeat(200) })))
  test.each(['interest', 'fees'] as const)('back to the %s that it was', counter =>
    reversing({ ...paidOut, counter })
      .when()
      .gives(back(deposited(100n, 500n), { counter })),
  )
  test('that captured a hold, without placing it again', () =>
    reversing({ ...paidOut, holdId: 'h1' })
      .when()
      .gives(back(deposited(100n, 500n))))
  test('out of the overdraft', () =>
    reversing(paidIn, withdrawn(600n, 0n), overdraft(100n))
      .when()
      .gives(back(withdrawn(100n, -100n))))
  test('whatever the limits for movements and days', () =>
    reversing(paidIn, limited({ perMovement: 1n, perDay: 1n }))
      .when()
      .gives(back(withdrawn(100n, 500n))))
  test('on an account that is frozen the other way', () => {
    reversing(paidIn, frozenFor('credits'))
      .when()
      .gives(back(withdrawn(100n, 500n)))
    reversing(paidOut, frozenFor('debits'))
      .when()
      .gives(back(deposited(100n, 500n)))
  })
  test('beyond what is available, when that is confirmed, and recorded so', () =>
    reversing(paidIn, withdrawn(501n, 99n))
      .when({ allowOverdrawing: true })
      .gives(back(withdrawn(100n, -1n), { overdrawn: true })))
  test('with nothing recorded as overdrawn where nothing is', () =>
    reversing(paidIn, withdrawn(500n, 100n))
      .when({ allowOverdrawing: true })
      .gives(back(withdrawn(100n, 0n))))
})

describe('an entry is not reversed', () => {
  test.each(['', ' '])('for the reason %j', reason =>
    reversing(paidIn).when({ reason }).refused({ type: 'ReasonMissing', field: 'reason' }),
  )
  test('for a reason longer than 200', () =>
    reversing(paidIn)
      .when({ reason: 'r'.repeat(201) })
      .refused({ type: 'TextTooLong', field: 'reason', lengthMax: 200 }))
  test('for a reason that can’t be printed', () =>
    reversing(paidIn)
      .when({ reason: 'a\u0000b' })
      .refused({ type: 'TextUnprintable', field: 'reason' }))
  test('on an account that is not there', () =>
    givenBoth([]).when(reverse()).refused({ type: 'AccountNotFound', field: null }))
  test.each([{}, { entry: null }])('when it is not there: %o', facts =>
    givenBoth([created(500n)])
      .when(reverse(), { facts })
      .refused({ type: 'EntryNotFound', field: 'version' }),
  )
  test('when nothing is known of it', () =>
    givenBoth([created(500n)])
      .when(reverse(), { facts: null })
      .refused({ type: 'EntryNotFound', field: 'version' }))
  test('twice', () =>
    reversing(paidIn)
      .when({}, { reversedBy: 3 })
      .refused({ type: 'AlreadyReversed', field: 'version', by: 3 }))
  test.each([created(500n), placed(100n), frozenFor('all')])(
    'when it is no movement: $type',
    event =>
      givenBoth([created(500n)])
        .when(reverse(), of(event))
        .refused({ type: 'NotReversible', field: 'version' }),
  )
  test('when it is a reversal', () =>
    reversing({ ...paidIn, reverses: 1 })
      .when()
      .refused({ type: 'NotReversible', field: 'version' }))
  test('beyond what is available', () =>
    reversing(paidIn, withdrawn(501n, 99n))
      .when()
      .refused({ ...short, available: '0.99', asked: '1.00', short: '0.01' }))
  test('out of what is held', () =>
    reversing(paidIn, placed(501n))
      .when()
      .refused({
        ...short,
        available: '0.99',
        asked: '1.00',
        short: '0.01',
        holds: [{ amount: '5.01', expiresAt: placed(1n).expiresAt, note: null }],
      }))
  test('beyond the greatest balance', () =>
    reversing(paidOut, deposited(BALANCE_LIMIT, BALANCE_LIMIT))
      .when()
      .refused({ type: 'BalanceLimitExceeded', field: 'amount', limit: LIMIT, currency: 'EUR' }))
  test.each([
    ['debits', paidIn],
    ['all', paidIn],
    ['credits', paidOut],
    ['all', paidOut],
  ] as const)('while %s are frozen (%o)', (scope, event) =>
    reversing(event, frozenFor(scope))
      .when({ allowOverdrawing: true })
      .refused({ type: 'AccountFrozen', field: null, scope }),
  )
  test('on a closed account', () =>
    reversing(paidIn, closed).when().refused({ type: 'AccountClosed', field: null }))
})

describe('the date of a reversal', () => {
  const LATER = '2026-06-10T00:00:00.001Z'
  const late = (event: BankAccountEvent, fields: Partial<ReverseEntry>, lowest = 600n) => {
    const { entry } = of(event).facts
    const since = { lowest, highest: 600n, past: null, spent: 0n }
    return givenBoth([created(500n), event]).when(reverse(fields), { facts: { entry, since } })
  }

  test.each([ENTRY_AT, LATER])('is that of the entry, or later: %s', occurredAt =>
    late(paidIn, { occurredAt }).gives(back(withdrawn(100n, 500n)), undefined, occurredAt),
  )
  test('is never before the entry', () =>
    late(paidIn, { occurredAt: '2026-06-09T23:59:59.999Z' }).refused({
      type: 'MomentBeforeEntry',
      field: 'occurredAt',
      entryAt: ENTRY_AT,
    }))
  test('is that of the entry, where a clock was ahead of this one', () => {
    const entryAt = '2026-06-30T12:00:00.001Z'
    reversing(paidIn)
      .when({}, { occurredAt: new Date(entryAt) })
      .gives(back(withdrawn(100n, 500n)), undefined, entryAt)
    reversing(paidIn)
      .when({}, { occurredAt: new Date('2026-06-30T12:00:00.000Z') })
      .gives(back(withdrawn(100n, 500n)))
  })
  test('is none where the reversal is refused, ahead or not', () =>
    reversing(paidIn, frozenFor('all'))
      .when({}, { occurredAt: new Date('2026-06-30T12:00:00.001Z') })
      .refused({ type: 'AccountFrozen', field: null, scope: 'all' }))
  test.each([
    ['2026-06-30T12:00:00.001Z', 'MomentInFuture'],
    ['yesterday', 'MomentMalformed'],
  ] as const)('is not %s', (occurredAt, type) =>
    late(paidIn, { occurredAt }).refused({ type, field: 'occurredAt' }),
  )
  test('has every balance since covered', () =>
    late(paidIn, { occurredAt: ENTRY_AT }, 99n).refused({
      type: 'InsufficientFundsSince',
      field: 'amount',
      lowest: '0.99',
      asked: '1.00',
      currency: 'EUR',
    }))
  test('has no balance since to cover where money comes back', () =>
    late(paidOut, { occurredAt: ENTRY_AT }, 99n).gives(
      back(deposited(100n, 500n)),
      undefined,
      ENTRY_AT,
    ))
  test('has a balance since overdrawn when that is confirmed, and recorded so', () => {
    const fields = { occurredAt: ENTRY_AT, allowOverdrawing: true }
    late(paidIn, fields, 99n).gives(
      back(withdrawn(100n, 500n), { overdrawn: true }),
      undefined,
      ENTRY_AT,
    )
    late(paidIn, fields, 100n).gives(back(withdrawn(100n, 500n)), undefined, ENTRY_AT)
    late(paidOut, fields, 99n).gives(back(deposited(100n, 500n)), undefined, ENTRY_AT)
  })
})

describe('a reversal', () => {
  const home = accountStream(ID)
  const other = { accountId: 'b', version: 7 }
  test('is over the stream of the account, and that of a transfer’s other side', () => {
    expect(reversal.streamsOf(home, reverse())).toEqual([home])
    expect(reversal.streamsOf(home, reverse({ other }))).toEqual([home, accountStream('b')])
  })
  test('asks for its entry on each, and for what held since', () => {
    const command = reverse({ other, occurredAt: ENTRY_AT })
    const since = new Date(ENTRY_AT)
    expect(reversal.asks?.(command, home)).toEqual({ entry: 2, since })
    expect(reversal.asks?.(command, accountStream('b'))).toEqual({ entry: 7, since })
    expect(reversal.asks?.(reverse(), home)).toEqual({ entry: 2 })
  })
})
