import { expect, test, vi } from 'vitest'
import type { AccessRow } from '@/db/people/access-log'
import { createAccessWriter, type NewAccess } from './access-writer'

const noError = (error: unknown) => {
  throw error
}
const entry = (subject: string): NewAccess => ({
  at: new Date(),
  kind: 'denied',
  subject,
  detail: {},
})

test('entries are written together, in their order, with ids of their own', async () => {
  const batches: AccessRow[][] = []
  const writer = createAccessWriter(async rows => void batches.push([...rows]), noError)
  writer.add(entry('a'))
  writer.add(entry('b'))
  await writer.stop()
  expect(batches.map(rows => rows.map(({ subject }) => subject))).toEqual([['a', 'b']])
  expect(new Set(batches.flat().map(({ id }) => id)).size).toBe(2)
})

test('what could not be written is written later, once', async () => {
  const written: AccessRow[] = []
  let isDown = true
  const onError = vi.fn()
  const writer = createAccessWriter(async rows => {
    if (isDown) throw new Error('down')
    written.push(...rows)
  }, onError)
  writer.add(entry('a'))
  await writer.stop()
  expect(onError).toHaveBeenCalledTimes(1)
  isDown = false
  writer.add(entry('b'))
  await writer.stop()
  expect(written.map(({ subject }) => subject)).toEqual(['a', 'b'])
})

test('entries without room are counted, and the log says how many were lost', async () => {
  const written: AccessRow[] = []
  let isDown = true
  const writer = createAccessWriter(
    async rows => {
      if (isDown) throw new Error('down')
      written.push(...rows)
    },
    () => {},
  )
  for (let n = 0; n < 5_003; n++) writer.add(entry(String(n)))
  await writer.stop()
  isDown = false
  await writer.stop()
  expect(written).toHaveLength(5_001)
  expect(written.find(({ kind }) => kind === 'lost')?.detail).toEqual({ entries: 3 })
})

test('nothing is written without entries', async () => {
  const write = vi.fn()
  const writer = createAccessWriter(write, noError)
  await writer.stop()
  await writer.stop()
  expect(write).not.toHaveBeenCalled()
})
