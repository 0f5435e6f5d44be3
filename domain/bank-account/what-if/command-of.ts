import type { BankAccount } from '@/domain/bank-account/bank-account'
import type { Command, SetLimits } from '@/domain/bank-account/commands'
import type {
  BankAccountEvent,
  LimitsSet,
  MoneyDeposited,
  MoneyWithdrawn,
} from '@/domain/bank-account/events'
import { formatAmount } from '@/domain/money/money'
import { unreachable } from '@/domain/unreachable'
import type { Told } from './history'

/** A command, and when it was decided. */
export type Asked = { readonly command: Command; readonly now: Date }

/**
 * The command that led to an event: the inverse of `decide`. Where several lead to it, the one that
 * says no more than the event shows: of limits what they changed, of a reversal that it may overdraw
 * only if it did, of a capture its amount.
 * @param before the state that the event followed on
 */
export function commandOf(told: Told, before: BankAccount): Asked {
  const { event, occurredAt, createdAt } = told
  const isDated = occurredAt < createdAt
  switch (event.type) {
    case 'MoneyDeposited':
    case 'MoneyWithdrawn': {
      // An event that has its date from a clock that was behind reads like a late posting.
      const mayBeLate = event.holdId === undefined && isDated
      const command = movementOf(event, before, mayBeLate ? occurredAt : null)
      const isLate = 'occurredAt' in command
      return { command, now: isDated && !isLate ? occurredAt : createdAt }
    }
    case 'HoldExpired':
      return { command: { type: 'ExpireHold', holdId: event.holdId }, now: createdAt }
    default:
      return { command: settingOf(event, before), now: isDated ? occurredAt : createdAt }
  }
}

function movementOf(
  event: MoneyDeposited | MoneyWithdrawn,
  before: BankAccount,
  date: Date | null,
): Command {
  const { currency, note, transfer, reverses, overdrawn, holdId, counter } = event
  const amount = formatAmount(event.amount, currency)
  const late = date && { occurredAt: date.toISOString() }
  if (reverses !== undefined) {
    const reason = note ?? ''
    const allowOverdrawing = overdrawn === true
    const said = { version: reverses, reason, allowOverdrawing, other: null }
    return { type: 'ReverseEntry', ...said, ...late }
  }
  if (transfer) {
    const own = before.status === 'none' ? '' : before.accountId
    const toAccountId = event.type === 'MoneyWithdrawn' ? transfer.accountId : own
    return { type: 'Transfer', transferId: transfer.id, toAccountId, amount, reference: note }
  }
  if (holdId !== undefined) return { type: 'CaptureHold', holdId, amount }
  const type = event.type === 'MoneyDeposited' ? 'Deposit' : 'Withdraw'
  // Only reversals and imports are corrections.
  const booked = counter !== undefined && counter !== 'corrections' && { counter }
  return { type, amount, note, ...booked, ...late }
}

type Setting = Exclude<
  BankAccountEvent,
  { type: 'MoneyDeposited' | 'MoneyWithdrawn' | 'HoldExpired' }
>

function settingOf(event: Setting, before: BankAccount): Command {
  switch (event.type) {
    case 'AccountCreated': {
      const { accountId: _, type: __, ...said } = event
      const openingBalance = formatAmount(event.openingBalance, event.currency)
      return { type: 'CreateAccount', ...said, openingBalance }
    }
    case 'HoldPlaced': {
      const { holdId, expiresAt, note } = event
      const amount = formatAmount(event.amount, event.currency)
      return { type: 'PlaceHold', holdId, amount, expiresAt, note }
    }
    case 'HoldReleased':
      return { type: 'ReleaseHold', holdId: event.holdId }
    case 'OverdraftLimitSet':
      return { type: 'SetOverdraftLimit', limit: formatAmount(event.limit, event.currency) }
    case 'LimitsSet':
      return limitsOf(event, before)
    case 'AccountFrozen':
      return { type: 'FreezeAccount', scope: event.scope, reason: event.reason }
    case 'AccountUnfrozen':
      return { type: 'UnfreezeAccount' }
    case 'AccountClosed':
      return { type: 'CloseAccount' }
    case 'AccountRenamed':
      return { type: 'RenameAccount', owner: event.owner }
    case 'ReferenceSet':
      return { type: 'SetReference', reference: event.reference }
    case 'CustomerAssigned':
      return { type: 'AssignCustomer', customerId: event.customerId }
    case 'SecondCustomerAssigned':
      return { type: 'AssignSecondCustomer', second: event.second }
    default:
      return unreachable(event)
  }
}

function limitsOf(event: LimitsSet, before: BankAccount): SetLimits {
  const { timeZone, currency } = event
  const limits = before.status === 'none' ? null : before.terms.limits
  const text = (minor: bigint | null) => (minor === null ? null : formatAmount(minor, currency))
  const changed = (name: 'perMovement' | 'perDay') =>
    event[name] === (limits?.[name] ?? null) ? {} : { [name]: text(event[name]) }
  return { type: 'SetLimits', timeZone, ...changed('perMovement'), ...changed('perDay') }
}
