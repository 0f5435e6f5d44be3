import { describe, expect, test } from 'vitest'
import { isLarge, needsApproval, needsConfirmation, parseLargeAmounts } from './large-amounts'
import { parseAmount } from './money'

const minorOf = (decimal: string, currency: string) => {
  const parsed = parseAmount(decimal, currency)
  if (!parsed.ok) throw new Error(decimal)
  return parsed.minor
}

describe('a movement is large', () => {
  test.each([
    ['10000.00', '9999.99', 'EUR'],
    ['1000000', '999999', 'JPY'],
    ['1000.000', '999.999', 'KWD'],
  ])('from %s on by default, but not %s %s', (large, small, currency) => {
    const none = new Map()
    expect(isLarge(minorOf(large, currency), currency, none)).toBe(true)
    expect(isLarge(minorOf(small, currency), currency, none)).toBe(false)
  })

  test('from what the setting says on, for the currencies that it names', () => {
    const read = parseLargeAmounts(' EUR:500 , HUF:4000000.00')
    expect(read).toMatchObject({ ok: true })
    if (!read.ok) return
    expect(isLarge(50_000n, 'EUR', read.amounts)).toBe(true)
    expect(isLarge(49_999n, 'EUR', read.amounts)).toBe(false)
    expect(isLarge(399_999_999n, 'HUF', read.amounts)).toBe(false)
    expect(isLarge(1_000_000n, 'USD', read.amounts)).toBe(true)
  })
})

describe('an amount needs a second member of the staff', () => {
  test.each([
    ['50000.00', '49999.99', 'EUR'],
    ['5000000', '4999999', 'JPY'],
    ['5000.000', '4999.999', 'KWD'],
  ])('from %s on by default, but not %s %s', (large, small, currency) => {
    const from = new Map([['USD', 100n]])
    expect(needsApproval(minorOf(large, currency), currency, from)).toBe(true)
    expect(needsApproval(minorOf(small, currency), currency, from)).toBe(false)
    expect(needsApproval(100n, 'USD', from)).toBe(true)
    expect(needsApproval(99n, 'USD', from)).toBe(false)
  })
})

test.each([
  ['100000.00', '99999.99', 'EUR'],
  ['10000000', '9999999', 'JPY'],
  ['10000.000', '9999.999', 'KWD'],
])('%s takes a proof by default, and %s %s none', (large, small, currency) => {
  const from = new Map([['USD', 100n]])
  expect(needsConfirmation(minorOf(large, currency), currency, from)).toBe(true)
  expect(needsConfirmation(minorOf(small, currency), currency, from)).toBe(false)
  expect([99n, 100n].map(minor => needsConfirmation(minor, 'USD', from))).toEqual([false, true])
})

test.each(['', ' '])('“%s” names no currency', setting => {
  expect(parseLargeAmounts(setting)).toEqual({ ok: true, amounts: new Map() })
})

const NO_AMOUNT = /^“.*” is not an amount\. Use a currency and an amount above zero,/
test.each([
  ['EUR', NO_AMOUNT],
  ['EUR:', NO_AMOUNT],
  ['EUR:1.005', NO_AMOUNT],
  ['EUR:-5', NO_AMOUNT],
  ['EUR:0', NO_AMOUNT],
  ['eur:5', NO_AMOUNT],
  ['XXX:5', NO_AMOUNT],
  ['EUR:5:6', NO_AMOUNT],
  ['EUR:5,', NO_AMOUNT],
  ['EUR:1,000', NO_AMOUNT],
  ['EUR:5,EUR:6', /^EUR is given twice\.$/],
])('“%s” is refused with a sentence', (setting, sentence) => {
  expect(parseLargeAmounts(setting)).toEqual({
    ok: false,
    sentence: expect.stringMatching(sentence),
  })
})
