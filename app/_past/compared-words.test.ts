import { expect, test } from 'vitest'
import type { ComparedJson, ComparisonJson, LegJson } from '@/app/_wire/look-back'
import type { EventJson } from '@/app/_wire/types'
import { headlineOf, legWords, namesOf } from './compared-words'

const JULY = '2026-07-02T10:00:00.000Z'
const at = (version: number, count: string, asOf: string | null = null): ComparedJson => ({
  asOf,
  knownAt: null,
  byVersion: asOf === null,
  recordedAt: JULY,
  version,
  state: { subject: 'Visits', count },
})
const item = { event: { createdAt: JULY } as EventJson, side: 'added' } as const
const leg = (kind: LegJson['kind'], added: number, removed: number): LegJson => ({
  ...{ kind, added, removed, change: null, nextCursor: null },
  ...{ from: at(1, '0'), to: at(3, '5'), items: added > 0 ? [item] : [] },
})
const compared = (from: ComparedJson, to: ComparedJson): ComparisonJson => ({
  ...{ currency: null, change: null, people: {}, from, to },
  legs: [leg('recorded', 2, 0)],
})

test('two moments of a stream without money are compared by their fields', () => {
  expect(headlineOf(compared(at(1, '0'), at(3, '5')))).toBe('One field differs.')
  expect(headlineOf(compared(at(3, '5'), at(3, '5')))).toBe('Nothing changed.')
  const other = { ...at(3, '5'), state: { subject: 'Calls', count: '5' } }
  expect(headlineOf(compared(at(1, '0'), other))).toBe('2 fields differ.')
  expect(namesOf(compared(at(1, '0'), at(3, '5')), 'UTC')).toEqual([
    'after event 1, recorded 2 Jul 2026',
    'after event 3, recorded 2 Jul 2026',
  ])
})

test.each([
  ['recorded', 2, 0, '2 events in between.'],
  ['happened', 1, 0, 'One event in between.'],
  ['happened', 0, 0, 'No events in between.'],
  ['learned', 1, 0, 'One event recorded later, on 2 Jul 2026.'],
  ['learned', 0, 0, 'No events in between.'],
  ['happened', 0, 3, 'No events in between. 3 events at the earlier date only.'],
] as const)('and what was %s, %d and %d events, without amounts', (kind, added, removed, words) => {
  expect(legWords(leg(kind, added, removed), null, 'UTC')).toBe(words)
})

test('two moments of an account with the same balance tell what was available', () => {
  const account = (version: number, available: string): ComparedJson => ({
    ...at(version, ''),
    state: { balance: '100.00', available },
  })
  const of = (from: ComparedJson, to: ComparedJson) =>
    headlineOf({ ...compared(from, to), currency: 'EUR', change: '0.00' })
  expect(of(account(1, '100.00'), account(2, '40.00'))).toBe(
    'Same balance: 100.00 EUR at both dates. Available: 100.00 EUR, then 40.00 EUR.',
  )
  // A hold that has expired in between, before that was recorded.
  expect(of(account(2, '40.00'), account(2, '100.00'))).toMatch(/^Same balance: .* then 100.00 EUR/)
  expect(of(account(1, '40.00'), account(2, '40.00'))).toBe(
    'Same balance: 100.00 EUR at both dates.',
  )
  expect(of(account(2, '40.00'), account(2, '40.00'))).toBe(
    'Nothing changed: 100.00 EUR at both dates.',
  )
})
