import { expect, test } from 'vitest'
import { gather } from './gather'

const doubled = (reads: (readonly number[])[]) => async (keys: readonly number[]) => {
  reads.push(keys)
  await Promise.resolve()
  return new Map(keys.filter(key => key >= 0).map(key => [key, key * 2]))
}

test('reads in one turn share a query with each key once, and each gets its own value', async () => {
  const reads: (readonly number[])[] = []
  const double = gather(doubled(reads))
  expect(await Promise.all([3, 1, 3, -1].map(double))).toEqual([6, 2, 6, null])
  expect(reads).toEqual([[3, 1, -1]])
})

test('a read starts after it was requested', async () => {
  const open: (() => void)[] = []
  const reader = gather(async (keys: readonly number[]) => {
    const number = open.length + 1
    await new Promise<void>(resolve => open.push(resolve))
    return new Map(keys.map(key => [key, number]))
  })
  const turn = () => new Promise(resolve => setImmediate(resolve))
  const first = reader(1)
  await turn()
  const second = reader(1)
  await turn()
  for (const resolve of open) resolve()
  expect(await Promise.all([first, second])).toEqual([1, 2])
})

test('a failed read fails for all requests of its turn, and for none after it', async () => {
  let isDown = true
  const double = gather(async (keys: readonly number[]) => {
    if (isDown) throw new Error('down')
    return new Map(keys.map(key => [key, key * 2]))
  })
  const asked = await Promise.allSettled([double(1), double(2)])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  isDown = false
  expect(await double(2)).toBe(4)
})

test('while two reads are under way, all that come share the next one, even after a failure', async () => {
  const open: { keys: readonly number[]; end: (error?: Error) => void }[] = []
  const reader = gather(
    (keys: readonly number[]) =>
      new Promise<ReadonlyMap<number, number>>((resolve, reject) => {
        const found = new Map(keys.map(key => [key, open.length]))
        open.push({ keys, end: error => (error ? reject(error) : resolve(found)) })
      }),
  )
  const turn = () => new Promise(resolve => setImmediate(resolve))
  const asked: Promise<unknown>[] = []
  for (const key of [1, 2, 3, 4, 5]) {
    asked.push(reader(key).catch(() => 'failed'))
    await turn()
  }
  expect(open.map(({ keys }) => keys)).toEqual([[1], [2]])
  open[1]?.end(new Error('down'))
  await turn()
  expect(open.map(({ keys }) => keys)).toEqual([[1], [2], [3, 4, 5]])
  for (const { end } of open) end()
  expect(await Promise.all(asked)).toEqual([0, 'failed', 2, 2, 2])
})
