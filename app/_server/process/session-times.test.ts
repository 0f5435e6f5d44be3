import { expect, test } from 'vitest'
import { readSessionTimes } from './session-times.mjs'

test('sessions have the times of the settings, and of none', () => {
  expect(readSessionTimes({})).toEqual({
    idleMs: { staff: 900_000, customer: 1_800_000 },
    lifetimeMs: 12 * 3_600_000,
    confirmedMs: 300_000,
  })
  const set = {
    DAYBOOK_IDLE_STAFF_MINUTES: '2',
    DAYBOOK_SESSION_HOURS: '1',
    DAYBOOK_CONFIRM_MINUTES: '1',
  }
  expect(readSessionTimes(set)).toMatchObject({
    idleMs: { staff: 120_000, customer: 1_800_000 },
    lifetimeMs: 3_600_000,
    confirmedMs: 60_000,
  })
})

test.each([
  ['DAYBOOK_IDLE_STAFF_MINUTES', '1'],
  ['DAYBOOK_IDLE_STAFF_MINUTES', '15.5'],
  ['DAYBOOK_IDLE_CUSTOMER_MINUTES', 'half an hour'],
  ['DAYBOOK_IDLE_CUSTOMER_MINUTES', '-30'],
  ['DAYBOOK_SESSION_HOURS', '0'],
  ['DAYBOOK_SESSION_HOURS', '1e2'],
  ['DAYBOOK_CONFIRM_MINUTES', '0'],
])('%s=%s is refused with a sentence', (name, text) => {
  expect(() => readSessionTimes({ [name]: text })).toThrow(
    new RegExp(`^${name} is “.*”\\. It must be a whole number from \\d+ to \\d+\\.$`),
  )
})
