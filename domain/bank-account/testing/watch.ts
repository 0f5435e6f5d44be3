import { availableAt } from '@/domain/bank-account/available'
import { dayIn } from '@/domain/bank-account/business-day'
import type { Command } from '@/domain/bank-account/commands'
import type { BankAccountEvent, MoneyDeposited, MoneyWithdrawn } from '@/domain/bank-account/events'
import { MOVEMENT_RULES, OPENING_RULES } from '@/domain/bank-account/ledger'
import { ledgerAccountBy } from '@/domain/money/ledger'
import type { Bank, Sent } from './bank'
import { isLimited, type Recorded, spentOn } from './plain-facts'
import { available, changeOf, follow, must, opened, permitted, type Told } from './told'

/** Follows the commands on a bank, and throws when something does not hold after one. */
export function watch(bank: Bank) {
  const accounts = new Map<string, Told>()
  const reversed = new Set<string>()
  /** What came in and went out, by currency and account of the bank's books. */
  const books = new Map<string, bigint>()

  return (command: Command, { answer, events }: Sent, now: Date): void => {
    const isAccepted = answer.outcome === 'accepted'
    must(isAccepted || events.length === 0, 'A refused command changes nothing', command)
    const mayChangeNothing = command.type === 'ExpireHold'
    must(!isAccepted || events.length > 0 || mayChangeNothing, 'It changes something', command)
    for (const one of events) {
      const told = accounts.get(one.aggregateId)
      if (told) goesOn(bank, told, one, command, now)
      else accounts.set(one.aggregateId, opened(one.event))
      if (isMovement(one.event)) reversesOnce(bank, reversed, one, one.event)
      enter(books, one.event)
    }
    comesWithItsOtherSide(events)
    for (const [id, told] of accounts) agrees(bank, id, told, now)
    addUpToZero(bank, accounts.keys(), books)
  }
}

function goesOn(bank: Bank, told: Told, one: Recorded, command: Command, now: Date): void {
  const { event } = one
  const before = available(told, now)
  permitted(told, event, command, now, one.occurredAt)
  follow(told, event)
  const after = available(told, now)
  const isOverdrawn = event.type === 'MoneyWithdrawn' && event.overdrawn === true
  const isConfirmed = command.type === 'ReverseEntry' && command.allowOverdrawing
  must(!isOverdrawn || isConfirmed, 'Only a confirmed reversal overdraws', one)
  must(
    after >= 0n || after >= before || isOverdrawn,
    'What is available stays above zero unless an event says so',
    one,
    after,
  )
  if (isLimited(event)) staysWithinItsDay(bank, told, one, now)
}

function staysWithinItsDay(bank: Bank, { limits }: Told, one: Recorded, now: Date): void {
  if (!limits || limits.perDay === null) return
  const { timeZone, perDay } = limits
  if (dayIn(timeZone, one.occurredAt) !== dayIn(timeZone, now)) return
  const spent = spentOn(bank.logOf(one.aggregateId), timeZone, now)
  must(spent <= perDay, 'A day stays within its limit', one, perDay, spent)
}

function reversesOnce(
  bank: Bank,
  reversed: Set<string>,
  { aggregateId, occurredAt, version }: Recorded,
  event: MoneyDeposited | MoneyWithdrawn,
): void {
  if (event.reverses === undefined) return
  const key = `${aggregateId} ${event.reverses}`
  must(!reversed.has(key), 'An entry is reversed at most once', event)
  reversed.add(key)
  const entry = event.reverses < version ? bank.logOf(aggregateId)[event.reverses - 1] : undefined
  if (!entry || !isMovement(entry.event)) throw new Error(`No entry was reversed by ${version}`)
  const isOpposite = changeOf(entry.event) === -changeOf(event)
  must(isOpposite, 'A reversal is the opposite of its entry', entry, event)
  must(entry.event.reverses === undefined, 'No reversal is reversed', event)
  must(occurredAt >= entry.occurredAt, 'No reversal is before its entry', event)
}

function comesWithItsOtherSide(events: readonly Recorded[]): void {
  const sides = events.flatMap(one =>
    isMovement(one.event) && one.event.transfer ? [{ ...one, transfer: one.event.transfer }] : [],
  )
  const [one, other] = sides
  if (!one && !other) return
  must(sides.length === 2, 'A transfer has two sides', sides)
  if (!one || !other) return
  const isBetween =
    one.transfer.accountId === other.aggregateId && other.transfer.accountId === one.aggregateId
  const isOne =
    one.transfer.id === other.transfer.id &&
    one.occurredAt.getTime() === other.occurredAt.getTime() &&
    changeOf(one.event) === -changeOf(other.event)
  must(isBetween && isOne, 'The sides of a transfer are those of one', sides)
}

function agrees(bank: Bank, id: string, told: Told, now: Date): void {
  const account = bank.accountOf(id)
  must(account?.balance === told.balance, 'A balance is the sum of the movements', id)
  must(
    account !== null && availableAt(account, now) === available(told, now),
    'What is available is the balance without active holds, and with the overdraft',
    id,
  )
  must(
    told.balance >= -told.overdraft || available(told, now) < 0n,
    'No balance is below its limit unless an event says so',
    id,
  )
}

function enter(books: Map<string, bigint>, event: BankAccountEvent): void {
  const name = counterOf(event)
  must(
    (name !== null) === (changeOf(event) !== 0n || event.type === 'AccountCreated'),
    'Money has a counter-side',
    event,
  )
  if (name === null || !('currency' in event)) return
  const key = `${event.currency} ${name}`
  books.set(key, (books.get(key) ?? 0n) + changeOf(event))
}

function counterOf(event: BankAccountEvent) {
  if (event.type === 'AccountCreated') return ledgerAccountBy(OPENING_RULES, event, 'teller')
  const isMovement = event.type === 'MoneyDeposited' || event.type === 'MoneyWithdrawn'
  return isMovement ? ledgerAccountBy(MOVEMENT_RULES, event, 'teller') : null
}

function addUpToZero(bank: Bank, ids: Iterable<string>, books: ReadonlyMap<string, bigint>): void {
  const sums = new Map<string, bigint>()
  for (const id of ids) {
    const { currency = '', balance = 0n } = bank.accountOf(id) ?? {}
    sums.set(currency, (sums.get(currency) ?? 0n) + balance)
  }
  for (const [currency, sum] of sums) {
    const its = [...books].filter(([key]) => key.startsWith(currency))
    const came = its.filter(([key]) => !key.endsWith('transfers'))
    const total = came.reduce((rest, [, amount]) => rest + amount, 0n)
    must(total === sum, 'All balances are what came in without what went out', currency, sum, its)
    const within = books.get(`${currency} transfers`) ?? 0n
    must(within === 0n, 'Transfers add up to zero', currency, within)
  }
}

function isMovement(event: BankAccountEvent): event is MoneyDeposited | MoneyWithdrawn {
  return event.type === 'MoneyDeposited' || event.type === 'MoneyWithdrawn'
}
