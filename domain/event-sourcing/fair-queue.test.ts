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
    expect(namesOf(queue.take(9, 0.5))).toEqual(['1', '2'])
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
