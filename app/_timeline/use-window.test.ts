import fc from 'fast-check'
import { expect, test } from 'vitest'
import { STRETCH, stretchFor } from './use-window'

test('the stretch contains the line, lies in the list, and moves only near its edges', () => {
  const count = fc.integer({ min: 1, max: 3_000_000 })
  fc.assert(
    fc.property(count, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(), (count, at, base) => {
      const index = Math.min(count - 1, Math.floor(at * count))
      const start = stretchFor(Math.min(base, Math.max(0, count - STRETCH)), index, count)
      expect(start).toBeGreaterThanOrEqual(0)
      expect(start + Math.min(STRETCH, count)).toBeLessThanOrEqual(Math.max(count, STRETCH))
      expect(index).toBeGreaterThanOrEqual(start)
      expect(index).toBeLessThan(start + STRETCH)
      expect(stretchFor(start, index, count)).toBe(start)
    }),
  )
})
