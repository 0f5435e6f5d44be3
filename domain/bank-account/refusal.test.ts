import { describe, expect, test } from 'vitest'
import { type Refusal, sentenceFor } from './refusal'

const SENTENCES: readonly (readonly [Refusal, string])[] = [
  [{ type: 'AccountNotFound', field: null }, 'Account not found.'],
  [{ type: 'AccountAlreadyExists', field: null }, 'This account already exists.'],
  [{ type: 'OwnerMissing', field: 'owner' }, 'Enter the owner’s name.'],
  [
    { type: 'TextTooLong', field: 'owner', lengthMax: 200 },
    'The owner’s name can have at most 200 characters.',
  ],
  [
    { type: 'TextTooLong', field: 'reference', lengthMax: 64 },
    'The reference can have at most 64 characters.',
  ],
  [
    { type: 'TextUnprintable', field: 'note' },
    'The note contains control characters. Type it again on one line.',
  ],
  [
    { type: 'UnknownCurrency', field: 'currency', currency: 'eur' },
    '“eur” is not a supported currency. Use an ISO 4217 code such as EUR.',
  ],
  [
    { type: 'CurrencyWithdrawn', field: 'currency', currency: 'BGN', successor: 'EUR' },
    'BGN is no longer in use. Use EUR, which replaced it.',
  ],
  [{ type: 'AmountMalformed', field: 'amount' }, 'Enter an amount such as 1250.00.'],
  [
    { type: 'AmountNotPositive', field: 'openingBalance' },
    'The opening balance can’t be negative.',
  ],
  [{ type: 'AmountNotPositive', field: 'amount' }, 'Enter an amount above zero.'],
  [
    { type: 'AmountTooPrecise', field: 'amount', currency: 'JPY' },
    'JPY has no decimal places. Enter a whole amount.',
  ],
  [
    { type: 'AmountTooPrecise', field: 'amount', currency: 'KWD' },
    'KWD amounts have at most 3 decimal places.',
  ],
  [
    { type: 'BalanceLimitExceeded', field: 'amount', limit: '1000000.00', currency: 'EUR' },
    'Balances can’t exceed 1,000,000.00 EUR.',
  ],
  [
    {
      type: 'InsufficientFunds',
      field: 'amount',
      available: '1000.00',
      asked: '2000.50',
      currency: 'EUR',
    },
    'Insufficient funds: 1,000.00 available, 2,000.50 requested.',
  ],
  [
    {
      type: 'InsufficientFundsSince',
      field: 'amount',
      lowest: '1000.00',
      asked: '2000.50',
      currency: 'EUR',
    },
    'Insufficient funds: the balance fell to 1,000.00 after that date, 2,000.50 requested.',
  ],
  [
    { type: 'MomentMalformed', field: 'occurredAt' },
    'The effective date must be an instant such as 2026-06-30T14:03:00Z.',
  ],
  [{ type: 'MomentInFuture', field: 'occurredAt' }, 'The effective date can’t be in the future.'],
  [
    {
      type: 'MomentBeforeOpening',
      field: 'occurredAt',
      openedAt: '2026-06-01T12:00:00.000Z',
    },
    'The account was opened on 2026-06-01T12:00:00.000Z. Enter a later date.',
  ],
]

describe('the sentence of a refusal', () => {
  test.each(SENTENCES)('$type of $field', (refusal, sentence) =>
    expect(sentenceFor(refusal)).toBe(sentence),
  )
  test('is missing for a refusal of no known type only', () =>
    expect(() => sentenceFor({ type: 'Closed' } as unknown as Refusal)).toThrow(
      new TypeError('Unreachable: {"type":"Closed"}'),
    ))
})
