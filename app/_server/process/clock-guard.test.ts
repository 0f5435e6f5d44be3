import { expect, onTestFinished, test } from 'vitest'
import { hearLog } from '@/app/_server/testing/log-lines'
import type { Clocks } from '@/db/streams/clocks'
import { clockSentence, compareClocks, createClockGuard, isClockWrong } from './clock-guard'

const HOURS = 7_200_000
/** A true moment, at which the clock of this process is looked at. */
const NOON = Date.UTC(2026, 10, 27, 12)

test.each<[string, Clocks, ReturnType<typeof compareClocks>]>([
  ['all agree', { databaseMs: NOON, newestMs: NOON - 1 }, { state: 'sane' }],
  ['the log is empty', { databaseMs: NOON, newestMs: null }, { state: 'sane' }],
  ['machines differ a little', { databaseMs: NOON + 5_000, newestMs: NOON }, { state: 'sane' }],
  [
    'two hours ahead',
    { databaseMs: NOON - HOURS, newestMs: NOON - 1 },
    { state: 'ahead', of: 'database', byMs: HOURS },
  ],
  [
    'two hours behind',
    { databaseMs: NOON + HOURS, newestMs: NOON + HOURS },
    { state: 'behind', of: 'database', byMs: HOURS },
  ],
  [
    'corrected after it was ahead',
    { databaseMs: NOON, newestMs: NOON + HOURS },
    { state: 'behind', of: 'log', byMs: HOURS },
  ],
])('a clock compared with the database and the log: %s', (_, clocks, is) => {
  const clock = compareClocks(clocks, NOON, NOON)
  expect(clock).toEqual(is)
  const isOff = is.state !== 'sane'
  expect(clockSentence(clock)).toEqual(isOff ? expect.stringContaining('7200.0 s') : null)
  expect(isClockWrong(clock)).toBe(isOff && is.of === 'database')
})

test('the time that an answer takes is no fault of a clock', () => {
  // Answered at any time of a minute's wait.
  for (const databaseMs of [NOON, NOON + 30_000, NOON + 60_000])
    expect(compareClocks({ databaseMs, newestMs: null }, NOON, NOON + 60_000).state).toBe('sane')
})

test('each kind of difference is logged once per interval, not for each look or command', async () => {
  const { lines, stop } = hearLog()
  onTestFinished(stop)
  let [monotonicMs, aheadMs] = [5, 0]
  const guard = createClockGuard(
    async () => ({ databaseMs: Date.now() - aheadMs, newestMs: null }),
    () => monotonicMs,
  )
  await guard.look()
  expect(lines).toEqual([])
  for (let n = 0; n < 1_000; n++, monotonicMs += 500) guard.isBehind(HOURS)
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    what: expect.stringContaining('7200.0 s behind the latest recorded event'),
  })
  aheadMs = HOURS
  for (let n = 0; n < 5; n++) await guard.look()
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('s ahead of the database’s')
  monotonicMs += 10 * 60_000
  guard.isBehind(HOURS - 1)
  expect(lines).toHaveLength(3)
})
