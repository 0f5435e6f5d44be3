import { describe, expect, test } from 'vitest'
import type { Command } from './commands'
import { asksOf, asksOfReversal, instantOf, occurredAtOf } from './facts'
import { create, deposit, withdraw } from './testing/given'

const THEN = '2026-06-10T02:00:00+02:00'
const then = new Date('2026-06-10T00:00:00Z')
const setLimits = (timeZone?: string): Command => ({
  type: 'SetLimits',
  perDay: '1',
  ...(timeZone !== undefined && { timeZone }),
})
const reverse = (occurredAt?: string): Command => ({
  type: 'ReverseEntry',
  version: 7,
  reason: 'Wrong payee',
  allowOverdrawing: false,
  other: null,
  ...(occurredAt !== undefined && { occurredAt }),
})

describe('a command happened', () => {
  test('now when it creates an account', () => expect(occurredAtOf(create())).toBeNull())
  test('now when it says no date', () => expect(occurredAtOf(deposit('1'))).toBeNull())
  test('at no date when that can’t be read', () =>
    expect(occurredAtOf({ ...deposit('1'), occurredAt: 'yesterday' })).toBeNull())
  test('at the date it says', () =>
    expect(occurredAtOf({ ...withdraw('1'), occurredAt: THEN })).toEqual(then))
})

describe('an instant', () => {
  test('is read', () => expect(instantOf(THEN)).toEqual(then))
  test.each(['', 'yesterday'])('is not %j', text => expect(instantOf(text)).toBeNull())
})

describe('a decision asks', () => {
  test('for nothing beside the state', () => expect(asksOf(deposit('1'))).toBeNull())
  test('for what held since the date of a late posting', () =>
    expect(asksOf({ ...withdraw('1'), occurredAt: THEN })).toEqual({ since: then }))
  test('for nothing since a date that can’t be read', () =>
    expect(asksOf({ ...withdraw('1'), occurredAt: 'yesterday' })).toBeNull())
  test('for what went out today, when limits are set', () =>
    expect(asksOf(setLimits())).toEqual({ spentIn: null }))
  test('for what went out today in the zone of new limits', () =>
    expect(asksOf(setLimits(' Europe/Prague '))).toEqual({ spentIn: 'Europe/Prague' }))
  test.each(['', ' ', 'Europe/Nowhere'])('in no zone when that is %j', zone =>
    expect(asksOf(setLimits(zone))).toEqual({ spentIn: null }),
  )
  test('for the entry that is reversed', () =>
    expect(asksOfReversal(7, reverse())).toEqual({ entry: 7 }))
  test('for the entry that is reversed late, and what held since', () =>
    expect(asksOfReversal(7, reverse(THEN))).toEqual({ entry: 7, since: then }))
})
