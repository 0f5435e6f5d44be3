import { describe, expect, test } from 'vitest'
import { activeHolds, availableAt, availableInLog, heldAt, standingOf } from './available'
import { type Account, bankAccount, evolve, initial } from './bank-account'
import type { BankAccountEvent } from './events'
import { closed, created, EXPIRY, frozenFor, overdraft, placed, withdrawn } from './testing/given'

const having = (...events: BankAccountEvent[]) => events.reduce(evolve, initial) as Account
const expiry = new Date(EXPIRY)
const before = new Date(expiry.getTime() - 1)
const later = placed(20n, { holdId: 'h2', expiresAt: '2026-07-03T12:00:00.001Z' })

describe('what is available', () => {
  test('is the balance', () => expect(availableAt(having(created(500n)), before)).toBe(500n))
  test('is less by what is held, until that expires', () => {
    const account = having(created(500n), placed(300n), later)
    expect(heldAt(account, before)).toBe(320n)
    expect(availableAt(account, before)).toBe(180n)
    expect(heldAt(account, expiry)).toBe(20n)
    expect(availableAt(account, expiry)).toBe(480n)
    expect(activeHolds(account, expiry)).toEqual([account.terms.holds[1]])
  })
  test('is more by the overdraft', () =>
    expect(availableAt(having(created(500n), overdraft(1000n), placed(300n)), before)).toBe(1200n))
  test('may be below zero', () =>
    expect(availableAt(having(created(500n), placed(300n), withdrawn(400n, 100n)), before)).toBe(
      -200n,
    ))
  test('counts every hold that no event has ended, in the log', () => {
    const account = having(created(500n), overdraft(1000n), placed(300n), later)
    expect(availableInLog(account)).toBe(1180n)
    expect(bankAccount.block?.of(account)).toEqual({ lowest: 1180n, highest: 500n })
  })
})

describe('an account is', () => {
  test('open', () => expect(standingOf(having(created()))).toBe('open'))
  test.each(['debits', 'credits', 'all'] as const)('frozen for %s', scope =>
    expect(standingOf(having(created(), frozenFor(scope)))).toBe('frozen'),
  )
  test('open when it is unfrozen', () =>
    expect(standingOf(having(created(), frozenFor('all'), { type: 'AccountUnfrozen' }))).toBe(
      'open',
    ))
  test('closed', () => expect(standingOf(having(created(), closed))).toBe('closed'))
  test('closed rather than frozen', () =>
    expect(standingOf(having(created(), frozenFor('all'), closed))).toBe('closed'))
})
