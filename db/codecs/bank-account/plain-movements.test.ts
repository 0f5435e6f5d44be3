import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { movement } from './codec'
import { decodePlain, encodePlain } from './plain-movements'

const currency = fc.constantFrom('EUR', 'JPY', 'KWD')
const note = fc.option(fc.string({ maxLength: 20 }))
const oddText = fc.constantFrom(
  '',
  '-',
  '1.',
  '.5',
  '1e3',
  '01',
  '-0',
  '0',
  '1.005',
  '9'.repeat(41),
)
const decimal = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -9_999, max: 9_999 }).map(String) },
  fc.tuple(fc.integer(), fc.nat(99)).map(([whole, cents]) => `${whole}.${cents}`),
  oddText,
)
const odd = fc.oneof(
  fc.anything({ withBigInt: true, withNullPrototype: true }),
  oddText,
  fc.constantFrom('x'.repeat(500), 'x'.repeat(501), 'toString', 'eur'),
  fc.bigInt(),
)

/** A well-formed record, sometimes with a field replaced or missing. */
function nearly(whole: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const places = [...Object.keys(whole), 'more']
  const changed = fc
    .tuple(fc.record(whole), fc.constantFrom(...places), fc.option(odd))
    .map(([record, place, other]) => ({ ...record, [place]: other }))
  const cut = fc.record(whole, { requiredKeys: [] })
  return fc.oneof(
    { weight: 4, arbitrary: fc.record(whole) },
    { weight: 4, arbitrary: changed },
    cut,
    odd,
  )
}

/** The codec's result; null where it rejects. */
function judged(decode: () => { success: boolean; data?: unknown }): unknown {
  try {
    const { success, data } = decode()
    return success ? data : null
  } catch {
    return null // an amount that is none
  }
}

describe('the hand-written code', () => {
  test('reads what the codec reads, with the same result, and nothing else', () => {
    let taken = 0
    fc.assert(
      fc.property(nearly({ amount: decimal, balance: decimal, currency, note }), stored => {
        const plain = decodePlain(stored)
        const expected = judged(() => movement.safeParse(stored))
        if (plain) taken++
        if (plain) expect(plain).toEqual(expected)
        else expect(expected).toBeNull()
      }),
      { numRuns: 3_000 },
    )
    expect(taken).toBeGreaterThan(300)
  })

  test('writes what the codec writes, with the same result, and nothing else', () => {
    const amount = fc.bigInt({ min: -(10n ** 42n), max: 10n ** 42n })
    const small = fc.bigInt({ min: -3n, max: 10_000n })
    const either = fc.oneof(small, small, amount)
    let taken = 0
    fc.assert(
      fc.property(nearly({ amount: either, balance: either, currency, note }), event => {
        const given = (event ?? {}) as Parameters<typeof encodePlain>[0]
        const plain = encodePlain(given)
        const expected = judged(() => z.safeEncode(movement, given as z.output<typeof movement>))
        if (plain) taken++
        expect(plain).toEqual(expected)
      }),
      { numRuns: 3_000 },
    )
    expect(taken).toBeGreaterThan(300)
  })
})
