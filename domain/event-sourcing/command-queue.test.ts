import { describe, expect, test } from 'vitest'
import { createCommandQueue } from './command-queue'

type Item = { readonly id: string; readonly lane: string; readonly name: string }

const item = (id: string, lane: string, name = `${id} on ${lane}`): Item => ({ id, lane, name })

function open(...items: readonly Item[]) {
  const queue = createCommandQueue<Item>(
    ({ lane }) => [lane],
    ({ id }) => id,
  )
  for (const one of items) queue.add(one)
  return queue
}

const [first, second, third] = [item('1', 'a'), item('1', 'b'), item('1', 'c')]

describe('commands of one id', () => {
  test('are taken one after the other, in the order of their coming', () => {
    const queue = open(first, second, third)
    expect(queue.take(9, 1)).toEqual([first])
    expect(queue.take(9, 1)).toEqual([])
    queue.free([first])
    expect(queue.take(9, 1)).toEqual([second])
    queue.free([second])
    expect(queue.take(9, 1)).toEqual([third])
  })

  test('all count as waiting until they are taken', () => {
    const queue = open(first, second, third)
    expect(queue.size).toBe(3)
    queue.take(9, 1)
    expect(queue.size).toBe(2)
    queue.free([first])
    expect(queue.size).toBe(2)
    queue.take(9, 1)
    expect(queue.size).toBe(1)
    queue.free([second])
    queue.take(9, 1)
    expect(queue.size).toBe(0)
  })

  test('wait on while the first is undone', () => {
    const queue = open(first, second)
    const taken = queue.take(9, 1)
    queue.free(taken, taken)
    expect(queue.take(9, 1)).toEqual([first])
    expect(queue.size).toBe(1)
  })

  test('do not wait for one that was carried out before they came', () => {
    const queue = open(first)
    queue.free(queue.take(9, 1))
    queue.add(second)
    expect(queue.take(9, 1)).toEqual([second])
  })

  test('wait for one that was freed and taken again', () => {
    const queue = open(first, second)
    queue.free(queue.take(9, 1))
    queue.take(9, 1)
    queue.add(third)
    expect(queue.take(9, 1)).toEqual([])
    expect(queue.size).toBe(1)
  })
})

test('commands of different ids are taken together', () => {
  const others = [item('1', 'a'), item('2', 'a'), item('3', 'b')]
  const queue = open(...others)
  expect(queue.take(9, 1)).toEqual(others)
  queue.free(others)
  expect(queue.size).toBe(0)
})

test('of a batch, those that are undone come again and the others do not', () => {
  const [done, undone] = [item('1', 'a'), item('2', 'b')]
  const queue = open(done, undone)
  queue.free(queue.take(9, 1), [undone])
  expect(queue.size).toBe(1)
  expect(queue.take(9, 1)).toEqual([undone])
})
