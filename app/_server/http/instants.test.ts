import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readInstant } from './instants'

test.each([
  ['2026-06-30T23:59:59Z', '2026-06-30T23:59:59.000Z'],
  ['2026-06-30t23:59:59z', '2026-06-30T23:59:59.000Z'],
  ['2026-06-30T23:59:59.1239Z', '2026-06-30T23:59:59.123Z'],
  ['2026-06-30T23:59:59+02:00', '2026-06-30T21:59:59.000Z'],
  ['2024-02-29T00:00:00-12:45', '2024-02-29T12:45:00.000Z'],
])('%s is %s', (text, expected) => {
  expect(readInstant(text)).toEqual({ ok: true, instant: new Date(expected) })
})

test.each([
  '',
  'yesterday',
  '2026-06-30',
  '2026-06-30T23:59:59',
  '2026-06-30 23:59:59Z',
  '2026-06-30T23:59Z',
  '2026-06-30T24:00:00Z',
  '2026-06-30T23:60:00Z',
  '2026-06-30T23:59:60Z',
  '2026-06-31T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+01:00',
  '9999-12-31T23:59:59-01:00',
  '12026-06-30T23:59:59Z',
  '2026-06-30T23:59:59+24:00',
  `2026-06-30T23:59:59.${'1'.repeat(100)}Z`,
])('%j is no instant', text => {
  expect(readInstant(text)).toMatchObject({ ok: false })
})

test('every instant that the bank writes can be parsed', () => {
  const min = new Date('0001-01-01T00:00:00Z')
  const max = new Date('9999-12-31T23:59:59.999Z')
  fc.assert(
    fc.property(fc.date({ min, max, noInvalidDate: true }), instant => {
      expect(readInstant(instant.toISOString())).toEqual({ ok: true, instant })
    }),
  )
})

test('a + that became a space in the address is explained', () => {
  expect(readInstant('2026-06-30T23:59:59 02:00')).toMatchObject({
    fault: 'plus',
  })
})
