import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountStream } from '@/domain/bank-account/account-stream'
import { accountNumber } from '@/domain/money/account-number'
import {
  isFiltered,
  PLAIN_TIMELINE,
  readTimelineView,
  type TimelineView,
  timelinePath,
  writeTimeline,
} from './timeline'
import { timelineSentence } from './timeline-faults'

const read = (query: string) => readTimelineView(new URLSearchParams(query))

const day = fc.constantFrom('2026-06-30', '2026-03-29T02:30', '2026-10-25T02:30:00.5+02:00')
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const text = (maxLength: number) =>
  fc.string({ minLength: 1, maxLength }).filter(s => s.trim() === s && !/[\p{Cc}\p{Cs}]/u.test(s))
const view: fc.Arbitrary<TimelineView> = fc.record({
  type: orNull(fc.constantFrom('MoneyDeposited', 'Counted')),
  direction: orNull(fc.constantFrom('in' as const, 'out' as const)),
  min: fc.constantFrom(null, '0', '1.00'),
  max: orNull(fc.constantFrom('1', '2.00')),
  ledger: orNull(fc.constantFrom('cash' as const, 'customer-accounts' as const)),
  currency: orNull(fc.constantFrom('EUR', 'JPY')),
  from: orNull(day),
  to: orNull(day),
  clock: fc.constantFrom('occurred' as const, 'recorded' as const),
  hour: orNull(fc.nat(23)),
  by: orNull(text(100)),
  note: orNull(text(200)),
  correlation: orNull(fc.uuid()),
  late: fc.boolean(),
  refused: orNull(fc.constantFrom('also' as const, 'only' as const)),
  asOf: orNull(day),
  knownAt: orNull(day),
  zone: orNull(fc.constantFrom('Europe/Prague', 'UTC')),
  order: orNull(fc.constantFrom('asc' as const, 'desc' as const)),
  at: orNull(day),
  event: orNull(fc.integer({ min: 1, max: 2 ** 31 - 1 })),
  attempt: orNull(fc.uuid()),
  of: orNull(fc.uuid()),
  account: orNull(
    fc.oneof(
      fc.uuid(),
      fc.uuid().map(id => accountNumber(id).replaceAll(' ', '')),
    ),
  ),
})

test('a written view is parsed back unchanged, from either form of a query', () => {
  fc.assert(
    fc.property(view, asked => {
      expect(readTimelineView(writeTimeline(asked))).toEqual({ view: asked, faults: [] })
      const { searchParams } = new URL(timelinePath(null, asked), 'http://bank.test')
      expect(readTimelineView(Object.fromEntries(searchParams))).toEqual({
        view: asked,
        faults: [],
      })
    }),
  )
})

test('a plain timeline has a plain address; a zone keeps its slash', () => {
  expect(timelinePath(accountStream('a'))).toBe('/accounts/a/events')
  expect(timelinePath({ type: 'Tally', id: 'a' })).toBe('/streams/a')
  expect(timelinePath(null, PLAIN_TIMELINE)).toBe('/audit')
  expect(timelinePath(null, { zone: 'Europe/Prague', from: '2026-06-30T14:03' })).toBe(
    '/audit?from=2026-06-30T14:03&zone=Europe/Prague',
  )
  expect(timelinePath(null, { note: 'a&b=c?#', late: true })).toBe(
    '/audit?note=a%26b%3Dc%3F%23&late=only',
  )
})

test('empty fields of a form are ignored', () => {
  expect(read('type=&note=+&min=&order=')).toEqual({ view: PLAIN_TIMELINE, faults: [] })
  expect(isFiltered(read('order=asc&zone=UTC&event=3').view)).toBe(false)
  expect(isFiltered(read('late=only').view)).toBe(true)
})

describe('an address that was edited by hand', () => {
  test.each([
    ['typ=MoneyDeposited', 'typ', /is not a filter/],
    ['__proto__=1', '__proto__', /is not a filter/],
    ['type=my-type', 'type', /must be the name of an event type/],
    ['type=MoneyDeposited&type=MoneyWithdrawn', 'type', /more than once/],
    ['direction=up', 'direction', /in, out/],
    ['min=-5', 'min', /must be an amount/],
    ['min=1e3', 'min', /must be an amount/],
    ['min=1,000', 'min', /must be an amount/],
    ['min=10.01&max=10', 'max', /less than “min”/],

    ['ledger=bank', 'ledger', /customer-accounts, cash, opening-balances/],
    ['currency=eur', 'currency', /such as EUR/],
    ['from=yesterday', 'from', /such as 2026-06-30/],
    ['to=2026-06-30,14:03', 'to', /such as 2026-06-30 14:03/],
    ['zone=Europe/Nowhere', 'zone', /time zone/],
    ['late=yes', 'late', /must be “only”/],
    ['refused=1', 'refused', /also, only/],
    ['event=0', 'event', /starting from 1/],
    ['event=99999999999', 'event', /starting from 1/],
    ['account=x', 'account', /must be an account number such as DB/],
    ['account=DB11+0917+3354+8871+2046', 'account', /must be an account number/],
    ['attempt=x', 'attempt', /must be an ID/],
    [`note=${'x'.repeat(5000)}`, 'note', /at most 200 characters/],
    ['note=%00', 'note', /control characters/],
    [`${'y'.repeat(5000)}=1`, 'y'.repeat(40), /is not a filter/],
  ])('%.60s', (query, field, sentence) => {
    const { faults } = read(query)
    expect(faults.map(fault => fault.field)).toEqual([field])
    const [said = ''] = faults.map(fault => timelineSentence(fault))
    expect(said).toMatch(sentence)
    expect(said).toMatch(/^“.*\.$/)
    expect(said.length).toBeLessThan(200)
  })

  test('amounts are compared as numbers', () => {
    expect(read('min=9&max=10.5').faults).toEqual([])
  })

  test('keeps its valid parameters beside the invalid ones', () => {
    const { view, faults } = read('note=rent&late=nope')
    expect(view.note).toBe('rent')
    expect(faults).toHaveLength(1)
  })
})
