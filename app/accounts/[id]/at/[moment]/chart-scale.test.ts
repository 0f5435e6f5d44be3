import fc from 'fast-check'
import { expect, test } from 'vitest'
import { idleWords, longestIdles, minorOf, pointAt, scaleOf, stepPath } from './chart-scale'

const pointsOf = (...balances: string[]) =>
  balances.map((balance, index) => ({
    version: index + 1,
    occurredAt: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
    balance,
  }))

test('every balance lies inside the chart, in order, with few grid lines', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(-(10n ** 17n), 10n ** 17n), { minLength: 1, maxLength: 50 }),
      amounts => {
        const points = amounts.map((amount, index) => ({
          version: index + 1,
          occurredAt: '2026-01-01T00:00:00.000Z',
          balance: amount.toString(),
        }))
        const { y, lines } = scaleOf(points, 1, points.length)
        expect(lines.length).toBeLessThanOrEqual(6)
        for (const amount of amounts) {
          expect(y(amount)).toBeGreaterThanOrEqual(0)
          expect(y(amount)).toBeLessThanOrEqual(1)
        }
        expect(lines.map(y)).toEqual(lines.map(y).toSorted((a, b) => a - b))
      },
    ),
  )
})

test('the course is a step line: horizontal, then vertical', () => {
  const points = pointsOf('0.00', '100.00', '50.00')
  const path = stepPath(points, scaleOf(points, 1, 3))
  expect(path).toBe('M0 1000H500V0H1000V500')
  expect(stepPath(pointsOf('4.00'), scaleOf(pointsOf('4.00'), 1, 1))).toBe('M0 0H1000')
})

test('round lines: nothing in between is guessed', () => {
  expect(scaleOf(pointsOf('0.00', '87.31'), 1, 2).lines).toEqual([0n, 5000n, 10000n])
  expect(minorOf('-12.50')).toBe(-1250n)
})

test('the point of a version is the last one before it', () => {
  const points = pointsOf('1.00', '2.00', '3.00').filter(({ version }) => version !== 2)
  expect(pointAt(points, 2)?.version).toBe(1)
  expect(pointAt(points, 0)).toBeNull()
})

test('the longest times without an event are labelled, not those without a point', () => {
  const [first, second, third] = pointsOf('1.00', '2.00', '3.00')
  if (!first || !second || !third) throw new Error('There are three')
  const later = { ...third, occurredAt: '2029-01-01T00:00:00.000Z' }
  expect(longestIdles([first, second, later])).toEqual([{ before: 3, days: 1095 }])
  expect(longestIdles([first, later])).toEqual([])
  expect([40, 90, 1095].map(idleWords)).toEqual(['40 days', '2 months', '2 years'])
})
