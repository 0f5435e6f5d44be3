import { describe, expect, test } from 'vitest'
import { accountNumber } from '@/domain/money/account-number'
import type { ReverseEntry } from './commands'
import type { BankAccountEvent } from './events'
import type { Entry, Facts } from './facts'
import { BALANCE_LIMIT, onOtherSide } from './rules'
import {
  closed,
  created,
  createdOther,
  deposited,
  frozenFor,
  givenBoth,
  ID,
  LIMIT,
  OTHER_ID,
  withdrawn,
} from './testing/given'

const ENTRY_AT = '2026-06-10T00:00:00.000Z'
const side = (accountId: string, owner: string) => ({
  id: 't1',
  accountId,
  number: accountNumber(accountId),
  owner,
})
const toPetr = side(OTHER_ID, 'Petr Novák')
const toJana = side(ID, 'Jana Nováková')
const sent = { ...withdrawn(100n, 400n, 'Rent'), transfer: toPetr }
const got = { ...deposited(100n, 100n, 'Rent'), transfer: toJana }
const backAt = (reverses: number) => ({ note: 'Wrong payee', reverses }) as const
const sentBack = { ...deposited(100n, 500n), ...backAt(2), transfer: toPetr }
const gotBack = { ...withdrawn(100n, 0n), ...backAt(3), transfer: toJana }

const reverse = (fields: Partial<ReverseEntry> = {}): ReverseEntry => ({
  type: 'ReverseEntry',
  version: 2,
  reason: 'Wrong payee',
  allowOverdrawing: false,
  other: { accountId: OTHER_ID, version: 3 },
  ...fields,
})
const entry = (event: BankAccountEvent, more: Partial<Entry> = {}): Facts => ({
  entry: { event, occurredAt: new Date(ENTRY_AT), reversedBy: null, ...more },
})
const since = (lowest: bigint, past: unknown = null): Facts => ({
  since: { lowest, highest: 500n, past: past as null, spent: 0n },
})
const both = (payer: BankAccountEvent[] = [], payee: BankAccountEvent[] = []) =>
  givenBoth([created(500n), sent, ...payer], [createdOther(), frozenFor('debits'), got, ...payee])
const OPEN = { type: 'AccountUnfrozen' } as const
const FACTS = { facts: entry(sent), otherFacts: entry(got) }

describe('a transfer is reversed', () => {
  test('on both sides', () => both([], [OPEN]).when(reverse(), FACTS).gives(sentBack, gotBack))
  test('from the side of the payee too', () =>
    givenBoth([created(), got], [createdOther(500n), sent])
      .when(reverse({ other: { accountId: OTHER_ID, version: 2 } }), {
        facts: entry(got),
        otherFacts: entry(sent),
      })
      .gives({ ...gotBack, reverses: 2 }, sentBack))
  test('on both sides as of one date', () =>
    both([], [OPEN])
      .when(reverse({ occurredAt: ENTRY_AT }), {
        facts: { ...FACTS.facts, ...since(400n) },
        otherFacts: { ...FACTS.otherFacts, ...since(100n) },
      })
      .gives(sentBack, gotBack, ENTRY_AT))
  test('as of the later side, where a clock was ahead', () => {
    const [first, second] = ['2026-06-30T12:00:00.001Z', '2026-06-30T12:00:00.002Z']
    const at = (instant: string) => ({ occurredAt: new Date(instant) })
    both([], [OPEN])
      .when(reverse(), { facts: entry(sent, at(first)), otherFacts: entry(got, at(second)) })
      .gives(sentBack, gotBack, second)
    both([], [OPEN])
      .when(reverse(), { facts: entry(sent, at(second)), otherFacts: entry(got, at(first)) })
      .gives(sentBack, gotBack, second)
    both([], [OPEN])
      .when(reverse(), { facts: entry(sent, at(second)), otherFacts: entry(got) })
      .gives(sentBack, gotBack, second)
  })
  test('beyond what the payee has, when that is confirmed', () =>
    both([], [OPEN, withdrawn(1n, 99n)])
      .when(reverse({ allowOverdrawing: true }), FACTS)
      .gives(sentBack, { ...gotBack, balance: -1n, overdrawn: true }))
})

describe('a transfer is not reversed', () => {
  const refusal = { field: 'to', currency: 'EUR' } as const
  test('on one side alone', () => {
    both([], [OPEN])
      .when(reverse({ other: null }), FACTS)
      .refused({ type: 'EntryNotFound', field: 'version' })
    both([], [OPEN])
      .when(reverse(), { ...FACTS, otherFacts: { entry: null } })
      .refused({ type: 'EntryNotFound', field: 'version' })
  })
  test('together with a side of another transfer, or with no transfer', () => {
    const another = { ...got, transfer: { ...toJana, id: 't2' } }
    const events = [created(500n), sent]
    for (const other of [another, deposited(100n, 100n)]) {
      givenBoth(events, [createdOther(), other])
        .when(reverse(), { facts: entry(sent), otherFacts: entry(other) })
        .refused({ type: 'EntryNotFound', field: 'version' })
    }
    givenBoth([created(500n), withdrawn(100n, 400n)], [createdOther(), got])
      .when(reverse(), { facts: entry(withdrawn(100n, 400n)), otherFacts: entry(got) })
      .refused({ type: 'EntryNotFound', field: 'version' })
  })
  test('twice', () => {
    both([], [OPEN])
      .when(reverse(), { ...FACTS, facts: entry(sent, { reversedBy: 4 }) })
      .refused({ type: 'AlreadyReversed', field: 'version', by: 4 })
    both([], [OPEN])
      .when(reverse(), { ...FACTS, otherFacts: entry(got, { reversedBy: 5 }) })
      .refused({ type: 'AlreadyReversed', field: 'version', by: 5 })
  })
  test('when the other account is closed', () =>
    both([], [closed]).when(reverse(), FACTS).refused({ type: 'AccountClosed', field: 'to' }))
  test('while the other account is frozen', () =>
    both()
      .when(reverse({ allowOverdrawing: true }), FACTS)
      .refused({ type: 'AccountFrozen', field: 'to', scope: 'debits' }))
  test('as of a time when the other account was frozen', () =>
    both([], [OPEN])
      .when(reverse({ occurredAt: ENTRY_AT }), {
        facts: { ...FACTS.facts, ...since(400n) },
        otherFacts: {
          ...FACTS.otherFacts,
          ...since(100n, { terms: { freeze: { scope: 'debits', reason: 'x' } } }),
        },
      })
      .refused({ type: 'AccountFrozen', field: 'occurredAt', scope: 'debits' }))
  test('while this account is frozen', () =>
    both([frozenFor('credits')], [OPEN])
      .when(reverse(), FACTS)
      .refused({ type: 'AccountFrozen', field: null, scope: 'credits' }))
  test('beyond what the other account has', () =>
    both([], [OPEN, withdrawn(1n, 99n)])
      .when(reverse(), FACTS)
      .refused({
        ...refusal,
        type: 'InsufficientFunds',
        available: '0.99',
        asked: '1.00',
        short: '0.01',
      }))
  test('beyond what the other account had since', () =>
    both([], [OPEN])
      .when(reverse({ occurredAt: ENTRY_AT }), {
        facts: { ...FACTS.facts, ...since(400n) },
        otherFacts: { ...FACTS.otherFacts, ...since(99n) },
      })
      .refused({ ...refusal, type: 'InsufficientFundsSince', lowest: '0.99', asked: '1.00' }))
  test('beyond what the other account can take', () =>
    givenBoth([created(), got], [createdOther(BALANCE_LIMIT), sent, deposited(100n, BALANCE_LIMIT)])
      .when(reverse(), { facts: entry(got), otherFacts: entry(sent) })
      .refused({ ...refusal, type: 'BalanceLimitExceeded', limit: LIMIT }))
})

test('other refusals name what they name, on either side', () =>
  expect(onOtherSide({ type: 'NotReversible', field: 'version' })).toEqual({
    type: 'NotReversible',
    field: 'version',
  }))
