import { expect, test } from 'vitest'
import { bankZone } from './bank-zone'

test('the bank’s zone is UTC until it is set', () => {
  expect(bankZone('')).toBe('UTC')
  expect(bankZone(' Pacific/Auckland ')).toBe('Pacific/Auckland')
})

test.each(['Europe/Nowhere', '+02:00', 'noon'])('%s is refused with a sentence', zone => {
  expect(() => bankZone(zone)).toThrow(
    `DAYBOOK_TIME_ZONE can’t be used. "${zone}" is not a time zone. ` +
      'Write one such as Europe/Prague or UTC.',
  )
})
