import { expect, test } from 'vitest'
import { momentOf } from './moment-text'

test('an address is parsed to its moment', () => {
  expect(momentOf('v57', undefined)).toEqual({ moment: { version: 57 } })
  expect(momentOf('now', undefined)).toEqual({ moment: {} })
  expect(momentOf('2026-06-30T21%3A59%3A59.999Z', undefined)).toEqual({
    moment: { asOf: '2026-06-30T21:59:59.999Z' },
  })
  expect(momentOf('2026-06-30T21:59:59Z', '2026-07-02T00:00:00Z')).toEqual({
    moment: { asOf: '2026-06-30T21:59:59Z', knownAt: '2026-07-02T00:00:00Z' },
  })
})

test.each(['%', '%zz', 'v', 'v1.5', 'v99999999999', '../x'])('%j breaks nothing', segment => {
  expect(momentOf(segment, undefined)).toEqual({ moment: { asOf: segment } })
})

test('contradictory parameters are refused, never partly ignored', () => {
  expect(momentOf('v57', '2026-07-02T00:00:00Z')).toEqual({
    fault: { field: 'knownAt', reason: 'with-version' },
  })
  expect(momentOf('2026-06-30T21:59:59Z', ['a', 'b'])).toEqual({
    fault: { field: 'knownAt', reason: 'twice' },
  })
})
