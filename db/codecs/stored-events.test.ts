import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Named } from '@/domain/event-sourcing/aggregate'
import { WITHDRAWN_CURRENCIES } from '@/domain/money/currencies'
import { InvalidEvent, NewerEvent } from './codec'
import { eventKinds } from './registry'
import { decodeEvent, encodeEvent } from './stored-events'

type Golden = { type: string; schemaVersion: number; data: unknown; event: unknown }
const golden = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .flatMap(({ name }): Golden[] =>
    JSON.parse(readFileSync(join(import.meta.dirname, name, 'golden.json'), 'utf8')),
  )
/** Golden files have amounts as bigint literals, which JSON does not have. */
const asGolden = (event: Named): unknown =>
  JSON.parse(JSON.stringify(event, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)))

describe('yesterday’s events', () => {
  test.each(golden)('$type of version $schemaVersion is read as today’s', stored => {
    expect(asGolden(decodeEvent(stored.type, stored.schemaVersion, stored.data))).toEqual(
      stored.event,
    )
  })

  test.each(golden)('$type of version $schemaVersion is written in the present version', stored => {
    const event = decodeEvent(stored.type, stored.schemaVersion, stored.data)
    const written = encodeEvent(event)
    expect(decodeEvent(written.type, written.schemaVersion, written.data)).toEqual(event)
  })

  test('every schema version has a golden event', () => {
    for (const [type, { event }] of eventKinds()) {
      const versions = golden.filter(one => one.type === type).map(one => one.schemaVersion)
      const all = Array.from({ length: event.schemaVersion }, (_, n) => n + 1)
      expect([...new Set(versions)]).toEqual(all)
    }
  })

  test.each(Object.keys(WITHDRAWN_CURRENCIES))(
    'an event in %s, which was withdrawn, is read',
    code => {
      const data = { amount: '5', balance: '7', currency: code, note: null }
      const event = decodeEvent('MoneyDeposited', 1, data)
      expect(event).toMatchObject({ currency: code })
      expect(encodeEvent(event).data).toMatchObject({ currency: code })
    },
  )

  test('an event of a newer program stops the reading and says so', () => {
    expect(() => decodeEvent('MoneyDeposited', 9, {})).toThrow(NewerEvent)
    expect(() => decodeEvent('MoneyDeposited', 9, {})).toThrow(/newer version of Daybook/)
  })

  test.each(['AccountEaten', 'toString'])(
    'so does an event of an unknown type, by name: %s',
    type => {
      expect(() => decodeEvent(type, 1, {})).toThrow(NewerEvent)
      expect(() => decodeEvent(type, 1, {})).toThrow(`unknown event type: ${type}`)
    },
  )

  test.each([
    ['MoneyDeposited', { amount: 5 }, /broken MoneyDeposited at amount/],
    [
      'MoneyDeposited',
      { amount: '1.005', balance: '1', currency: 'EUR', note: null },
      /1.005, which is not an amount in EUR/,
    ],
  ])('what cannot be read is named: %s', (type, data, message) => {
    expect(() => decodeEvent(type, 1, data)).toThrow(message)
    expect(() => decodeEvent(type, 1, data)).not.toThrow(NewerEvent)
  })
})

describe('an event that its schema does not allow', () => {
  const deposited = {
    type: 'MoneyDeposited',
    amount: 5n,
    balance: 5n,
    currency: 'EUR',
    note: null,
  } as const

  test.each([
    [{ ...deposited, amount: 0n }, 'amount'],
    [{ ...deposited, amount: -5n }, 'amount'],
    [{ ...deposited, currency: 'EURO' }, 'currency'],
    [{ ...deposited, note: 'x'.repeat(2_000_000) }, 'note'],
    [{ ...deposited, type: 'MoneyEaten' }, 'type'],
    [{ ...deposited, amount: 5 }, 'amount'],
  ])('is refused with its path (%#)', (event, path) => {
    expect(() => encodeEvent(event)).toThrow(InvalidEvent)
    expect(() => encodeEvent(event)).toThrow(expect.objectContaining({ path }))
  })
})
