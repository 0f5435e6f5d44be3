import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  CURRENCIES,
  type Currency,
  exponentOf,
  formatAmount,
  groupAmount,
  parseAmount,
} from './money'
import { defineUnits } from './own-units'
import { readAmount, typedAmount } from './read-amount'

const UNITS = [0, 1, 2, 3, 4].map(places => ({ code: `QQ${'ABCDE'[places]}`, places, symbol: '★' }))
beforeAll(() => defineUnits(UNITS))
afterAll(() => defineUnits([]))

const currency = fc.oneof(
  fc.constantFrom(...CURRENCIES),
  fc.constantFrom(...UNITS.map(({ code }) => code)),
)
const minor = fc.oneof(
  fc.bigInt(-(10n ** 7n), 10n ** 7n),
  fc.bigInt(-(10n ** 17n), 10n ** 17n),
  fc.bigInt(0n, 99_999n).map(thousands => thousands * 1000n),
)

/** Every language of CLDR with two letters, and countries that write numbers in their own way. */
const letters = [...'abcdefghijklmnopqrstuvwxyz']
const LOCALES = Intl.NumberFormat.supportedLocalesOf([
  ...letters.flatMap(one => letters.map(other => one + other)),
  ...['en-IN', 'en-ZA', 'en-CH', 'de-CH', 'de-AT', 'de-LI', 'fr-CH', 'fr-CA', 'it-CH', 'es-MX'],
  ...[
    'es-AR',
    'es-CR',
    'pt-PT',
    'pt-AO',
    'pt-CV',
    'nl-BE',
    'ar-EG',
    'ar-MA',
    'ur-IN',
    'hi-u-nu-deva',
  ],
  ...['gsw', 'fil', 'chr', 'haw', 'ckb', 'mzn', 'zh-TW', 'zh-u-nu-fullwide', 'en-u-nu-fullwide'],
  ...['fa-AF', 'ne-u-nu-latn', 'bn-IN', 'mr-u-nu-latn', 'my-u-nu-latn', 'ja-u-nu-fullwide'],
])
const locale = fc.constantFrom(...LOCALES)

const decimalOf = (amount: bigint, code: Currency) =>
  formatAmount(amount, code) as Intl.StringNumericLiteral

function expectSameOrNamed(text: string, amount: bigint, code: Currency): void {
  const read = readAmount(text, code)
  if (read.ok) expect(read.minor, text).toBe(amount)
  else {
    expect(read, text).toMatchObject({ reason: 'ambiguous' })
    if (read.reason === 'ambiguous') expect(read.readings).toContain(formatAmount(amount, code))
  }
}

describe('what is printed is read back', () => {
  test('there are many locales to print in', () => {
    expect(LOCALES.length).toBeGreaterThan(120)
  })

  test('as the same amount in every locale, or refused with its name among others', () => {
    fc.assert(
      fc.property(
        minor,
        currency,
        locale,
        fc.boolean(),
        fc.constantFrom(true, false, 'always' as const, 'min2' as const),
        (amount, code, of, isWhole, useGrouping) => {
          const places = exponentOf(code)
          const format = new Intl.NumberFormat(of, {
            useGrouping,
            minimumFractionDigits: isWhole ? 0 : places,
            maximumFractionDigits: places,
          })
          expectSameOrNamed(format.format(decimalOf(amount, code)), amount, code)
        },
      ),
      { numRuns: 5000 },
    )
  })

  test('with the currency’s code in every locale', () => {
    fc.assert(
      fc.property(minor, currency, locale, (amount, code, of) => {
        const style = { style: 'currency', currency: code, currencyDisplay: 'code' } as const
        const places = exponentOf(code)
        const digits = { minimumFractionDigits: places, maximumFractionDigits: places }
        const format = new Intl.NumberFormat(of, { ...style, ...digits })
        // In Cape Verde `$` is the decimal mark of money.
        fc.pre(of !== 'pt-CV')
        expectSameOrNamed(format.format(decimalOf(amount, code)), amount, code)
      }),
      { numRuns: 2000 },
    )
  })

  test('with a sign in any locale as the same amount, or not at all', () => {
    fc.assert(
      fc.property(minor, currency, locale, fc.boolean(), (amount, code, of, isNarrow) => {
        const currencyDisplay = isNarrow ? 'narrowSymbol' : 'symbol'
        const style = { style: 'currency', currency: code, currencyDisplay } as const
        const places = exponentOf(code)
        const digits = { minimumFractionDigits: places, maximumFractionDigits: places }
        const text = new Intl.NumberFormat(of, { ...style, ...digits }).format(
          decimalOf(amount, code),
        )
        const read = readAmount(text, code)
        if (read.ok) expect(read.minor, text).toBe(amount)
        else if (read.reason === 'ambiguous')
          expect(read.readings, text).toContain(formatAmount(amount, code))
      }),
      { numRuns: 2000 },
    )
  })

  test('as the bank’s pages print it, signs included', () => {
    fc.assert(
      fc.property(minor, currency, fc.constantFrom('−', '-'), (amount, code, sign) => {
        const shown = groupAmount(formatAmount(amount, code)).replace('-', sign)
        expectSameOrNamed(shown, amount, code)
        expectSameOrNamed(`${shown} ${code}`, amount, code)
      }),
    )
  })
})

test('whatever is read at all is one amount, and the decimal text is of that amount', () => {
  const typed = fc.string({ unit: fc.constantFrom(...'0123456789,. ’-€'), maxLength: 12 })
  fc.assert(
    fc.property(typed, currency, (text, code) => {
      const read = readAmount(text, code)
      if (read.ok) {
        expect(parseAmount(read.decimal, code)).toEqual({ ok: true, minor: read.minor })
      } else if (read.reason === 'ambiguous') {
        expect(new Set(read.readings).size).toBe(read.readings.length)
        expect(read.readings.length).toBeGreaterThan(1)
      }
    }),
    { numRuns: 2000 },
  )
})

test('what programs may send is read as they mean it, or refused', () => {
  fc.assert(
    fc.property(minor, currency, (amount, code) =>
      expectSameOrNamed(formatAmount(amount, code), amount, code),
    ),
  )
})

test('a field is filled in with a text that is read as its amount', () => {
  fc.assert(
    fc.property(minor, currency, (amount, code) => {
      const decimal = formatAmount(amount, code)
      const read = readAmount(typedAmount(decimal, code), code)
      expect(read).toEqual({ ok: true, minor: amount, decimal })
    }),
  )
  expect(typedAmount('1250.00', 'EUR')).toBe('1250.00')
  expect(typedAmount('1.500', 'KWD')).toBe('1.50')
  expect(typedAmount('-1.234', 'KWD')).toBe('-01.234')
})
