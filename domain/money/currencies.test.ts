import * as dinero from 'dinero.js/currencies'
import { describe, expect, test } from 'vitest'
import { initial, NO_TERMS } from '@/domain/bank-account/bank-account'
import { decide } from '@/domain/bank-account/decisions'
import { context } from '@/domain/bank-account/testing/given'
import {
  CURRENCIES,
  exponentOf,
  formatAmount,
  isCurrency,
  isCurrent,
  parseAmount,
  successorOf,
} from './money'

/** List one of ISO 4217 after amendment 180, without funds, metals, and codes for tests. */
const LIST_ONE = `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
  CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
  GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD
  KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
  NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
  SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
  VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG`
const NO_PLACES = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'
const THREE_PLACES = 'BHD IQD JOD KWD LYD OMR TND'
/** Each with the current currency that replaced it. */
const WITHDRAWN = {
  ...{ ANG: 'XCG', BGN: 'EUR', BYR: 'BYN', CUC: 'CUP', EEK: 'EUR', HRK: 'EUR', LTL: 'EUR' },
  ...{ LVL: 'EUR', MRO: 'MRU', SLL: 'SLE', STD: 'STN', VEF: 'VES', ZMK: 'ZMW', ZWL: 'ZWG' },
}
const listed = (text: string) => text.trim().split(/\s+/)

test('accounts are opened in the 155 current currencies of ISO 4217, with its minor units', () => {
  expect(CURRENCIES).toEqual(listed(LIST_ONE))
  expect(CURRENCIES).toHaveLength(155)
  for (const code of CURRENCIES) {
    const places = listed(NO_PLACES).includes(code)
      ? 0
      : listed(THREE_PLACES).includes(code)
        ? 3
        : 2
    expect([code, exponentOf(code), successorOf(code)]).toEqual([code, places, null])
    expect([isCurrency(code), isCurrent(code)]).toEqual([true, true])
  }
})

/** Where our table and that of dinero.js differ, each with the reason. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  ...{ BOV: 'a fund', CHE: 'a fund', CHW: 'a fund', CLF: 'a fund', COU: 'a fund', MXV: 'a fund' },
  ...{ USN: 'a fund', UYI: 'a fund', UYW: 'a fund', XAD: 'a unit of account' },
  BGN: 'withdrawn on 1 January 2026, and still in dinero.js 2.0.2',
  MGA: 'ISO 4217 says two places; dinero.js divides it into five parts, which no decimal can write',
  MRU: 'ISO 4217 says two places; dinero.js divides it into five parts, which no decimal can write',
}

test('the table is that of dinero.js, but for the differences that are named', () => {
  const theirs = new Map(
    Object.values(dinero).map(({ code, base, exponent }) => [
      String(code),
      base === 10 ? exponent : `${exponent} of base ${base}`,
    ]),
  )
  const places = (code: string) => (isCurrent(code) ? exponentOf(code) : undefined)
  const codes = [...new Set([...CURRENCIES, ...theirs.keys()])]
  const differing = codes.filter(code => places(code) !== theirs.get(code))
  expect(differing.toSorted()).toEqual(Object.keys(DIFFERENCES).toSorted())
})

describe('a currency that was withdrawn', () => {
  test.each(Object.entries(WITHDRAWN))(
    '%s is read and written still, and replaced by %s where an account is opened',
    (code, successor) => {
      expect([isCurrency(code), isCurrent(code)]).toEqual([true, false])
      expect(CURRENCIES).not.toContain(code)
      expect(CURRENCIES).toContain(successor)
      expect(successorOf(code)).toBe(successor)
      expect(exponentOf(code)).toBe(code === 'BYR' ? 0 : 2)
      const minor = 12_345n
      expect(parseAmount(formatAmount(minor, code), code)).toEqual({ ok: true, minor })
      expect(decide(opening(code), initial, context())).toEqual({
        outcome: 'refused',
        refusal: { type: 'CurrencyWithdrawn', field: 'currency', currency: code, successor },
      })
    },
  )

  test('goes on in the accounts that have it', () => {
    const account = { accountId: 'a', owner: 'Ivan', reference: null, customerId: null }
    const none = { secondCustomer: null, terms: NO_TERMS }
    const state = { status: 'open', currency: 'BGN', balance: 500n, ...account, ...none } as const
    const command = { type: 'Withdraw', amount: '2.50', note: null } as const
    const moved = { amount: 250n, balance: 250n, currency: 'BGN', note: null }
    expect(decide(command, state, context())).toEqual({
      outcome: 'accepted',
      events: [{ type: 'MoneyWithdrawn', ...moved }],
    })
  })
})

test.each([
  'toString',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '',
  'eur',
  'XXX',
  'XAU',
  'XDR',
])('“%s” is no currency', code => {
  expect([isCurrency(code), isCurrent(code)]).toEqual([false, false])
  expect(successorOf(code)).toBeNull()
  expect(() => exponentOf(code)).toThrow(RangeError)
})

const opening = (currency: string) =>
  ({
    type: 'CreateAccount',
    owner: 'Ivan',
    currency,
    openingBalance: '1',
    reference: null,
    customerId: null,
  }) as const
