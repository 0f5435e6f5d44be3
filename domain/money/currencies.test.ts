import { describe, expect, test } from 'vitest'
import { initial } from '@/domain/bank-account/bank-account'
import { decide } from '@/domain/bank-account/decisions'
import { sentenceFor } from '@/domain/bank-account/refusal'
import { CURRENCIES, exponentOf, formatAmount, isCurrency, isCurrent, parseAmount } from './money'

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
const WITHDRAWN = 'ANG BGN BYR CUC EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL'
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
    expect([code, exponentOf(code)]).toEqual([code, places])
  }
})

describe('a currency that was withdrawn', () => {
  test.each(listed(WITHDRAWN))(
    '%s is read and written still, and no account is opened in it',
    code => {
      expect([isCurrency(code), isCurrent(code)]).toEqual([true, false])
      expect(CURRENCIES).not.toContain(code)
      const minor = 12_345n
      expect(parseAmount(formatAmount(minor, code), code)).toEqual({ ok: true, minor })
      const decision = decide('a', opening(code), initial)
      if (decision.outcome === 'accepted') throw new Error(`An account in ${code} was opened`)
      expect(decision.refusal).toMatchObject({ type: 'CurrencyWithdrawn', field: 'currency' })
      expect(sentenceFor(decision.refusal)).toContain(`${code} is no longer in use.`)
      expect(CURRENCIES).toContain(/Use ([A-Z]{3}),/.exec(sentenceFor(decision.refusal))?.[1])
      expect(exponentOf(code)).toBe(code === 'BYR' ? 0 : 2)
    },
  )

  test('goes on in the accounts that have it', () => {
    const account = { accountId: 'a', owner: 'Ivan', reference: null, customerId: null }
    const state = { status: 'open', currency: 'BGN', balance: 500n, ...account } as const
    const command = { type: 'Withdraw', amount: '2.50', note: null } as const
    expect(decide('a', command, state)).toMatchObject({
      outcome: 'accepted',
      events: [{ type: 'MoneyWithdrawn', amount: 250n, balance: 250n, currency: 'BGN' }],
    })
  })

  test('is told with the one that replaced it', () => {
    const decision = decide('a', opening('BGN'), initial)
    if (decision.outcome === 'accepted') throw new Error('An account in BGN was opened')
    expect(sentenceFor(decision.refusal)).toBe(
      'BGN is no longer in use. Use EUR, which replaced it.',
    )
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
