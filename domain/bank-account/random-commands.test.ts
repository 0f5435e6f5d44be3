import fc from 'fast-check'
import { expect, test } from 'vitest'
import { advance, emptyStream } from '@/domain/event-sourcing/stream'
import { activeHolds, availableAt } from './available'
import { type Account, bankAccount } from './bank-account'
import type { BankAccountEvent } from './events'
import type { Refusal } from './refusal'
import { type Bank, openBank } from './testing/bank'
import { inBusinessOrder, type Log, stateAfter } from './testing/plain-facts'
import { commandOf, OPENED_FIRST, opening, type Step, step } from './testing/steps'
import { must } from './testing/told'
import { watch } from './testing/watch'

const RUNS = 150
const STEPS = 140
const START = Date.parse('2026-10-23T06:00:00Z')

/** All of them, so that the compiler asks for new ones; `false`: seldom or never reached. */
const EVENTS: Readonly<Record<BankAccountEvent['type'], true>> = {
  AccountCreated: true,
  MoneyDeposited: true,
  MoneyWithdrawn: true,
  HoldPlaced: true,
  HoldReleased: true,
  HoldExpired: true,
  OverdraftLimitSet: true,
  LimitsSet: true,
  AccountFrozen: true,
  AccountUnfrozen: true,
  AccountClosed: true,
  AccountRenamed: true,
  ReferenceSet: true,
  CustomerAssigned: true,
  SecondCustomerAssigned: true,
}
const REFUSALS: Readonly<Record<Refusal['type'], boolean>> = {
  AccountNotFound: true,
  AccountClosed: true,
  AccountFrozen: true,
  AccountAlreadyExists: true,
  NothingToChange: true,
  OwnerMissing: true,
  ReasonMissing: true,
  TextTooLong: true,
  TextUnprintable: true,
  TextInvisible: true,
  UnknownCurrency: true,
  CurrencyWithdrawn: true,
  AmountMalformed: true,
  AmountNotPositive: true,
  AmountTooPrecise: true,
  BalanceLimitExceeded: true,
  MomentMalformed: true,
  MomentInFuture: true,
  MomentInPast: true,
  MomentBeforeOpening: true,
  MomentBeforeEntry: true,
  InsufficientFundsSince: true,
  InsufficientFunds: true,
  LimitExceeded: true,
  UnknownTimeZone: true,
  OverdraftInUse: true,
  SameAccount: true,
  CurrencyMismatch: true,
  HoldNotFound: true,
  HoldExpired: true,
  HoldNotExpired: true,
  HoldExceeded: true,
  TooManyHolds: false,
  AccountNotFrozen: true,
  BalanceNotZero: true,
  HoldsRemain: false,
  SameCustomer: true,
  EntryNotFound: true,
  NotReversible: true,
  AlreadyReversed: true,
}

test('whatever is asked of several accounts, the bank keeps its rules', () => {
  const reached = new Map<string, number>()
  const count = (type: string) => reached.set(type, (reached.get(type) ?? 0) + 1)
  const steps = fc.array(step, { minLength: STEPS, maxLength: STEPS })
  fc.assert(
    fc.property(steps, asked => run(asked, count)),
    { numRuns: RUNS },
  )
  const types = [...keysOf('event', EVENTS), ...keysOf('refusal', REFUSALS)]
  expect(types.filter(type => !reached.has(type))).toEqual([])
}, 60_000)

function keysOf(kind: string, table: Readonly<Record<string, boolean>>): string[] {
  return Object.keys(table).flatMap(key => (table[key] ? `${kind} ${key}` : []))
}

function run(asked: readonly Step[], count: (type: string) => void): void {
  const bank = openBank()
  const saw = watch(bank)
  let time = START
  for (const one of [...Array.from({ length: OPENED_FIRST }, (_, n) => opening(n)), ...asked]) {
    time += one.waitMs
    const now = new Date(time)
    const [accountId, command] = commandOf(one, bank, now)
    const sent = bank.send(accountId, command, now)
    saw(command, sent, now)
    for (const { event } of sent.events) count(`event ${event.type}`)
    if (sent.answer.outcome === 'refused') count(`refusal ${sent.answer.refusal.type}`)
  }
  for (const accountId of bank.streams.keys()) {
    replayEqualsLive(bank, accountId)
    wasAboveItsLimit(bank.logOf(accountId))
  }
}

function replayEqualsLive(bank: Bank, accountId: string): void {
  const empty = emptyStream(bankAccount, accountId)
  const replayed = bank
    .logOf(accountId)
    .reduce((stream, one) => advance(bankAccount, stream, one), empty)
  expect(bank.streams.get(accountId)).toEqual(replayed)
}

/** As of every moment, late postings included, up to the first event that says otherwise. */
function wasAboveItsLimit(log: Log): void {
  const ordered = inBusinessOrder(log)
  const excused = ordered.find(({ event }) => 'overdrawn' in event)?.occurredAt
  for (const { occurredAt } of ordered) {
    if (excused && occurredAt >= excused) return
    const past = stateAfter(ordered.filter(one => one.occurredAt <= occurredAt)) as Account
    must(
      availableAt(past, occurredAt) >= 0n,
      'What was available stays above zero at each moment',
      occurredAt,
      activeHolds(past, occurredAt),
      past.balance,
    )
  }
}
