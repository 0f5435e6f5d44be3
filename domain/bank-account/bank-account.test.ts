import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BankAccount, type BankAccountEvent, evolve, initial } from './bank-account'
import { BALANCE_LIMIT, type Command, decide } from './decisions'
import { type Refusal, sentenceFor } from './refusal'

const ID = '0c7a8f8e-6c1d-4f0e-8a55-2f6f0a2d9b11'
const created = (openingBalance = 0n, currency = 'EUR'): BankAccountEvent => ({
  type: 'AccountCreated',
  accountId: ID,
  owner: 'Jana Nováková',
  currency,
  openingBalance,
  reference: null,
  customerId: null,
})
const create = (fields: Partial<Extract<Command, { type: 'CreateAccount' }>> = {}): Command => ({
  type: 'CreateAccount',
  owner: 'Jana Nováková',
  currency: 'EUR',
  openingBalance: '0',
  reference: null,
  customerId: null,
  ...fields,
})
const deposit = (amount: string, note: string | null = null) => ({
  type: 'Deposit' as const,
  amount,
  note,
})
const withdraw = (amount: string) => ({ type: 'Withdraw' as const, amount, note: null })
const fold = (events: readonly BankAccountEvent[]): BankAccount => events.reduce(evolve, initial)

/** given / when / gives */
const given = (...events: BankAccountEvent[]) => ({
  when: (command: Command) => {
    const decision = decide(ID, command, fold(events))
    return {
      gives: (...expected: BankAccountEvent[]) =>
        expect(decision).toEqual({ outcome: 'accepted', events: expected }),
      refused: (type: Refusal['type'], field: Refusal['field']) =>
        expect(decision).toMatchObject({ outcome: 'refused', refusal: { type, field } }),
    }
  },
})
const moved = (
  type: 'MoneyDeposited' | 'MoneyWithdrawn',
  amount: bigint,
  balance: bigint,
  currency = 'EUR',
): BankAccountEvent => ({ type, amount, balance, currency, note: null })

const THEN = '2026-06-10T00:00:00.000Z'
const past = (lowest: bigint, highest: bigint) => ({
  now: new Date('2026-06-30T12:00:00Z'),
  openedAt: new Date('2026-06-01T12:00:00Z'),
  lowest,
  highest,
})

describe('a bank account', () => {
  test('is created with its owner, currency and opening balance', () =>
    given()
      .when(create({ openingBalance: '12.50', owner: ' Jana Nováková ' }))
      .gives(created(1250n)))
  test('is created once', () =>
    given(created()).when(create()).refused('AccountAlreadyExists', null))
  test('has an owner', () =>
    given()
      .when(create({ owner: '  ' }))
      .refused('OwnerMissing', 'owner'))
  test('has an owner that fits on a page', () =>
    given()
      .when(create({ owner: 'x'.repeat(10_000) }))
      .refused('TextTooLong', 'owner'))
  test('has an owner that can be printed', () =>
    given()
      .when(create({ owner: 'a\u0000b' }))
      .refused('TextUnprintable', 'owner'))
  test('has a currency of ISO 4217', () =>
    given()
      .when(create({ currency: 'eur' }))
      .refused('UnknownCurrency', 'currency'))
  test('does not inherit currencies from Object', () =>
    given()
      .when(create({ currency: 'toString' }))
      .refused('UnknownCurrency', 'currency'))
  test('opens with no debt', () =>
    given()
      .when(create({ openingBalance: '-1' }))
      .refused('AmountNotPositive', 'openingBalance'))
  test('takes a deposit', () =>
    given(created())
      .when(deposit('100.00'))
      .gives(moved('MoneyDeposited', 10000n, 10000n)))
  test('gives a withdrawal down to nothing', () =>
    given(created(500n))
      .when(withdraw('5'))
      .gives(moved('MoneyWithdrawn', 500n, 0n)))
  test('gives no withdrawal beyond the balance', () =>
    given(created(6950n)).when(withdraw('69.51')).refused('InsufficientFunds', 'amount'))
  test('takes a deposit below zero, as imported books have it', () =>
    given(created(), moved('MoneyWithdrawn', 500n, -500n))
      .when(deposit('2'))
      .gives(moved('MoneyDeposited', 200n, -300n)))
  test('moves nothing before it exists', () =>
    given().when(deposit('1')).refused('AccountNotFound', null))
  test.each(['0', '0.00', '-5', '-0'])('moves no amount of %s', amount =>
    given(created(100n)).when(deposit(amount)).refused('AmountNotPositive', 'amount'),
  )
  test.each([
    ['1.005', 'EUR'],
    ['1.0', 'JPY'],
    ['0.0001', 'KWD'],
  ])('moves no %s %s', (amount, currency) =>
    given(created(0n, currency)).when(deposit(amount)).refused('AmountTooPrecise', 'amount'),
  )
  test.each(['1e3', 'NaN', '', 'ten'])('cannot read %j', amount =>
    given(created()).when(withdraw(amount)).refused('AmountMalformed', 'amount'),
  )
  test.each(['9'.repeat(30), '9'.repeat(60)])('passes no limit with %s', amount =>
    given(created()).when(deposit(amount)).refused('BalanceLimitExceeded', 'amount'),
  )
  test('reaches the limit', () =>
    given(created(BALANCE_LIMIT - 1n))
      .when(deposit('0.01'))
      .gives(moved('MoneyDeposited', 1n, BALANCE_LIMIT)))
  test('takes a late withdrawal that every moment since could have given', () =>
    expect(
      decide(ID, { ...withdraw('5'), occurredAt: THEN }, fold([created(900n)]), past(500n, 900n)),
    ).toEqual({
      outcome: 'accepted',
      events: [moved('MoneyWithdrawn', 500n, 400n)],
      occurredAt: new Date(THEN),
    }))
  test('gives no late withdrawal that a moment since could not have given', () =>
    expect(
      decide(
        ID,
        { ...withdraw('5.01'), occurredAt: THEN },
        fold([created(900n)]),
        past(500n, 900n),
      ),
    ).toMatchObject({ refusal: { type: 'InsufficientFundsSince', lowest: '5.00', asked: '5.01' } }))
  test('takes no late deposit that a moment since would have been too rich for', () =>
    expect(
      decide(
        ID,
        { ...deposit('5'), occurredAt: THEN },
        fold([created(900n)]),
        past(0n, BALANCE_LIMIT),
      ),
    ).toMatchObject({ refusal: { type: 'BalanceLimitExceeded' } }))
  test.each([
    ['2026-06-30T12:00:00.001Z', 'MomentInFuture'],
    ['2026-06-01T11:59:59.999Z', 'MomentBeforeOpening'],
    ['yesterday', 'MomentMalformed'],
  ])('has no movement that happened at %s', (occurredAt, type) =>
    expect(
      decide(ID, { ...deposit('1'), occurredAt }, fold([created(900n)]), past(0n, 900n)),
    ).toMatchObject({ refusal: { type, field: 'occurredAt' } }),
  )
  test('keeps short notes', () =>
    given(created())
      .when(deposit('1', 'x'.repeat(501)))
      .refused('TextTooLong', 'note'))
})

const command = fc.oneof(
  fc.record({
    type: fc.constant('CreateAccount' as const),
    owner: fc.constantFrom('Jana', '', 'Petr'),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'XXX'),
    openingBalance: fc.constantFrom('0', '10', '1.5', '-1'),
    reference: fc.constant(null),
    customerId: fc.constant(null),
  }),
  fc.record({
    type: fc.constantFrom('Deposit' as const, 'Withdraw' as const),
    amount: fc.oneof(
      fc.nat(2000).map(String),
      fc.constantFrom('0.5', '1.234', '-1', 'x', '1e3', `${10n ** 16n}`),
    ),
    note: fc.constant(null),
  }),
)

describe('whatever is asked', () => {
  const histories = fc.array(command, { maxLength: 60 })

  test('the balance stays between zero and the limit, and equals the sum of its movements', () => {
    fc.assert(
      fc.property(histories, commands => {
        let state: BankAccount = initial
        let sum = 0n
        const log: BankAccountEvent[] = []
        for (const asked of commands) {
          const decision = decide(ID, asked, state)
          if (decision.outcome === 'refused') continue
          for (const event of decision.events) {
            state = evolve(state, event)
            log.push(event)
            if (event.type === 'AccountCreated') sum += event.openingBalance
            else sum += event.type === 'MoneyDeposited' ? event.amount : -event.amount
            const recorded = event.type === 'AccountCreated' ? event.openingBalance : event.balance
            expect(recorded).toBe(sum)
          }
          if (state.status === 'none') throw new Error('accepted without an account')
          expect(state.balance).toBe(sum)
          expect(state.balance >= 0n && state.balance <= BALANCE_LIMIT).toBe(true)
        }
        expect(fold(log)).toEqual(state)
      }),
    )
  })

  test('every refusal has a sentence', () => {
    fc.assert(
      fc.property(histories, commands => {
        for (const asked of commands) {
          const decision = decide(ID, asked, initial)
          if (decision.outcome === 'refused') {
            expect(sentenceFor(decision.refusal)).toMatch(/^[A-Z“].*\.$/)
          }
        }
      }),
    )
  })
})
