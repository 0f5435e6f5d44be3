import { describe, expect, test } from 'vitest'
import type { Refusal } from './refusal'
import { sentenceFor } from './sentences'

const EUR = { currency: 'EUR' } as const
const hold = { amount: '1030.00', expiresAt: '2026-12-03T23:30:00.000Z' }
const short = {
  field: 'amount',
  available: '1000.00',
  asked: '2000.50',
  short: '1000.50',
  ...EUR,
} as const
const since = { field: 'amount', lowest: '1000.00', asked: '2000.50', ...EUR } as const
const perDay = { field: 'amount', limit: 'perDay', max: '1000.00', left: '1.50', ...EUR } as const
const AT = '2026-06-01T12:00:00.000Z'

/** By type, so that the compiler asks for each: the refusals and their sentences. */
const SENTENCES: {
  readonly [Type in Refusal['type']]: readonly (readonly [
    details: Omit<Extract<Refusal, { type: Type }>, 'type'>,
    sentence: string,
  ])[]
} = {
  AccountNotFound: [
    [{ field: null }, 'Account not found.'],
    [{ field: 'to' }, 'No account of this bank has this number.'],
  ],
  AccountClosed: [
    [{ field: null }, 'This account is closed. Closed accounts can’t be changed.'],
    [{ field: 'to' }, 'The other account is closed.'],
  ],
  AccountFrozen: [
    [{ field: null, scope: 'debits' }, 'This account is frozen: no money can go out.'],
    [{ field: null, scope: 'all' }, 'This account is frozen: no money can move.'],
    [{ field: 'to', scope: 'credits' }, 'The other account is frozen: no money can come in.'],
    [
      { field: 'occurredAt', scope: 'debits' },
      'The account was frozen at that time: no money can go out.',
    ],
  ],
  AccountAlreadyExists: [[{ field: null }, 'This account already exists.']],
  AccountNotFrozen: [[{ field: null }, 'This account is not frozen.']],
  NothingToChange: [[{ field: null }, 'Nothing to change: these are the current values.']],

  OwnerMissing: [[{ field: 'owner' }, 'Enter the owner’s name.']],
  ReasonMissing: [[{ field: 'reason' }, 'Enter the reason.']],
  TextTooLong: [
    [{ field: 'owner', lengthMax: 200 }, 'The owner’s name can have at most 200 characters.'],
    [{ field: 'reference', lengthMax: 64 }, 'The reference can have at most 64 characters.'],
    [{ field: 'reason', lengthMax: 200 }, 'The reason can have at most 200 characters.'],
    [
      { field: 'owner', lengthMax: 200, bytesMax: 1600 },
      'The owner’s name is too long. Shorten it.',
    ],
  ],
  TextUnprintable: [
    [
      { field: 'note' },
      'The note contains hidden characters, such as line breaks or direction marks. ' +
        'Type it again on one line.',
    ],
  ],
  TextInvisible: [
    [{ field: 'owner' }, 'The owner’s name has no visible characters. Type it again.'],
  ],
  UnknownCurrency: [
    [
      { field: 'currency', currency: 'eur' },
      '“eur” is not a supported currency. Use an ISO 4217 code such as EUR.',
    ],
  ],
  CurrencyWithdrawn: [
    [
      { field: 'currency', currency: 'BGN', successor: 'EUR' },
      'BGN is no longer in use. Use EUR, which replaced it.',
    ],
  ],
  UnknownTimeZone: [[{ field: 'timeZone' }, 'Enter a time zone such as Europe/Prague.']],

  AmountMalformed: [[{ field: 'amount' }, 'Enter an amount such as 1250.00.']],
  AmountNotPositive: [
    [{ field: 'openingBalance' }, 'The opening balance can’t be negative.'],
    [{ field: 'limit' }, 'The limit can’t be negative.'],
    [{ field: 'amount' }, 'Enter an amount above zero.'],
    [{ field: 'perDay' }, 'Enter an amount above zero.'],
  ],
  AmountTooPrecise: [
    [{ field: 'amount', currency: 'JPY' }, 'JPY has no decimal places. Enter a whole amount.'],
    [{ field: 'amount', currency: 'KWD' }, 'KWD amounts have at most 3 decimal places.'],
    [{ field: 'amount', currency: 'HRS' }, 'The amount has too many decimal places for HRS.'],
  ],
  BalanceLimitExceeded: [
    [{ field: 'amount', limit: '1000000.00', ...EUR }, 'Balances can’t exceed 1,000,000.00 EUR.'],
    [
      { field: 'to', limit: '1000000.00', ...EUR },
      'The other account’s balance would exceed the maximum.',
    ],
  ],
  InsufficientFunds: [
    [short, 'Insufficient funds: 1,000.00 EUR available; 1,000.50 short.'],
    [
      {
        ...short,
        holds: [
          { ...hold, note: 'Hotel \u202eAdria' },
          { ...hold, note: null },
        ],
      },
      'Insufficient funds: 1,000.00 EUR available; 1,000.50 short. Hold of 1,030.00 for Hotel \ufffdAdria until ' +
        '3 Dec 2026, 23:30 UTC. Hold of 1,030.00 until 3 Dec 2026, 23:30 UTC.',
    ],
    [
      { ...short, field: 'to' },
      'Insufficient funds on the other account: 1,000.00 EUR available; 1,000.50 short.',
    ],
  ],
  InsufficientFundsSince: [
    [
      since,
      'Insufficient funds: the available balance fell to 1,000.00 after that date; 2,000.50 requested.',
    ],
    [
      { ...since, field: 'to' },
      'Insufficient funds on the other account: the available balance fell to 1,000.00 after that ' +
        'date; 2,000.50 requested.',
    ],
  ],
  OverdraftInUse: [
    [
      { field: 'limit', used: '1000.00', ...EUR },
      '1,000.00 EUR of the overdraft is in use. Set the limit to at least that amount.',
    ],
  ],
  LimitExceeded: [
    [
      { ...perDay, limit: 'perMovement', renewsAt: null, timeZone: null },
      'The limit per withdrawal or transfer is 1,000.00 EUR.',
    ],
    [
      { ...perDay, renewsAt: '2026-11-26T23:00:00.000Z', timeZone: 'Europe/Prague' },
      'The daily limit is 1,000.00 EUR: 1.50 left until 27 Nov 2026, 00:00 Europe/Prague.',
    ],
    // Stored by an engine that knew the zone, or before the refusal named it.
    [
      { ...perDay, renewsAt: '2026-11-26T23:00:00.000Z', timeZone: 'Europe/Nowhere' },
      'The daily limit is 1,000.00 EUR: 1.50 left until 26 Nov 2026, 23:00 UTC.',
    ],
    [
      { ...perDay, renewsAt: '2026-11-26T23:00:00.000Z', timeZone: null },
      'The daily limit is 1,000.00 EUR: 1.50 left on that day.',
    ],
    [
      { ...perDay, renewsAt: null, timeZone: null },
      'The daily limit is 1,000.00 EUR: 1.50 left on that day.',
    ],
  ],
  BalanceNotZero: [
    [
      { field: null, balance: '-1000.00', ...EUR },
      'The balance is -1,000.00 EUR. Only an account with a balance of zero can be closed.',
    ],
  ],

  MomentMalformed: [
    [
      { field: 'occurredAt' },
      'The effective date must be an instant such as 2026-06-30T14:03:00Z.',
    ],
    [{ field: 'expiresAt' }, 'The expiry must be an instant such as 2026-06-30T14:03:00Z.'],
  ],
  MomentInFuture: [[{ field: 'occurredAt' }, 'The effective date can’t be in the future.']],
  MomentInPast: [[{ field: 'expiresAt' }, 'The expiry must be in the future.']],
  MomentBeforeOpening: [
    [
      { field: 'occurredAt', openedAt: AT },
      'The account was opened on 1 Jun 2026, 12:00 UTC. Enter a later date.',
    ],
  ],
  MomentBeforeEntry: [
    [
      { field: 'occurredAt', entryAt: AT },
      'The entry is effective 1 Jun 2026, 12:00 UTC. Its reversal can’t be earlier.',
    ],
  ],

  SameAccount: [
    [{ field: 'to' }, 'This is the account you are paying from. Choose another account.'],
  ],
  CurrencyMismatch: [
    [{ field: 'to', other: 'JPY', ...EUR }, 'The other account is in JPY; this one is in EUR.'],
  ],
  SameCustomer: [
    [{ field: 'customer' }, 'This customer already has the account. Choose another customer.'],
  ],

  HoldNotFound: [
    [{ field: 'holdId' }, 'This account has no hold with this ID.'],
    [{ field: 'holdId', ended: 'released' }, 'This hold was already released.'],
  ],
  HoldExpired: [[{ field: 'holdId' }, 'This hold has expired.']],
  HoldNotExpired: [
    [
      { field: 'holdId', expiresAt: AT },
      'This hold has not expired. It expires on 1 Jun 2026, 12:00 UTC.',
    ],
  ],
  HoldExceeded: [[{ field: 'amount', left: '1000.00', ...EUR }, 'The hold has 1,000.00 EUR left.']],
  TooManyHolds: [[{ field: null, max: 100 }, 'An account can have at most 100 holds.']],
  HoldsRemain: [
    [
      { field: null, held: '1000.00', ...EUR },
      '1,000.00 EUR is on hold. Release or capture the holds first.',
    ],
  ],

  EntryNotFound: [[{ field: 'version' }, 'This account has no entry with this number.']],
  NotReversible: [
    [
      { field: 'version' },
      'Only deposits, withdrawals and transfers can be reversed. A reversal can’t.',
    ],
  ],
  AlreadyReversed: [[{ field: 'version', by: 7 }, 'This entry was already reversed, by entry 7.']],
}

const CASES = Object.entries(SENTENCES).flatMap(([type, ofType]) =>
  ofType.map(([details, sentence]) => [{ type, ...details } as Refusal, sentence] as const),
)

describe('the sentence of a refusal', () => {
  test.each(CASES)('$type of $field', (refusal, sentence) =>
    expect(sentenceFor(refusal)).toBe(sentence),
  )
  test('is missing for a refusal of no known type only', () =>
    expect(() => sentenceFor({ type: 'Closed' } as unknown as Refusal)).toThrow(
      new TypeError('Unreachable: {"type":"Closed"}'),
    ))
})

test('times are in the zone of the reader', () => {
  const openedAt = '2026-12-03T23:30:00.000Z'
  expect(
    sentenceFor({ type: 'MomentBeforeOpening', field: 'occurredAt', openedAt }, 'Asia/Tokyo'),
  ).toBe('The account was opened on 4 Dec 2026, 08:30 Asia/Tokyo. Enter a later date.')
})
