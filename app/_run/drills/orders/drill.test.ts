import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '@/db/testing/database'
import { type Crew, openCrew } from './crew'
import { clockJumps, killAt, type Place, restoreEarlier, twoAtOnce } from './scenes'

/** `npm run drill:orders` kills fifty times at each of fifteen points. */

let folder: string
let crew: Crew
const drops: (() => Promise<void>)[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daybook-drill-orders-'))
  crew = await openCrew(folder)
})
afterAll(async () => {
  crew.close()
  for (const drop of drops) await drop()
  await rm(folder, { recursive: true, force: true })
})

const place = (plant: string | null = null): Place => ({
  ...{ crew, folder, plant, kills: 2, rounds: 1 },
  async newDatabase() {
    const { url, drop } = await freshDatabase()
    drops.push(drop)
    return url
  },
})

test.each([
  ...['MakePayment during', 'MakePayment after', 'BeginPayment during'],
  ...['Transfer during', 'Transfer after', 'RecordPayment after', 'RecordPaymentFailure during'],
])('a payer killed at the point “%s” is followed by one that pays each date once', async point => {
  expect((await killAt(place(), point)).faults).toEqual([])
})

test.each([
  ['two at once', twoAtOnce],
  ['after a restore', restoreEarlier],
])('each date is paid once, %s', async (_, scene) => {
  expect((await scene(place())).faults).toEqual([])
})

test('dates that passed without a payer are paid late, and marked, and once when the clock jumps', async () => {
  const { sentence, faults } = await clockJumps(place())
  expect(faults).toEqual([])
  expect(sentence).toContain('10 orders, 40 payments, each once, 25 marked late')
})

test('a transfer whose id does not follow from its order is found', async () => {
  const { faults } = await killAt(place('id'), 'Transfer after')
  expect(faults.join()).toContain('entries of payees')
})

test('a payment that the list forgets is found', async () => {
  const { faults } = await killAt(place('due'), 'Transfer after')
  expect(faults.join()).toContain('paid')
})
