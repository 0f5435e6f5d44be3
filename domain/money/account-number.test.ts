import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountNumber, groupNumber } from './account-number'

describe('an account number', () => {
  test('has the check digits of ISO 7064', () => {
    fc.assert(
      fc.property(fc.uuid(), id => {
        const number = accountNumber(id).replaceAll(' ', '')
        expect(number).toMatch(/^DB\d{18}$/)
        expect(BigInt(`${number.slice(4)}1311${number.slice(2, 4)}`) % 97n).toBe(1n)
      }),
    )
  })

  // People have written these down: the number of an id may never change.
  test.each([
    ['0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11', 'DB63 4489 2381 1870 1841'],
    ['00000000-0000-7000-8000-000000000010', 'DB02 9453 4371 1870 9776'],
    ['00000000-0000-0000-0000-00000000002a', 'DB75 0000 0000 0000 0042'],
    ['ffffffff-ffff-ffff-ffff-ffffffffffff', 'DB68 9614 6291 7470 6175'],
  ])('of %s is %s', (id, number) => expect(accountNumber(id)).toBe(number))
})

test.each([
  ['', ''],
  ['DB6', 'DB6'],
  ['DB63', 'DB63'],
  ['DB634', 'DB63 4'],
  [' DB6 344\t8923\n', 'DB63 4489 23'],
])('%j is written in groups as %j', (text, grouped) => expect(groupNumber(text)).toBe(grouped))
