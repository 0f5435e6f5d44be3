import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ALERT_RULES } from '@/app/_wire/alerts'
import { judge, NO_MEMORY, type Reading } from './judge'
import { RULES, type Rule } from './rules'
import { createWindow } from './window'

const LAG: Rule = {
  ...{ name: 'feed-lag', severity: 'warning', worse: 'higher', raiseAt: 30, clearAt: 5 },
  ...{ raiseAfterMs: 15_000, clearAfterMs: 30_000 },
}
const FREE: Rule = { ...LAG, name: 'disk', worse: 'lower', raiseAt: 10, clearAt: 15 }

/** What changes, with readings that are 5 s apart: `raised @10` is the third. */
function changes(rule: Rule, values: readonly (number | null)[]): string[] {
  let memory = NO_MEMORY
  let isRaised = false
  return values.flatMap((value, n) => {
    const reading: Reading | null = value === null ? null : { value, about: null }
    const verdict = judge(rule, memory, reading, isRaised, n * 5_000)
    memory = verdict.memory
    if (!verdict.change) return []
    isRaised = verdict.change.to === 'raised'
    return [`${verdict.change.to} @${n * 5} since ${verdict.change.sinceMs / 1000}`]
  })
}

describe('an alert', () => {
  test.each<[string, Rule, (number | null)[], string[]]>([
    ['is raised when it is bad for long enough', LAG, [0, 31, 40, 30, 99], ['raised @20 since 5']],
    ['is not raised by a peak', LAG, [0, 90, 90, 29, 90, 90, 90], []],
    [
      'is over when it is good for long enough',
      LAG,
      [30, 30, 30, 30, ...Array(7).fill(5)],
      ['raised @15 since 0', 'cleared @50 since 20'],
    ],
    [
      'stays between the two values',
      LAG,
      [30, 30, 30, 30, ...Array(20).fill(6)],
      ['raised @15 since 0'],
    ],
    [
      'is over when there is nothing to measure',
      LAG,
      [30, 30, 30, 30, ...Array(7).fill(null)],
      ['raised @15 since 0', 'cleared @50 since 20'],
    ],
    [
      'may be about too little',
      FREE,
      [12, 10, 9, 8, 8, ...Array(7).fill(15)],
      ['raised @20 since 5', 'cleared @55 since 25'],
    ],
  ])('%s', (_, rule, values, expected) => {
    expect(changes(rule, values)).toEqual(expected)
  })

  test('never flaps: between two changes lie the times that its rule asks for', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 200 }), values => {
        const times = changes(LAG, values).map(told => Number(/@(\d+)/.exec(told)?.[1]))
        for (const [n, time] of times.entries()) {
          const before = times[n - 1]
          if (before !== undefined) expect(time - before).toBeGreaterThanOrEqual(n % 2 ? 30 : 15)
        }
      }),
    )
  })
})

test('every rule has thresholds in the right order, and times', () => {
  expect(RULES.map(({ name }) => name)).toEqual(ALERT_RULES)
  for (const { worse, raiseAt, clearAt, raiseAfterMs, clearAfterMs } of RULES) {
    expect(worse === 'higher' ? raiseAt > clearAt : raiseAt < clearAt).toBe(true)
    expect(Math.min(raiseAfterMs, clearAfterMs)).toBeGreaterThanOrEqual(0)
  }
})

test('growth is that of the window, of all processes, over restarts', () => {
  const growth = createWindow(60_000)
  const at = (counts: Record<string, number>, s: number) =>
    growth(new Map(Object.entries(counts)), s * 1_000)
  expect(at({ a: 100 }, 0)).toBe(0)
  expect(at({ a: 103 }, 30)).toBe(3)
  expect(at({ a: 103, b: 2 }, 60)).toBe(5)
  expect(at({ b: 2 }, 90)).toBe(2)
  expect(at({ b: 2 }, 121)).toBe(0)
})
