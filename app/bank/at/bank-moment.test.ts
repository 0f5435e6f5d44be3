import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEarlier, momentInTable, momentInWords } from './bank-moment'

const early = '2026-01-31T22:59:00.000Z'
const late = '2026-11-26T13:03:00.000Z'

test('Moments are written as dates in words in sentences, and in ISO order in tables', () => {
  expect(momentInWords({}, 'UTC')).toBe('as of now')
  expect(momentInWords({ asOf: late }, 'Europe/Prague')).toBe('as of 26 Nov 2026, 14:03')
  expect(momentInWords({ asOf: early, knownAt: late }, 'UTC')).toBe(
    'as of 31 Jan 2026, 22:59, using records as of 26 Nov 2026, 13:03',
  )
  expect(momentInTable({ asOf: early }, 'UTC')).toBe('2026-01-31 22:59')
  expect(momentInTable({ knownAt: late }, 'UTC')).toBe('now, records as of 2026-11-26 13:03')
})

test('The earlier moment is that of the earlier date, then that of the earlier records', () => {
  expect(isEarlier({ asOf: early }, { asOf: late })).toBe(true)
  expect(isEarlier({ asOf: early }, {})).toBe(true)
  expect(isEarlier({}, { asOf: late })).toBe(false)
  expect(isEarlier({ asOf: late, knownAt: early }, { asOf: late })).toBe(true)
  expect(isEarlier({ knownAt: early }, { asOf: late })).toBe(true)
  expect(isEarlier({}, {})).toBe(false)
})

test('Of two moments at most one is earlier', () => {
  const instant = fc.option(fc.constantFrom(early, late, '2026-05-05T05:05:05.000Z'), {
    nil: undefined,
  })
  const moment = fc.record({ asOf: instant, knownAt: instant })
  fc.assert(fc.property(moment, moment, (a, b) => !(isEarlier(a, b) && isEarlier(b, a))))
})
