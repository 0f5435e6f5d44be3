import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { movement } from './event-codecs'
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

/** Nearly always one of the good values. */
function mostly(good: readonly unknown[], ...bad: readonly unknown[]): fc.Arbitrary<unknown> {
  const [right, wrong] = [fc.constantFrom(...good), fc.constantFrom(...bad)]
  return fc.oneof({ weight: 18, arbitrary: right }, wrong, odd)
}

const ids = ['018f4e9a-5c1d-7b2e-8f3a-1b2c3d4e5f60', '018F4E9A-5C1D-4B2E-8F3A-1B2C3D4E5F60']
const id = mostly(ids, 'x', '018f4e9a-5c1d-0b2e-8f3a-1b2c3d4e5f60', `${ids[0]}0`)
const side = fc.record({
  id,
  accountId: id,
  number: mostly(['DB12 3456', '', 'x'.repeat(40)], 'x'.repeat(41)),
  owner: mostly(['Jana', 'x'.repeat(200)], '', 'x'.repeat(201)),
})
const extended = side.map(one => ({ ...one, more: 1 }))

/** What a movement may have beside. */
const details = fc.record(
  {
    transfer: fc.oneof({ weight: 18, arbitrary: side }, extended, odd),
    counter: mostly(['interest', 'fees', 'corrections'], 'cash'),
    reverses: mostly([1, 7], 2 ** 53, 0, -1, 1.5, '1'),
    overdrawn: mostly([true], false),
    holdId: id,
    day: mostly(['2026-11-26', '2026-99-99'], '2026-1-26', '2026-11-26T'),
  },
  { requiredKeys: [] },
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

const FIELDS = ['amount', 'balance', 'currency', 'note', 'type', 'transfer', 'counter', 'reverses']
const KNOWN = new Set([...FIELDS, 'overdrawn', 'holdId', 'day'])

/** Whether there is a field that the schema would ignore, which the hand-written code leaves to it. */
function hasMore(stored: unknown): boolean {
  const { transfer = {} } = (stored ?? {}) as { transfer?: unknown }
  const fields = Object.entries(stored ?? {})
  return (
    fields.some(([name, value]) => !KNOWN.has(name) || value === undefined) ||
    Object.keys(transfer ?? {}).length > 4
  )
}

/** A movement of which anything may be odd, or a sound one with details of which anything may be. */
function movementOf<Amount>(
  whole: Record<'amount' | 'balance' | 'currency' | 'note', fc.Arbitrary<unknown>>,
  sound: Amount,
): fc.Arbitrary<unknown> {
  const plain = { amount: sound, balance: sound, currency: 'EUR', note: null }
  return fc.oneof(
    nearly(whole),
    details.map(more => ({ ...plain, ...more })),
  )
}

const hasDetails = (data: object) => Object.keys(data).length > 4

describe('the hand-written code', () => {
  test('reads what the codec reads, with the same result, and nothing else', () => {
    const taken = { plain: 0, detailed: 0 }
    fc.assert(
      fc.property(
        movementOf({ amount: decimal, balance: decimal, currency, note }, '12.30'),
        stored => {
          const plain = decodePlain(stored)
          const expected = judged(() => movement.safeParse(stored))
          if (plain) taken[hasDetails(plain) ? 'detailed' : 'plain']++
          if (plain) expect(plain).toEqual(expected)
          // What has more fields is left to the schema.
          else if (!hasMore(stored)) expect(expected).toBeNull()
        },
      ),
      { numRuns: 4_000 },
    )
    expect(Math.min(taken.plain, taken.detailed)).toBeGreaterThan(100)
  })

  test('writes what the codec writes, with the same result, and nothing else', () => {
    const amount = fc.bigInt({ min: -(10n ** 42n), max: 10n ** 42n })
    const small = fc.bigInt({ min: -3n, max: 10_000n })
    const either = fc.oneof(small, small, amount)
    const taken = { plain: 0, detailed: 0 }
    fc.assert(
      fc.property(movementOf({ amount: either, balance: either, currency, note }, 1230n), event => {
        const given = (event ?? {}) as Parameters<typeof encodePlain>[0]
        const plain = encodePlain(given)
        const expected = judged(() => z.safeEncode(movement, given))
        if (plain) taken[hasDetails(plain) ? 'detailed' : 'plain']++
        if (plain) expect(plain).toEqual(expected)
        else if (!hasMore(given)) expect(expected).toBeNull()
      }),
      { numRuns: 4_000 },
    )
    expect(Math.min(taken.plain, taken.detailed)).toBeGreaterThan(100)
  })
})
