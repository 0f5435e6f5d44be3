import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCounter } from './counter'

/** A clock and the count of all instances, as the database has it. */
function openShared() {
  let nowMs = 0
  const points = new Map<string, number>()
  const asked: number[] = []
  return {
    points,
    asked,
    now: () => nowMs,
    wait: (ms: number) => {
      nowMs += ms
    },
    add: async (key: string, more: number) => {
      asked.push(more)
      points.set(key, (points.get(key) ?? 0) + more)
      return { points: points.get(key) ?? 0, leftMs: 60_000 - nowMs }
    },
  }
}

const answered = () => new Promise(resolve => setImmediate(resolve))

test('up to the limit is let through in a minute, then the true wait is told', () => {
  const shared = openShared()
  const { take } = createCounter(5, shared.add, shared.now)
  expect([1, 2, 3, 4, 5].map(() => take('a'))).toEqual([0, 0, 0, 0, 0])
  shared.wait(20_000)
  expect(take('a')).toBe(40_000)
  expect(take('b')).toBe(0)
  shared.wait(39_999)
  expect(take('a')).toBe(1)
  shared.wait(1)
  expect(take('a')).toBe(0)
})

test('several are counted whole or not at all, and an array above the limit passes once', () => {
  const shared = openShared()
  const { take } = createCounter(100, shared.add, shared.now)
  expect(take('a', 60)).toBe(0)
  expect(take('a', 41)).toBeGreaterThan(0)
  expect(take('a', 40)).toBe(0)
  expect(take('b', 1_000)).toBe(0)
  expect(take('b')).toBeGreaterThan(0)
})

test('the database is asked once for each tenth of the limit, and not below it', async () => {
  const shared = openShared()
  const { take } = createCounter(1_000, shared.add, shared.now)
  for (let n = 0; n < 99; n++) take('a')
  expect(shared.asked).toEqual([])
  for (let n = 99; n < 300; n++) {
    take('a')
    await answered()
  }
  expect(shared.asked).toEqual([100, 100, 100])
})

test('instances share the limit, and let through a tenth too much at most', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(2), { minLength: 200, maxLength: 400 }),
      fc.integer({ min: 1, max: 100 }),
      async (turns, max) => {
        const shared = openShared()
        const instances = [0, 1, 2].map(() => createCounter(max, shared.add, shared.now))
        let passed = 0
        for (const turn of turns) {
          if (instances[turn]?.take('a') === 0) passed += 1
          await answered()
        }
        const share = Math.max(1, Math.floor(max / 10))
        expect(passed).toBeLessThanOrEqual(max + 3 * share)
        expect(passed).toBeGreaterThanOrEqual(Math.min(max, turns.length))
      },
    ),
    { seed: Number(process.env.SEED), numRuns: 50 },
  )
})

test('while the database is away, each instance counts for itself', async () => {
  const { now } = openShared()
  const { take } = createCounter(20, () => Promise.reject(new Error('away')), now)
  for (let n = 0; n < 20; n++) {
    expect(take('a')).toBe(0)
    await answered()
  }
  expect(take('a')).toBeGreaterThan(0)
})
