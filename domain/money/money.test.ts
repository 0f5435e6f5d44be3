import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CURRENCIES,
  exponentOf,
  formatAmount,
  groupAmount,
  isCurrency,
  isDecimal,
  isMore,
  parseAmount,
} from './money'

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
    ['12.34', 'EUR', 1234n],
    ['9'.repeat(40), 'JPY', 10n ** 40n - 1n],
  ])('%s %s is %s', (text, code, expected) => {
    expect(parseAmount(text, code)).toEqual({ ok: true, minor: expected })
  })

  test.each([
    ['1e3', 'EUR', 'malformed'],
    ['NaN', 'EUR', 'malformed'],
    ['', 'EUR', 'malformed'],
    ['.5', 'EUR', 'malformed'],
    ['5.', 'EUR', 'malformed'],
    ['5.1.2', 'EUR', 'malformed'],
    ['5x', 'EUR', 'malformed'],
    ['x5', 'EUR', 'malformed'],
    ['--5', 'EUR', 'malformed'],
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
    expect(() => exponentOf('XXX')).toThrow(new RangeError('Unknown currency: XXX'))
  })

  test.each([
    [0n, 'EUR', '0.00'],
    [0n, 'JPY', '0'],
    [7n, 'JPY', '7'],
    [-7n, 'JPY', '-7'],
    [5n, 'EUR', '0.05'],
    [-5n, 'KWD', '-0.005'],
    [-123450n, 'EUR', '-1234.50'],
  ])('%s minor units of %s are written %s', (amount, code, text) => {
    expect(formatAmount(amount, code)).toBe(text)
  })

  test.each(['0', '12', '-12.50', '0.0001'])('“%s” is a decimal', text => {
    expect(isDecimal(text)).toBe(true)
  })

  test.each(['', '-', '.5', '5.', '+5', '1e3', '1,000', ' 5', '5 ', '1.2.3', '5x', 'x5', '٣'])(
    '“%s” is no decimal',
    text => {
      expect(isDecimal(text)).toBe(false)
    },
  )

  test.each([
    ['10.5', '9', true],
    ['9', '10.5', false],
    ['9.5', '9.25', true],
    ['9.25', '9.5', false],
    ['9.50', '9.5', false],
    ['9.5', '9.50', false],
    ['0.01', '0', true],
    ['0', '0.01', false],
    ['9007199254740993', '9007199254740992', true],
  ])('%s is more than %s: %s', (one, other, more) => {
    expect(isMore(one, other)).toBe(more)
  })

  test.each([
    ['1234567.50', '1,234,567.50'],
    ['-1234.000', '-1,234.000'],
    ['999', '999'],
    ['-999.1', '-999.1'],
    ['-123456.1', '-123,456.1'],
    ['1000', '1,000'],
    ['0.1234567', '0.1234567'],
  ])('%s is shown as %s', (decimal, shown) => {
    expect(groupAmount(decimal)).toBe(shown)
  })
})
