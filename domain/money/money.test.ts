import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountNumber } from './account-number'
import { CURRENCIES, exponentOf, formatAmount, groupAmount, isCurrency, parseAmount } from './money'

const currency = fc.constantFrom(...CURRENCIES)
const minor = fc.bigInt(-(10n ** 30n), 10n ** 30n)

describe('money', () => {
  test('every amount survives writing and reading', () => {
    fc.assert(
      fc.property(minor, currency, (amount, code) => {
        expect(parseAmount(formatAmount(amount, code), code)).toEqual({ ok: true, minor: amount })
      }),
    )
  })

  test.each(['', 'XXX', 'eur', '__proto__', 'constructor', 'toString'])(
    '“%s” is no currency',
    code => {
      expect(isCurrency(code)).toBe(false)
      expect(() => exponentOf(code)).toThrow(RangeError)
      expect(() => parseAmount('1', code)).toThrow(RangeError)
    },
  )

  test.each([
    ['100', 'JPY', 100n],
    ['100.5', 'EUR', 10050n],
    ['0.05', 'CZK', 5n],
    ['-0.005', 'KWD', -5n],
    ['007', 'EUR', 700n],
  ])('%s %s is %s', (text, code, expected) => {
    expect(parseAmount(text, code)).toEqual({ ok: true, minor: expected })
  })

  test.each([
    ['1e3', 'EUR', 'malformed'],
    ['NaN', 'EUR', 'malformed'],
    ['', 'EUR', 'malformed'],
    ['.5', 'EUR', 'malformed'],
    ['5.', 'EUR', 'malformed'],
    ['+5', 'EUR', 'malformed'],
    ['1,000', 'EUR', 'malformed'],
    [' 5', 'EUR', 'malformed'],
    ['٣', 'EUR', 'malformed'],
    ['1.005', 'EUR', 'too-precise'],
    ['1.500', 'EUR', 'too-precise'],
    ['1.0', 'JPY', 'too-precise'],
    ['1.0005', 'KWD', 'too-precise'],
    ['9'.repeat(41), 'EUR', 'too-long'],
  ])('%s %s is %s', (text, code, reason) => {
    expect(parseAmount(text, code)).toEqual({ ok: false, reason })
  })

  test('minor units are those of ISO 4217', () => {
    expect(['JPY', 'EUR', 'CZK', 'KWD'].map(exponentOf)).toEqual([0, 2, 2, 3])
    expect(() => exponentOf('XXX')).toThrow(RangeError)
  })

  test.each([
    ['1234567.50', '1,234,567.50'],
    ['-1234.000', '-1,234.000'],
    ['999', '999'],
  ])('%s is shown as %s', (decimal, shown) => {
    expect(groupAmount(decimal)).toBe(shown)
  })
})

test('an account number has the check digits of ISO 7064', () => {
  fc.assert(
    fc.property(fc.uuid(), id => {
      const number = accountNumber(id).replaceAll(' ', '')
      expect(number).toMatch(/^DB\d{18}$/)
      expect(BigInt(`${number.slice(4)}1311${number.slice(2, 4)}`) % 97n).toBe(1n)
    }),
  )
})
