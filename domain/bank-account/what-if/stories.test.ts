import { expect, test } from 'vitest'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { IMPORTER_ID } from '@/domain/bank-account/ledger'
import { created, deposited, OTHER_ID, withdrawn } from '@/domain/bank-account/testing/given'
import { type Change, openWhatIf, type RecordedOnce } from './what-if'

const START = Date.parse('2026-06-01T12:00:00Z')
const DAY_MS = 86_400_000
const NOW = new Date(START + 100 * DAY_MS)

const dayOf = (version: number) => new Date(START + (version - 1) * DAY_MS)

/** Events a day apart, each decided when it happened. */
const logOf = (...events: BankAccountEvent[]): RecordedOnce[] =>
  events.map((event, n) => {
    const at = dayOf(n + 1)
    return { version: n + 1, occurredAt: at, createdAt: at, actor: { id: 'u' }, event }
  })

function outcomesOf(log: readonly RecordedOnce[], said: Partial<Change>) {
  const whatIf = openWhatIf({ without: new Set(), rules: [], from: null, ...said })
  const outcomes = log.map(told => whatIf.add(told).outcome)
  return { outcomes, end: whatIf.end(NOW) }
}

const ACCEPTED = { kind: 'accepted' }
const LEFT_OUT = { kind: 'left-out' }
const refused = (refusal: object) => ({
  kind: 'refused',
  refusal: expect.objectContaining(refusal),
})

const HOLD_ID = '11111111-1111-4111-8111-111111111111'
const hold = { holdId: HOLD_ID, amount: 4000n, currency: 'EUR' } as const
const transfer = { id: HOLD_ID, accountId: OTHER_ID, number: 'x', owner: 'Petr Novák' }

test('without the salary the rent is refused, and what is small enough is not', () => {
  const log = logOf(created(1000n), deposited(50_000n, 51_000n), withdrawn(40_000n, 11_000n), {
    ...withdrawn(500n, 10_500n),
  })
  const { outcomes, end } = outcomesOf(log, { without: new Set([2]) })
  const rent = refused({ type: 'InsufficientFunds', available: '10.00', short: '390.00' })
  expect(outcomes).toEqual([ACCEPTED, LEFT_OUT, rent, ACCEPTED])
  expect(end?.whatIf.balance).toBe(500n)
})

test('the creation always happens', () => {
  const { outcomes } = outcomesOf(logOf(created(1000n)), { without: new Set([1]) })
  expect(outcomes).toEqual([ACCEPTED])
})

test('the reversal of an entry that did not happen finds none', () => {
  const log = logOf(created(), deposited(500n, 500n), {
    ...withdrawn(500n, 0n, 'Typing error'),
    reverses: 2,
    counter: 'corrections',
  })
  const { outcomes } = outcomesOf(log, { without: new Set([2]) })
  expect(outcomes).toEqual([ACCEPTED, LEFT_OUT, refused({ type: 'EntryNotFound' })])
})

test('what ends a hold that was not placed: a release is refused, an expiry changes nothing', () => {
  const placed = {
    type: 'HoldPlaced',
    ...hold,
    expiresAt: dayOf(3).toISOString(),
    note: null,
  } as const
  const expired = logOf(created(9000n), placed, { type: 'HoldExpired', ...hold })
  const without = new Set([2])
  expect(outcomesOf(expired, { without }).outcomes).toEqual([
    ACCEPTED,
    LEFT_OUT,
    { kind: 'unchanged' },
  ])
  const later = { ...placed, expiresAt: dayOf(9).toISOString() }
  const released = logOf(created(9000n), later, { type: 'HoldReleased', ...hold })
  expect(outcomesOf(released, { without }).outcomes).toEqual([
    ACCEPTED,
    LEFT_OUT,
    refused({ type: 'HoldNotFound' }),
  ])
})

test('a hold whose capture was refused goes on, and money is short because of it', () => {
  const placed = {
    type: 'HoldPlaced',
    ...hold,
    expiresAt: dayOf(9).toISOString(),
    note: null,
  } as const
  const freeze = { type: 'AccountFrozen', scope: 'debits', reason: 'Card lost' } as const
  const log = logOf(
    created(9000n),
    placed,
    freeze,
    { type: 'AccountUnfrozen' },
    { ...withdrawn(4000n, 5000n), holdId: HOLD_ID },
    withdrawn(5000n, 0n),
  )
  const { outcomes } = outcomesOf(log, { without: new Set([4]) })
  const frozen = refused({ type: 'AccountFrozen' })
  expect(outcomes).toEqual([ACCEPTED, ACCEPTED, ACCEPTED, LEFT_OUT, frozen, frozen])
})

test('a transfer from another account is decided on this side only', () => {
  const freeze = { type: 'AccountFrozen', scope: 'credits', reason: 'Investigation' } as const
  const arrived = { ...deposited(700n, 700n, 'Rent'), transfer }
  const log = logOf(created(), freeze, { type: 'AccountUnfrozen' }, arrived)
  expect(outcomesOf(log, { without: new Set([2]) }).outcomes.slice(2)).toEqual([
    refused({ type: 'AccountNotFrozen' }),
    ACCEPTED,
  ])
  expect(outcomesOf(log, { without: new Set([3]) }).outcomes.at(3)).toEqual(
    refused({ type: 'AccountFrozen' }),
  )
})

test('what was imported is kept, whatever it does to the balance', () => {
  const log = logOf(created(1000n), deposited(500n, 1500n), withdrawn(1500n, 0n))
  const imported = log.map(told => ({ ...told, actor: { id: IMPORTER_ID } }))
  const { outcomes, end } = outcomesOf(imported, { without: new Set([2]) })
  expect(outcomes.at(2)).toEqual({ kind: 'kept' })
  expect(end?.whatIf.balance).toBe(-500n)
})

test('what the rules of today don’t explain is kept', () => {
  const log = logOf(created(1000n), deposited(100n, 1100n), withdrawn(2000n, -900n))
  const { outcomes } = outcomesOf(log, { without: new Set([2]) })
  expect(outcomes.at(2)).toEqual({ kind: 'kept' })
})

test('a daily limit refuses what was sent after its moment, with the bank’s refusal', () => {
  const log = logOf(created(9000n), withdrawn(3000n, 6000n), withdrawn(3000n, 3000n))
  const rules = [{ type: 'SetLimits', perDay: '20.00', timeZone: 'UTC' }] as const
  const { outcomes, end } = outcomesOf(log, { rules, from: dayOf(2) })
  expect(outcomes).toEqual([
    ACCEPTED,
    ACCEPTED,
    refused({ type: 'LimitExceeded', limit: 'perDay', max: '20.00', left: '20.00' }),
  ])
  expect(end?.rules).toEqual([null])
})

test('a rule is a command too, and may be refused', () => {
  const limit = { type: 'OverdraftLimitSet', limit: 5000n, currency: 'EUR' } as const
  const log = logOf(created(), limit, withdrawn(3000n, -3000n))
  const rules = [{ type: 'SetOverdraftLimit', limit: '10.00' }] as const
  const { outcomes, end } = outcomesOf(log, { rules, from: dayOf(9) })
  expect(outcomes).toEqual([ACCEPTED, ACCEPTED, ACCEPTED])
  expect(end?.rules).toEqual([expect.objectContaining({ type: 'OverdraftInUse', used: '30.00' })])
})

test('a rule of the future is not sent yet', () => {
  const rules = [{ type: 'SetOverdraftLimit', limit: '10.00' }] as const
  const { end } = outcomesOf(logOf(created()), { rules, from: new Date(NOW.getTime() + 1) })
  expect(end?.whatIf.terms.overdraftLimit).toBe(0n)
})
