import { expect, test } from 'vitest'
import { timelineSentence } from './timeline-faults'
import { withTypedBounds } from './typed-bounds'

test.each([
  ['1 234,50', 'EUR', '1234.50'],
  ['1,234', 'EUR', '1234.00'],
  ['1.234', 'EUR', '1234.00'],
  ['€5', 'EUR', '5.00'],
  ['1.234,5', 'KWD', '1234.500'],
  ['1,234.5', null, '1234.50'],
  ['1 234', null, '1234.00'],
  ['1,234', null, '1234.00'],
])('“%s” in %s bounds amounts by %s', (min, currency, decimal) => {
  expect(withTypedBounds({ min, note: 'x' }, currency)).toEqual({
    query: { min: decimal, note: 'x' },
    faults: [],
  })
})

test.each([
  ['5', 'EUR'],
  ['5.5', 'EUR'],
  ['1.234', 'KWD'],
  ['1.234', null],
  ['', 'EUR'],
  ['five', 'EUR'],
  ['5 USD', 'EUR'],
])('“%s” in %s stays as it is', (min, currency) => {
  expect(withTypedBounds({ min }, currency)).toEqual({ query: { min }, faults: [] })
})

test('the currency of the query goes before that of the account', () => {
  const { query } = withTypedBounds({ max: '1.234', currency: 'JPY' }, 'KWD')
  expect(query).toMatchObject({ max: '1234' })
})

test('what could be two amounts is refused with both', () => {
  const { query, faults } = withTypedBounds({ min: '1,234' }, 'KWD')
  expect(query.min).toBeUndefined()
  expect(faults.map(fault => timelineSentence(fault, () => 'Amount from'))).toEqual([
    '“Amount from”: “1,234” could be 1.234 or 1,234.000.',
  ])
})
