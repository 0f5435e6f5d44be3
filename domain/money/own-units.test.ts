import { afterEach, describe, expect, test } from 'vitest'
import { initial } from '@/domain/bank-account/bank-account'
import { decide } from '@/domain/bank-account/decisions'
import { sentenceFor } from '@/domain/bank-account/sentences'
import { context } from '@/domain/bank-account/testing/given'
import { CURRENCIES, exponentOf, formatAmount, isCurrency, isCurrent, parseAmount } from './money'
import { defineUnits, ownUnits, symbolOf } from './own-units'
import { parseUnits } from './units-setting'

const HOURS = { code: 'HRS', places: 2, symbol: 'h' }
const POINTS = { code: 'PTS', places: 0, symbol: '★' }

afterEach(() => defineUnits([]))

describe('the setting', () => {
  test.each([
    ['', []],
    [' ', []],
    ['HRS:2:h', [HOURS]],
    ['HRS:2:h,PTS:0:★', [HOURS, POINTS]],
    [' HRS:2:h , PTS:0:★ ', [HOURS, POINTS]],
    ['HRS:2', [{ ...HOURS, symbol: 'HRS' }]],
    ['WAT:4:kWh', [{ code: 'WAT', places: 4, symbol: 'kWh' }]],
    ['TBR:3:Std.', [{ code: 'TBR', places: 3, symbol: 'Std.' }]],
  ])('“%s” is read', (setting, units) => {
    expect(parseUnits(setting)).toEqual({ ok: true, units })
  })

  const noUnit = /^“.*” is not a unit\. Use three capital letters, decimal places and a symbol,/s
  test.each([
    ['hrs:2:h', noUnit],
    ['HOURS:2:h', noUnit],
    ['HRS', noUnit],
    ['HRS:two:h', noUnit],
    ['HRS:-1:h', noUnit],
    ['HRS:2:h,', noUnit],
    ['ÄÖÜ:2:h', noUnit],
    ['HRS:5:h', /^HRS has 5 decimal places\. Use 0 to 4\.$/],
    ['EUR:2:€', /^EUR is a code of ISO 4217\. Choose another one\.$/],
    ['BGN:2:lv', /^BGN is a code of ISO 4217/],
    ['DEM:2:DM', /^DEM is a code of ISO 4217/],
    ['XXX:0:x', /^XXX is a code of ISO 4217/],
    ['XAU:4:Au', /^XAU is a code of ISO 4217/],
    ['HRS:2:h,HRS:2:h', /^HRS is defined twice\.$/],
    ['HRS:2:', /^“” is not a symbol for HRS\. Use up to 4 letters or signs, such as h or ★\.$/],
    ['HRS:2:hours', /is not a symbol/],
    ['HRS:2:a b', /is not a symbol/],
    ['HRS:2:2h', /is not a symbol/],
    ['HRS:2:-', /is not a symbol/],
    ['HRS:2:\u202eh', /is not a symbol/],
    ['HRS:2:\u3164', /is not a symbol/],
  ])('“%s” is refused with a sentence', (setting, sentence) => {
    expect(parseUnits(setting)).toEqual({ ok: false, sentence: expect.stringMatching(sentence) })
  })

  test('no code that has a name as a currency is free, but for those that are not of ISO 4217', () => {
    const names = new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' })
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    const pairs = letters.flatMap(first => letters.map(second => first + second))
    const codes = pairs.flatMap(pair => letters.map(letter => pair + letter))
    const free = codes.filter(code => names.of(code) && parseUnits(`${code}:2`).ok)
    expect(codes.filter(code => names.of(code)).length).toBeGreaterThan(250)
    expect(free).toEqual(NOT_OF_ISO)
  })
})

/** Codes that Unicode names: currencies from before ISO 4217, and the yuan outside China. */
const NOT_OF_ISO = [
  ...['ARL', 'ARM', 'BAN', 'BGM', 'BGO', 'BOL', 'BRZ', 'CLE', 'CNH', 'CNX', 'KRH', 'KRO', 'MAF'],
  ...['MCF', 'MDC', 'MKN', 'MVP', 'VNN', 'YUR'],
]

describe('an own unit', () => {
  test('is no currency until it is defined, and none after it is not', () => {
    expect(isCurrency('HRS')).toBe(false)
    defineUnits([HOURS, POINTS])
    expect(ownUnits()).toEqual([HOURS, POINTS])
    expect([isCurrency('HRS'), isCurrent('HRS'), exponentOf('HRS')]).toEqual([true, true, 2])
    expect([isCurrency('PTS'), isCurrent('PTS'), exponentOf('PTS')]).toEqual([true, true, 0])
    expect(CURRENCIES).not.toContain('HRS')
    defineUnits([POINTS])
    expect(isCurrency('HRS')).toBe(false)
    expect(() => exponentOf('HRS')).toThrow(RangeError)
  })

  test('has amounts with its own places, and its symbol behind them', () => {
    defineUnits([HOURS, POINTS])
    expect(parseAmount('1.25', 'HRS')).toEqual({ ok: true, minor: 125n })
    expect(parseAmount('1.255', 'HRS')).toEqual({ ok: false, reason: 'too-precise' })
    expect(parseAmount('1.0', 'PTS')).toEqual({ ok: false, reason: 'too-precise' })
    expect([formatAmount(125n, 'HRS'), formatAmount(125n, 'PTS')]).toEqual(['1.25', '125'])
    expect(['HRS', 'PTS', 'EUR', 'XYZ'].map(symbolOf)).toEqual(['h', '★', 'EUR', 'XYZ'])
  })

  test('has one decimal place, in the singular', () => {
    defineUnits([{ ...HOURS, places: 1 }])
    expect(decide(opening('1.25'), initial, context())).toMatchObject({ outcome: 'refused' })
    expect(
      sentenceFor({ type: 'AmountTooPrecise', field: 'openingBalance', currency: 'HRS' }),
    ).toBe('HRS amounts have at most 1 decimal place.')
  })

  test('opens accounts', () => {
    expect(decide(opening('1.25'), initial, context())).toMatchObject({
      refusal: { type: 'UnknownCurrency', currency: 'HRS' },
    })
    defineUnits([HOURS])
    expect(decide(opening('1.25'), initial, context())).toMatchObject({
      events: [{ type: 'AccountCreated', currency: 'HRS', openingBalance: 125n }],
    })
  })

  test('is read in an old refusal when it is configured no more', () => {
    defineUnits([HOURS])
    const decision = decide(opening('1.255'), initial, context())
    if (decision.outcome !== 'refused') throw new Error('1.255 hours were accepted')
    expect(sentenceFor(decision.refusal)).toBe('HRS amounts have at most 2 decimal places.')
    defineUnits([])
    expect(sentenceFor(decision.refusal)).toBe('The amount has too many decimal places for HRS.')
  })
})

const opening = (openingBalance: string) =>
  ({
    type: 'CreateAccount',
    owner: 'Ivan',
    currency: 'HRS',
    openingBalance,
    reference: null,
    customerId: null,
  }) as const
