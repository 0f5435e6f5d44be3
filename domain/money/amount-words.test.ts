import { assert, bigInt, constantFrom, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { readAmountRange } from './amount-words'
import { formatAmount, groupAmount, isDecimal } from './money'

const range = (min: string | null, max: string | null, currency: string | null = null) => {
  return { min, max, currency }
}

test.each([
  ['over 500', range('500', null)],
  ['More than 1,250.50', range('1250.50', null)],
  ['> 500', range('500', null)],
  ['>=500', range('500', null)],
  ['at least 20 EUR', range('20', null, 'EUR')],
  ['over €500', range('500', null, 'EUR')],
  ['over 500€', range('500', null, 'EUR')],
  ['usd under 20', range(null, '20', 'USD')],
  ['under 20', range(null, '20')],
  ['< 0.50', range(null, '0.50')],
  ['up to 1 000', range(null, '1000')],
  ['500', range('500', '500')],
  ['500.00 czk', range('500.00', '500.00', 'CZK')],
  ["1'234.50", range('1234.50', '1234.50')],
  ['1 234,50', range('1234.50', '1234.50')],
  ['1.234,50', range('1234.50', '1234.50')],
  ['1,234', range('1234', '1234')],
  ['12,5', range('12.5', '12.5')],
  ['between 20 and 50', range('20', '50')],
  ['50 to 20', range('20', '50')],
  ['20-50', range('20', '50')],
  ['20 – 50 GBP', range('20', '50', 'GBP')],
  ['007', range('7', '7')],
])('%s', (text, expected) => {
  expect(readAmountRange(text)).toEqual(expected)
})

test.each([
  '',
  'jana',
  'over',
  'over jana',
  '-5',
  '1,2,3',
  '1.2.3',
  '10 nov',
  'last 7 days',
  '#30',
])('%s is no range of amounts', text => {
  expect(readAmountRange(text)).toBeNull()
})

test('an amount that the bank prints is found again, and any text gives decimals', () => {
  assert(
    property(bigInt(1n, 10n ** 15n), constantFrom('EUR', 'JPY'), (minor, currency) => {
      const amount = formatAmount(minor, currency)
      const asked = `over ${groupAmount(amount)} ${currency}`
      expect(readAmountRange(asked)).toEqual(range(amount, null, currency))
    }),
  )
  assert(
    property(string(), text => {
      const { min = null, max = null } = readAmountRange(text) ?? {}
      for (const bound of [min, max]) expect(bound === null || isDecimal(bound)).toBe(true)
    }),
  )
})
