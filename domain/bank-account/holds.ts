import type { Context } from '@/domain/event-sourcing/aggregate'
import { formatAmount } from '@/domain/money/money'
import { activeHolds, heldAt } from './available'
import type { Account } from './bank-account'
import type { CaptureHold, EndHold, PlaceHold } from './commands'
import type { Hold } from './events'
import { instantOf } from './facts'
import { insufficient, move } from './movements'
import type { Refusal } from './refusal'
import {
  type AccountDecision,
  accept,
  frozen,
  isRefusal,
  NOTE,
  positiveOf,
  refuse,
  textOf,
} from './rules'

/** The greatest number of active holds of an account, so that its state stays small. */
export const HOLDS_MAX = 100

type Now = Pick<Context<unknown>, 'now'>

/** A hold is granted from money that is there, never from an overdraft. */
export function decideHold(command: PlaceHold, account: Account, { now }: Now): AccountDecision {
  const { currency, balance, terms } = account
  const amount = positiveOf(command.amount, currency, 'amount')
  if (typeof amount !== 'bigint') return refuse(amount)
  const expiry = instantOf(command.expiresAt)
  if (!expiry) return refuse({ type: 'MomentMalformed', field: 'expiresAt' })
  if (expiry <= now) return refuse({ type: 'MomentInPast', field: 'expiresAt' })
  const note = textOf(NOTE, command.note)
  if (isRefusal(note)) return refuse(note)
  const stopped = frozen(account, 'out')
  if (stopped) return refuse(stopped)
  if (activeHolds(account, now).length >= HOLDS_MAX) {
    return refuse({ type: 'TooManyHolds', field: null, max: HOLDS_MAX })
  }
  if (amount > balance - heldAt(account, now)) {
    const withoutOverdraft = { ...account, terms: { ...terms, overdraftLimit: 0n } }
    return refuse(insufficient(withoutOverdraft, amount, now))
  }
  const { holdId } = command
  const hold = { holdId, amount, currency, expiresAt: expiry.toISOString(), note: note.text }
  return accept({ type: 'HoldPlaced', ...hold })
}

export function decideCapture(
  command: CaptureHold,
  account: Account,
  { now }: Now,
): AccountDecision {
  const { currency } = account
  const hold = activeHold(account, command.holdId, now)
  if (isRefusal(hold)) return refuse(hold)
  const amount =
    command.amount === null ? hold.amount : positiveOf(command.amount, currency, 'amount')
  if (typeof amount !== 'bigint') return refuse(amount)
  if (amount > hold.amount) {
    const left = formatAmount(hold.amount, currency)
    return refuse({ type: 'HoldExceeded', field: 'amount', left, currency })
  }
  const stopped = frozen(account, 'out')
  if (stopped) return refuse(stopped)
  return accept(move(account, -amount, hold.note, { holdId: hold.holdId }))
}

/**
 * Releases a hold before it expires; or records that it has expired, at that moment. The bank itself
 * sends the latter, so a hold that has ended meanwhile is no refusal: there is nothing to record.
 */
export function decideHoldEnd(
  { type, holdId }: EndHold,
  account: Account,
  { now }: Now,
): AccountDecision {
  const { currency } = account
  if (type === 'ReleaseHold') {
    const hold = activeHold(account, holdId, now)
    if (isRefusal(hold)) return refuse(hold)
    return accept({ type: 'HoldReleased', holdId, amount: hold.amount, currency })
  }
  const hold = account.terms.holds.find(one => one.holdId === holdId)
  if (!hold) return { outcome: 'accepted', events: [] }
  const { amount, expiresAt } = hold
  const expiry = new Date(expiresAt)
  if (expiry > now) return refuse({ type: 'HoldNotExpired', field: 'holdId', expiresAt })
  return accept({ type: 'HoldExpired', holdId, amount, currency }, expiry)
}

function activeHold(account: Account, holdId: string, now: Date): Hold | Refusal {
  const active = activeHolds(account, now).find(hold => hold.holdId === holdId)
  if (active) return active
  const isThere = account.terms.holds.some(hold => hold.holdId === holdId)
  return isThere ? { type: 'HoldExpired', field: 'holdId' } : unknownHold(account, holdId)
}

function unknownHold({ terms }: Account, holdId: string): Refusal {
  const ended = terms.endedHolds.find(hold => hold.holdId === holdId)?.how
  if (ended === 'expired') return { type: 'HoldExpired', field: 'holdId' }
  return { type: 'HoldNotFound', field: 'holdId', ...(ended && { ended }) }
}
