import fc from 'fast-check'
import { availableAt, heldAt } from '@/domain/bank-account/available'
import type { Command } from '@/domain/bank-account/commands'
import { transferOf } from '@/domain/bank-account/transfer'
import { formatAmount } from '@/domain/money/money'
import { unreachable } from '@/domain/unreachable'
import type { Bank } from './bank'
import { amountOf, type Chosen, dateOf, expiryOf, holdOf, limitsOf, of, textOf } from './choices'

/** Three accounts in euros and one in yen; the last is not opened at first. */
const ACCOUNTS = [
  { id: '00000000-0000-4000-8000-000000000001', currency: 'EUR' },
  { id: '00000000-0000-4000-8000-000000000002', currency: 'EUR' },
  { id: '00000000-0000-4000-8000-000000000003', currency: 'JPY' },
  { id: '00000000-0000-4000-8000-000000000004', currency: 'EUR' },
] as const
export const OPENED_FIRST = 3

const KINDS = {
  Deposit: 8,
  Withdraw: 11,
  Transfer: 12,
  PlaceHold: 10,
  CaptureHold: 7,
  ReleaseHold: 2,
  ExpireHold: 3,
  ReverseEntry: 9,
  SetOverdraftLimit: 4,
  SetLimits: 6,
  FreezeAccount: 1,
  UnfreezeAccount: 2,
  CloseAccount: 1,
  Clear: 7,
  CreateAccount: 2,
  RenameAccount: 2,
  SetReference: 1,
  AssignCustomer: 1,
  AssignSecondCustomer: 1,
} as const
const kinds = Object.entries(KINDS).flatMap(([kind, weight]) => Array(weight).fill(kind))

const MINUTE_MS = 60_000
/** A day ends now and then, and holds expire. */
const WAITS_MS = [0, 0, 1, 1, 2, 5, 5, 10, 15, 20, 30, 60, 90, 1500].map(
  minutes => minutes * MINUTE_MS,
)

/** What is asked next, of the accounts as they are by then. */
export const step = fc.noBias(
  fc.record({
    kind: fc.constantFrom<keyof typeof KINDS>(...kinds),
    account: fc.constantFrom<number[]>(0, 0, 0, 1, 1, 1, 2, 3),
    /** How far the other account of a transfer is from this one. */
    other: fc.constantFrom<number[]>(1, 1, 1, 2, 2, 2, 3, 3, 3, 0),
    waitMs: fc.constantFrom(...WAITS_MS),
    /** How an amount, a date and everything else are chosen. */
    size: fc.nat(11),
    date: fc.nat(19),
    pick: fc.nat(99_999),
  }),
)
export type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

export const opening = (n: number): Step => ({
  kind: 'CreateAccount',
  account: n,
  other: 0,
  waitMs: 0,
  size: 0,
  date: 0,
  pick: 1984,
})

/** The account that a step is about, and its command. */
export function commandOf(one: Step, bank: Bank, now: Date): readonly [string, Command] {
  const isLast = (one.kind === 'CreateAccount' || one.kind === 'Clear') && one.pick % 8 > 0
  const { id, currency } = of(ACCOUNTS, isLast ? OPENED_FIRST : one.account)
  const account = bank.accountOf(id)
  const its = { ...one, index: one.account, bank, now, currency, id, account }
  return [id, one.kind === 'Clear' ? clearing(its) : plain(one.kind, its)]
}

/** The next command on the way to closing the account. */
function clearing(its: Chosen): Command {
  const { account, now, pick } = its
  if (!account) return { type: 'CloseAccount' }
  if (account.terms.freeze) return { type: 'UnfreezeAccount' }
  const { balance, currency, terms } = account
  const [hold] = terms.holds
  if (hold && pick % 5 === 0) {
    const isOver = new Date(hold.expiresAt) <= now
    return { type: isOver ? 'ExpireHold' : 'ReleaseHold', holdId: hold.holdId }
  }
  if (balance === 0n) return { type: 'CloseAccount' }
  if (availableAt(account, now) < balance) {
    return { type: 'SetOverdraftLimit', limit: formatAmount(heldAt(account, now), currency) }
  }
  const amount = formatAmount(balance < 0n ? -balance : balance, currency)
  if (!hold && balance > 0n && pick % 5 === 1) {
    const expiresAt = new Date(now.getTime() + 9000 * MINUTE_MS).toISOString()
    return { type: 'PlaceHold', holdId: its.bank.newId(), amount, expiresAt, note: null }
  }
  return { type: balance < 0n ? 'Deposit' : 'Withdraw', amount, note: null, counter: 'fees' }
}

function plain(kind: Exclude<Step['kind'], 'Clear'>, its: Chosen): Command {
  const { bank, pick } = its
  const note = pick % 5 === 0 ? null : textOf(pick)
  switch (kind) {
    case 'CreateAccount': {
      const openingBalance = amountOf({ ...its, account: null })
      const texts = { owner: textOf(pick), reference: note, customerId: null }
      const currency = pick % 3 > 0 ? its.currency : of(['XXX', 'HRK'], pick % 2)
      return { type: kind, ...texts, openingBalance, currency }
    }
    case 'Deposit':
    case 'Withdraw': {
      const none = [undefined, undefined, undefined, undefined, undefined] as const
      const counter = of([...none, 'interest', 'fees'] as const, pick)
      const said = { ...(counter && { counter }), ...dateOf(its) }
      return { type: kind, amount: amountOf(its), note, ...said }
    }
    case 'Transfer': {
      const toAccountId = of(ACCOUNTS, its.index + its.other).id
      const transferId = bank.newId()
      return { type: kind, transferId, toAccountId, amount: amountOf(its), reference: note }
    }
    case 'ReverseEntry':
      return reversing(its)
    case 'SetOverdraftLimit':
      return { type: kind, limit: amountOf(its) }
    case 'SetLimits':
      return { type: kind, ...limitsOf(its) }
    case 'PlaceHold': {
      const expiresAt = expiryOf(its)
      return { type: kind, holdId: bank.newId(), amount: amountOf(its), expiresAt, note }
    }
    case 'CaptureHold':
      return { type: kind, holdId: holdOf(its), amount: pick % 3 === 0 ? null : amountOf(its) }
    case 'ReleaseHold':
    case 'ExpireHold':
      return { type: kind, holdId: holdOf(its) }
    case 'FreezeAccount':
      return {
        type: kind,
        scope: of(['debits', 'credits', 'all'] as const, pick),
        reason: textOf(pick),
      }
    case 'RenameAccount':
      return { type: kind, owner: textOf(pick) }
    case 'SetReference':
      return { type: kind, reference: note }
    case 'AssignCustomer':
      return { type: kind, customerId: of([null, 'jana', 'petr'], pick) }
    case 'AssignSecondCustomer': {
      const customerId = of([null, 'jana', 'petr'], pick)
      return { type: kind, second: customerId === null ? null : { customerId, rights: 'read' } }
    }
    case 'UnfreezeAccount':
    case 'CloseAccount':
      return { type: kind }
    default:
      return unreachable(kind)
  }
}

function reversing(its: Chosen): Command {
  const { bank, id, pick, date } = its
  const log = bank.logOf(id)
  const version = 1 + (pick % (log.length + 1))
  const entry = log[version - 1]
  const toId = entry && transferOf(entry.event)?.accountId
  const otherSide = toId && bank.logOf(toId).find(({ commandId }) => commandId === entry.commandId)
  const ofEntry = entry && {
    occurredAt: new Date(entry.occurredAt.getTime() - (pick % 2)).toISOString(),
  }
  return {
    type: 'ReverseEntry',
    version,
    reason: textOf(pick),
    allowOverdrawing: pick % 11 === 0,
    other: otherSide ? { accountId: otherSide.aggregateId, version: otherSide.version } : null,
    ...(date < 5 ? ofEntry : dateOf(its)),
  }
}
