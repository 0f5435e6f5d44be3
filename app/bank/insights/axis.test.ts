import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisOf, minorOf, percentOf } from './axis'

test('An axis has round figures, two to five of them, and reaches just above the largest value', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), most => {
      const axis = axisOf(most)
      const [zero, step = 0n] = axis
      expect(zero).toBe(0n)
      expect(axis.length).toBeGreaterThanOrEqual(2)
      expect(axis.length).toBeLessThanOrEqual(5)
      expect(axis).toEqual(axis.map((_, index) => step * BigInt(index)))
      expect(String(step)).toMatch(/^[125]0*$/)
      const top = axis.at(-1) ?? 0n
      expect(top >= most).toBe(true)
      if (most > 0n) expect(top - most < step).toBe(true)
    }),
  )
})

test('Every length on an axis is between 0 and 100 percent, in the order of the values', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 15n }), { minLength: 1 }), values => {
      const sorted = values.toSorted((a, b) => (a < b ? -1 : 1))
      const axis = axisOf(sorted.at(-1) ?? 0n)
      const lengths = sorted.map(value => percentOf(value, axis))
      expect(lengths).toEqual(lengths.toSorted((a, b) => a - b))
      expect(Math.min(...lengths)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...lengths)).toBeLessThanOrEqual(100)
    }),
  )
})

test('Decimal texts are read exactly', () => {
  expect(minorOf('1234567890123.45')).toBe(123_456_789_012_345n)
  expect(minorOf('-0.05')).toBe(5n)
  expect(minorOf('7')).toBe(7n)
})
