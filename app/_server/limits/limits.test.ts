import { expect, test } from 'vitest'
import { LIMITS, readLimits } from './limits.mjs'
import { secondsOf, waitInWords } from './wait-in-words'

test('limits have their standard values, or what is set', () => {
  expect(readLimits({})).toEqual({
    ...{ signIns: 10, addressSignIns: 200, commands: 120_000 },
    ...{ exports: 120, searches: 1_200, numbers: 30 },
  })
  expect(readLimits({ DAYBOOK_EXPORTS_PER_MINUTE: '7' }).exports).toBe(7)
})

test.each(Object.values(LIMITS))('$variable must be a number', ({ variable }) => {
  for (const text of ['0', '-1', '1.5', 'off', '100000001', '1e3']) {
    expect(() => readLimits({ [variable]: text })).toThrow(
      `${variable} is “${text}”; it must be a whole number from 1 to 100000000.`,
    )
  }
})

test.each([
  [1, '1 second'],
  [1_000, '1 second'],
  [1_001, '2 seconds'],
  [33_400, '34 seconds'],
  [119_000, '119 seconds'],
  [121_000, '3 minutes'],
])('a wait of %i ms is told as %s', (ms, words) => {
  expect(waitInWords(secondsOf(ms))).toBe(words)
})
