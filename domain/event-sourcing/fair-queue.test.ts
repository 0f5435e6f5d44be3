import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFairQueue } from './fair-queue'

type Item = { readonly name: string; readonly lanes: readonly string[] }

const item = (name: string, ...lanes: string[]): Item => ({ name, lanes })
const namesOf = (items: readonly Item[]) => items.map(({ name }) => name)

function open(...items: readonly Item[]) {
  const queue = createFairQueue<Item>(({ lanes }) => lanes)
  for (const one of items) queue.add(one)
  return queue
}

/** So many items in each of these lanes, such as `a1`, `a2`. */
const filled = (counts: Readonly<Record<string, number>>) =>
  open(
    ...Object.entries(counts).flatMap(([lane, count]) =>
      Array.from({ length: count }, (_, n) => item(`${lane}${n + 1}`, lane)),
    ),
  )

describe('lanes', () => {
  test.each([
    ['none', {}, 9, 1, ''],
    ['one that has fewer than are asked for', { a: 2 }, 9, 1, 'a1 a2'],
    ['one that has more', { a: 9 }, 3, 1, 'a1 a2 a3'],
    ['a hot one and a cold one', { a: 9, b: 1 }, 4, 1, 'a1 a2 b1 a3'],
    ['the first ones, when there are more than are asked for', { a: 1, b: 1, c: 1 }, 2, 1, 'a1 b1'],
    ['half of them', { a: 2, b: 2, c: 2, d: 2 }, 9, 0.5, 'a1 a2 b1 b2'],
    ['a third of four, which is two', { a: 1, b: 1, c: 1, d: 1 }, 9, 1 / 3, 'a1 b1'],
    ['one at least', { a: 1, b: 1 }, 9, 0.1, 'a1'],
    [
      'what is left, in equal parts of those that have more',
      { a: 3, b: 1, c: 1, d: 9, e: 9 },
      15,
      1,
      'a1 a2 a3 b1 c1 d1 d2 d3 e1 e2 e3 d4 d5 e4 e5',
    ],
  ])('give: %s', (_, counts, max, share, expected) => {
    const queue = filled(counts)
    const size = queue.size
    const taken = queue.take(max, share)
    expect(namesOf(taken).join(' ')).toBe(expected)
    expect(queue.size).toBe(size - taken.length)
  })

  test('give nothing more until what was taken of them is freed', () => {
    const queue = filled({ a: 3 })
    const first = queue.take(1, 1)
    expect(queue.take(9, 1)).toEqual([])
    queue.add(item('a4', 'a'))
    expect(queue.take(9, 1)).toEqual([])
    queue.free(first)
    expect(namesOf(queue.take(9, 1))).toEqual(['a2', 'a3', 'a4'])
  })

  test('give in turn: the one that has waited longest comes first', () => {
    const queue = filled({ a: 3, b: 3 })
    const turns: string[] = []
    for (let n = 0; n < 4; n++) {
      const taken = queue.take(1, 1)
      turns.push(...namesOf(taken))
      queue.free(taken)
    }
    expect(turns).toEqual(['a1', 'b1', 'a2', 'b2'])
  })

  test('have no share while they are taken, or empty', () => {
    const queue = filled({ a: 2, b: 1, c: 1, d: 1 })
    const [first] = [queue.take(1, 1)]
    queue.add(item('a3', 'a'))
    expect(namesOf(queue.take(9, 0.3))).toEqual(['b1'])
    queue.free([item('b1', 'b')])
    expect(namesOf(queue.take(9, 0.5))).toEqual(['c1'])
    queue.free(first)
    expect(namesOf(queue.take(9, 1))).toEqual(['d1', 'a2', 'a3'])
  })

  test('get back what was undone, in its order and before the rest', () => {
    const queue = filled({ a: 3, b: 1 })
    const taken = queue.take(4, 1)
    expect(namesOf(taken)).toEqual(['a1', 'a2', 'b1', 'a3'])
    queue.add(item('a4', 'a'))
    const undone = taken.filter(({ name }) => name === 'a2' || name === 'a3')
    queue.free(taken, undone)
    expect(queue.size).toBe(3)
    expect(namesOf(queue.take(9, 1))).toEqual(['a2', 'a3', 'a4'])
  })
})

describe('an item in two lanes', () => {
  test('is taken with what comes before it in both', () => {
    const queue = open(item('1', 'a'), item('2', 'b'), item('3', 'a', 'b'), item('4', 'b'))
    expect(namesOf(queue.take(9, 1)).toSorted()).toEqual(['1', '2', '3', '4'])
    expect(queue.size).toBe(0)
  })

  test('waits while one of its lanes is taken, and holds up what comes after it there', () => {
    const queue = open(item('1', 'b'))
    const first = queue.take(9, 1)
    for (const one of [item('2', 'a', 'b'), item('3', 'a'), item('4', 'c')]) queue.add(one)
    expect(namesOf(queue.take(9, 1))).toEqual(['4'])
    expect(queue.take(9, 1)).toEqual([])
    queue.free(first)
    expect(namesOf(queue.take(9, 1))).toEqual(['2', '3'])
  })

  test('and another in the opposite order are taken in the order of their coming', () => {
    const queue = open(item('1', 'a', 'b'), item('2', 'b', 'a'))
    const [first, second] = [queue.take(1, 1), queue.take(1, 1)]
    expect(namesOf(first)).toEqual(['1'])
    expect(second).toEqual([])
    queue.free(first)
    expect(namesOf(queue.take(1, 1))).toEqual(['2'])
  })

  test('does not keep a small share of the lanes from giving', () => {
    const queue = open(item('1', 'b'), item('2', 'a', 'b'), item('3', 'a'))
    const taken = open(item('2', 'a'), item('1', 'b'), item('3', 'a', 'b')).take(9, 0.5)
    expect(namesOf(taken)).toEqual(['2'])
    expect(namesOf(queue.take(9, 0.5))).toEqual(['1', '2', '3'])
  })

  test('lets its other lanes give too, which are held anyway, until none has a free head', () => {
    const chain = [item('1', 'a', 'b'), item('2', 'b', 'c'), item('3', 'c', 'd'), item('4', 'd')]
    const apart = [item('5', 'e'), item('6', 'f', 'd'), item('7', 'f')]
    const queue = open(...chain, ...apart)
    expect(namesOf(queue.take(9, 0.1))).toEqual(['1', '2', '3', '4', '6', '7'])
    expect(namesOf(queue.take(9, 1))).toEqual(['5'])
  })

  test('goes back to the heads of both lanes when it is undone', () => {
    const queue = open(item('1', 'a', 'b'))
    const taken = queue.take(9, 1)
    for (const one of [item('2', 'a'), item('3', 'b')]) queue.add(one)
    queue.free(taken, taken)
    expect(queue.size).toBe(3)
    expect(namesOf(queue.take(1, 1))).toEqual(['1'])
  })
})

test('whatever comes and ends when: lanes keep their order, are worked on once, and never stop', () => {
  const lanes = fc.shuffledSubarray(['a', 'b', 'c', 'd'], { minLength: 1, maxLength: 3 })
  const step = fc.oneof(
    fc.record({ add: lanes }),
    fc.record({ take: fc.integer({ min: 1, max: 4 }), share: fc.constantFrom(0.3, 0.5, 1) }),
    fc.record({ free: fc.nat(3), undone: fc.nat(4) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const queue = createFairQueue<Item>(one => one.lanes)
      const underWay: Item[][] = []
      const done: Item[] = []
      let added = 0
      const end = (batch: Item[], undone: readonly Item[]) => {
        underWay.splice(underWay.indexOf(batch), 1)
        queue.free(batch, undone)
        done.push(...batch.filter(one => !undone.includes(one)))
      }
      for (const one of steps) {
        if ('add' in one) queue.add(item(String(added++), ...one.add))
        else if ('take' in one) {
          const batch = queue.take(one.take, one.share)
          expect(batch.length).toBeLessThanOrEqual(one.take)
          if (underWay.length === 0 && queue.size > 0) expect(batch.length).toBeGreaterThan(0)
          const busy = new Set(underWay.flat().flatMap(({ lanes }) => lanes))
          for (const { lanes } of batch) for (const lane of lanes) expect(busy).not.toContain(lane)
          if (batch.length > 0) underWay.push(batch)
        } else {
          const batch = underWay[one.free % Math.max(1, underWay.length)]
          // What is undone is the rest of a batch, as one that failed in the middle leaves it.
          if (batch) end(batch, batch.slice(batch.length - Math.min(one.undone, batch.length)))
        }
      }
      while (underWay[0]) end(underWay[0], [])
      for (let batch = queue.take(9, 1); batch.length > 0; batch = queue.take(9, 1)) {
        underWay.push(batch)
        end(batch, [])
      }
      expect(queue.size).toBe(0)
      expect(done).toHaveLength(added)
      for (const lane of ['a', 'b', 'c', 'd']) {
        const numbers = done.filter(one => one.lanes.includes(lane)).map(one => Number(one.name))
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
      }
    }),
    { numRuns: 1_000 },
  )
}, 60_000)
