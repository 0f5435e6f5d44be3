import { expect, test } from 'vitest'
import { soak, type Verdict } from './soak'

/** `npm run soak:kills` plays 25 rounds; two kill a writer and the database. */
test('kill -9 of a writer and of the database, in the middle of transfers, leaves every sum', async () => {
  const heard: Verdict[] = []
  const seed = Number(process.env.SEED)
  const isRight = await soak({ rounds: 2, seed, plant: null }, verdict => heard.push(verdict))
  expect(heard.flatMap(({ faults }) => faults)).toEqual([])
  expect(isRight).toBe(true)
  const told = heard.map(({ sentence }) => sentence).join('\n')
  expect(told).toContain('kill -9 of a writer')
  expect(told).toContain('kill -9 of the database')
}, 180_000)
