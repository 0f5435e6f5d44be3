import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Currency } from './money'
import { defineUnits } from './own-units'
import { readAmount, unreadSentence } from './read-amount'

beforeAll(() =>
  defineUnits([
    { code: 'QQC', places: 2, symbol: '★' },
    { code: 'QQE', places: 4, symbol: '★' },
  ]),
)
afterAll(() => defineUnits([]))

test.each([
  ['1,234.5', 'EUR', '1234.50'],
  ['1 234,50', 'EUR', '1234.50'],
  ['1 234,50', 'EUR', '1234.50'],
  ['1 234 567', 'EUR', '1234567.00'],
  ["1'234.50", 'EUR', '1234.50'],
  ['1’234,5', 'EUR', '1234.50'],
  ['1.234,50', 'EUR', '1234.50'],
  ['1234,5', 'EUR', '1234.50'],
  ['1,234', 'EUR', '1234.00'],
  ['1.234', 'EUR', '1234.00'],
  ['1,23', 'EUR', '1.23'],
  ['.5', 'EUR', '0.50'],
  [',05', 'EUR', '0.05'],
  ['007', 'EUR', '7.00'],
  ['12,34,567.50', 'INR', '1234567.50'],
  ['₹ 12,34,567.50', 'INR', '1234567.50'],
  ['Rs.500', 'INR', '500.00'],
  ['1.234', 'JPY', '1234'],
  ['￥1,234', 'JPY', '1234'],
  ['1.234,567', 'KWD', '1234.567'],
  ['1,2', 'KWD', '1.200'],
  ['01,234', 'KWD', '1.234'],
  ['€5', 'EUR', '5.00'],
  ['5 eur', 'EUR', '5.00'],
  ['-€5', 'EUR', '-5.00'],
  ['€ −5', 'EUR', '-5.00'],
  ['5-', 'EUR', '-5.00'],
  ['+100.00', 'EUR', '100.00'],
  ['kr. 1.234,50', 'DKK', '1234.50'],
  ['1 234,50 Kč', 'CZK', '1234.50'],
  ['★ 2.5', 'QQC', '2.50'],
  ['१,२३४.५', 'INR', '1234.50'],
  ['١٬٢٣٤٫٥', 'EUR', '1234.50'],
  ['１，２３４．５', 'EUR', '1234.50'],
])('“%s” in %s is %s', (text, code, decimal) => {
  expect(readAmount(text, code)).toMatchObject({ ok: true, decimal })
})

test.each([
  ['1,234', 'KWD', ['1.234', '1234.000']],
  ['1.234', 'KWD', ['1.234', '1234.000']],
  ['-1,234', 'KWD', ['-1.234', '-1234.000']],
  ['KWD 1.234', 'KWD', ['1.234', '1234.000']],
  ['123,456', 'QQE', ['123.4560', '123456.0000']],
  ['Rs.50', 'INR', ['0.50', '50.00']],
])('“%s” in %s could be %j', (text, code, readings) => {
  expect(readAmount(text, code)).toEqual({ ok: false, reason: 'ambiguous', readings })
})

test.each([
  ['', 'EUR', 'malformed'],
  [' ', 'EUR', 'malformed'],
  ['EUR', 'EUR', 'malformed'],
  ['1,23,4.5', 'EUR', 'malformed'],
  ['1,2345,678', 'EUR', 'malformed'],
  ['12,34,56', 'INR', 'malformed'],
  ['123,45,678', 'INR', 'malformed'],
  ['1,2,345', 'INR', 'malformed'],
  ['1.23.456', 'INR', 'malformed'],
  ['1 23 456', 'INR', 'malformed'],
  ['0,123,456', 'EUR', 'malformed'],
  ['1,234,567,89', 'EUR', 'malformed'],
  ['1 2', 'EUR', 'malformed'],
  ['1,234.567.890', 'EUR', 'malformed'],
  ['1 234,567.00', 'EUR', 'malformed'],
  ['1_000', 'EUR', 'malformed'],
  ['1e3', 'EUR', 'malformed'],
  ['5.', 'EUR', 'malformed'],
  ['-5-', 'EUR', 'malformed'],
  ['--5', 'EUR', 'malformed'],
  ['5k', 'EUR', 'malformed'],
  ['1,2345', 'EUR', 'too-precise'],
  ['1234,567', 'EUR', 'too-precise'],
  ['0.234', 'EUR', 'too-precise'],
  ['1.5', 'JPY', 'too-precise'],
  ['1,000.00', 'JPY', 'too-precise'],
  ['5 USD', 'EUR', 'other-currency'],
  ['$5', 'EUR', 'other-currency'],
  ['czk 5', 'EUR', 'other-currency'],
  ['9'.repeat(41), 'JPY', 'too-long'],
  [`${'9'.repeat(38)}`, 'EUR', 'too-long'],
  ['9'.repeat(101), 'EUR', 'too-long'],
])('“%s” in %s is %s', (text, code, reason) => {
  expect(readAmount(text, code)).toEqual({ ok: false, reason })
})

test('an amount in a currency that the bank doesn’t have is a bug', () => {
  expect(() => readAmount('1', 'XXX')).toThrow(RangeError)
})

test('what could be two amounts is refused with both, and with how each is written', () => {
  const sentenceOf = (text: string, code: Currency) =>
    unreadSentence(text, readAmount(text, code), code)
  expect(sentenceOf('1,234', 'KWD')).toBe(
    '“1,234” could be 1.234 KWD or 1,234.000 KWD. Enter 01.234 or 1,234.000.',
  )
  expect(sentenceOf('12.500', 'KWD')).toBe(
    '“12.500” could be 12.500 KWD or 12,500.000 KWD. Enter 12.50 or 12,500.000.',
  )
  expect(sentenceOf('5 USD', 'EUR')).toBe('Enter an amount in EUR.')
  expect(sentenceOf('five', 'EUR')).toBeNull()
  expect(sentenceOf('5', 'EUR')).toBeNull()
})
