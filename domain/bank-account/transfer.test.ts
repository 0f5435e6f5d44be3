import { describe, expect, test } from 'vitest'
import { accountNumber } from '@/domain/money/account-number'
import { accountStream } from './account-stream'
import type { Transfer } from './commands'
import type { BankAccountEvent } from './events'
import { BALANCE_LIMIT } from './rules'
import {
  closed,
  context,
  created,
  createdOther,
  deposited,
  frozenFor,
  given,
  givenBoth,
  ID,
  LIMIT,
  OTHER_ID,
  overdraft,
  placed,
  withdrawn,
} from './testing/given'
import { payOut, transfer, transferOf } from './transfer'

const pay = (amount: string, fields: Partial<Transfer> = {}): Transfer => ({
  type: 'Transfer',
  transferId: 't1',
  toAccountId: OTHER_ID,
  amount,
  reference: null,
  ...fields,
})
const toJana = { id: 't1', accountId: ID, number: accountNumber(ID), owner: 'Jana Nováková' }
const toPetr = {
  id: 't1',
  accountId: OTHER_ID,
  number: accountNumber(OTHER_ID),
  owner: 'Petr Novák',
}
const out = (amount: bigint, balance: bigint, note: string | null = null) => ({
  ...withdrawn(amount, balance, note),
  transfer: toPetr,
})
const into = (amount: bigint, balance: bigint, note: string | null = null) => ({
  ...deposited(amount, balance, note),
  transfer: toJana,
})

describe('money is transferred', () => {
  test('with the other account on each side, down to nothing', () =>
    givenBoth([created(500n)], [createdOther(100n)])
      .when(pay('5.00'))
      .gives(out(500n, 0n), into(500n, 600n)))
  test('with the payer’s reference, trimmed', () =>
    givenBoth([created(500n)], [createdOther()])
      .when(pay('1', { reference: ` ${'r'.repeat(140)}\n` }))
      .gives(out(100n, 400n, 'r'.repeat(140)), into(100n, 100n, 'r'.repeat(140))))
  test('to the names that the accounts have now', () =>
    givenBoth(
      [created(500n), { type: 'AccountRenamed', owner: 'Jana Malá' }],
      [createdOther(), { type: 'AccountRenamed', owner: 'Petr Velký' }],
    )
      .when(pay('1'))
      .gives(
        { ...out(100n, 400n), transfer: { ...toPetr, owner: 'Petr Velký' } },
        { ...into(100n, 100n), transfer: { ...toJana, owner: 'Jana Malá' } },
      ))
  test('out of the overdraft', () =>
    givenBoth([created(500n), overdraft(100n)], [createdOther()])
      .when(pay('6'))
      .gives(out(600n, -100n), into(600n, 600n)))
  test('to an account below zero', () =>
    givenBoth([created(500n)], [createdOther(), withdrawn(700n, -700n)])
      .when(pay('5'))
      .gives(out(500n, 0n), into(500n, -200n)))
  test('while the payer receives nothing, and the payee pays nothing', () =>
    givenBoth([created(500n), frozenFor('credits')], [createdOther(), frozenFor('debits')])
      .when(pay('5'))
      .gives(out(500n, 0n), into(500n, 500n)))
  test('in another currency than the euro', () =>
    givenBoth([created(5n, 'JPY')], [createdOther(0n, 'JPY')])
      .when(pay('5'))
      .gives({ ...out(5n, 0n), currency: 'JPY' }, { ...into(5n, 5n), currency: 'JPY' }))
})

describe('money is not transferred', () => {
  const both = (payer: BankAccountEvent[] = [], payee: BankAccountEvent[] = []) =>
    givenBoth([created(500n), ...payer], [createdOther(), ...payee])

  test('to the same account', () =>
    both()
      .when(pay('1', { toAccountId: ID }))
      .refused({ type: 'SameAccount', field: 'to' }))
  test('to an account in another currency', () =>
    givenBoth([created(500n)], [createdOther(0n, 'JPY')])
      .when(pay('1'))
      .refused({ type: 'CurrencyMismatch', field: 'to', currency: 'EUR', other: 'JPY' }))
  test('from an account that is not there', () =>
    givenBoth([], [createdOther()])
      .when(pay('1'))
      .refused({ type: 'AccountNotFound', field: null }))
  test('to an account that is not there', () =>
    givenBoth([created(500n)])
      .when(pay('1'))
      .refused({ type: 'AccountNotFound', field: 'to' }))
  test('to a closed account', () =>
    both([], [closed]).when(pay('1')).refused({ type: 'AccountClosed', field: 'to' }))
  test.each(['debits', 'all'] as const)('while %s of the payer are frozen', scope =>
    both([frozenFor(scope)])
      .when(pay('1'))
      .refused({ type: 'AccountFrozen', field: null, scope }),
  )
  test.each(['credits', 'all'] as const)('while %s of the payee are frozen', scope =>
    both([], [frozenFor(scope)])
      .when(pay('1'))
      .refused({ type: 'AccountFrozen', field: 'to', scope }),
  )
  test('beyond what is available', () =>
    both([placed(100n), overdraft(50n)])
      .when(pay('4.51'))
      .refused({
        type: 'InsufficientFunds',
        field: 'amount',
        available: '4.50',
        asked: '4.51',
        short: '0.01',
        currency: 'EUR',
        holds: [{ amount: '1.00', expiresAt: placed(1n).expiresAt, note: null }],
      }))
  test('beyond what the payee’s account can take', () =>
    both([], [deposited(BALANCE_LIMIT, BALANCE_LIMIT)])
      .when(pay('0.01'))
      .refused({ type: 'BalanceLimitExceeded', field: 'to', limit: LIMIT, currency: 'EUR' }))
  test.each(['0', '-1'])('by %s', amount =>
    both().when(pay(amount)).refused({ type: 'AmountNotPositive', field: 'amount' }),
  )
  test('by what can’t be read', () =>
    both().when(pay('ten')).refused({ type: 'AmountMalformed', field: 'amount' }))
  test('with a reference longer than 140', () =>
    both()
      .when(pay('1', { reference: 'r'.repeat(141) }))
      .refused({ type: 'TextTooLong', field: 'reference', lengthMax: 140 }))
  test('with a reference that can’t be printed', () =>
    both()
      .when(pay('1', { reference: 'a\u0000b' }))
      .refused({ type: 'TextUnprintable', field: 'reference' }))
})

describe('a transfer', () => {
  test('is over the streams of both accounts, the payer’s first', () => {
    const [home, other] = [accountStream(ID), accountStream(OTHER_ID)]
    expect(transfer.streamsOf(home, pay('1'))).toEqual([home, other])
    expect(transfer.streamsOf(home, pay('1', { toAccountId: ID }))).toEqual([home])
  })
  test('has a payer', () =>
    expect(() => transfer.decide(pay('1'), [])).toThrow('A transfer has a payer'))
  test.each([
    pay('1'),
    {
      type: 'ReverseEntry',
      version: 2,
      reason: 'x',
      allowOverdrawing: false,
      other: null,
    } as const,
  ])('or a reversal is not decided by one account: $type', command =>
    expect(() => given(created(500n)).when(command)).toThrow(
      `${command.type} is decided over several accounts, by its operation`,
    ),
  )
  test('is decided on the payer’s side by a browser, which knows no more', () => {
    const payer = { ...created(500n), status: 'open', balance: 500n, secondCustomer: null } as const
    const terms = {
      overdraftLimit: 0n,
      holds: [],
      endedHolds: [],
      freeze: null,
      limits: null,
      spent: null,
    }
    const payee = { accountId: OTHER_ID, owner: 'Petr Novák', currency: 'EUR' }
    expect(payOut(pay('5'), { ...payer, terms }, payee, context())).toEqual({
      event: out(500n, 0n),
      occurredAt: null,
    })
  })
  test('is known from the events of its sides, and from no other', () => {
    expect(transferOf(out(1n, 0n))).toEqual(toPetr)
    expect(transferOf(into(1n, 1n))).toEqual(toJana)
    expect(transferOf(deposited(1n, 1n))).toBeNull()
    expect(transferOf(created())).toBeNull()
  })
})
