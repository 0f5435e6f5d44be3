import type { Decision } from '@/domain/event-sourcing/aggregate'
import { type Currency, formatAmount, parseAmount } from '@/domain/money/money'
import { bytesMaxOf, cleanText, type TextKind, textFault } from '@/domain/text/clean'
import { unreachable } from '@/domain/unreachable'
import type { Account } from './bank-account'
import type { BankAccountEvent } from './events'
import type { AmountField, Refusal, TextField } from './refusal'

export type AccountDecision = Decision<BankAccountEvent, Refusal>

/** No balance passes this many minor units, above zero or below. */
export const BALANCE_LIMIT = 10n ** 17n

/** The longest texts that are kept, in characters as people see them; see `bytesMaxOf`. */
export const OWNER_LENGTH_MAX = 200
export const REFERENCE_LENGTH_MAX = 64
export const NOTE_LENGTH_MAX = 500
export const TRANSFER_REFERENCE_LENGTH_MAX = 140
export const REASON_LENGTH_MAX = 200

export function accept(event: BankAccountEvent, occurredAt?: Date | null): AccountDecision {
  return { outcome: 'accepted', events: [event], ...(occurredAt && { occurredAt }) }
}

export function refuse(refusal: Refusal): AccountDecision {
  return { outcome: 'refused', refusal }
}

/** Whether a check ended with a refusal: nothing else has a `field`. */
export function isRefusal<Result extends object>(
  result: Result,
): result is Extract<Result, { readonly field: unknown }> {
  return 'field' in result
}

/** A refusal of what happens on the other account of a command. */
export function onOtherSide(refusal: Refusal): Refusal {
  switch (refusal.type) {
    case 'AccountFrozen':
      // It was frozen then: another date helps.
      return refusal.field === 'occurredAt' ? refusal : { ...refusal, field: 'to' }
    case 'AccountNotFound':
    case 'AccountClosed':
    case 'BalanceLimitExceeded':
    case 'InsufficientFunds':
    case 'InsufficientFundsSince':
      return { ...refusal, field: 'to' }
    default:
      return refusal
  }
}

/** An amount in minor units; or why it is none. */
export function amountOf(text: string, currency: Currency, field: AmountField): bigint | Refusal {
  const parsed = parseAmount(text, currency)
  if (parsed.ok) return parsed.minor
  switch (parsed.reason) {
    case 'malformed':
      return { type: 'AmountMalformed', field }
    case 'too-long':
      return beyondLimit(field, currency)
    case 'too-precise':
      return { type: 'AmountTooPrecise', field, currency }
    default:
      return unreachable(parsed.reason)
  }
}

/** An amount above zero. */
export function positiveOf(text: string, currency: Currency, field: AmountField): bigint | Refusal {
  const amount = amountOf(text, currency, field)
  if (typeof amount !== 'bigint') return amount
  return amount > 0n ? amount : { type: 'AmountNotPositive', field }
}

export function beyondLimit(field: AmountField, currency: Currency): Refusal {
  const limit = formatAmount(BALANCE_LIMIT, currency)
  return { type: 'BalanceLimitExceeded', field, limit, currency }
}

/** What a text of an account may be. */
export type TextRule = {
  readonly field: TextField
  readonly kind: TextKind
  readonly lengthMax: number
}

export const OWNER: TextRule = { field: 'owner', kind: 'name', lengthMax: OWNER_LENGTH_MAX }
/** Of the account, by which other systems find it. */
export const REFERENCE: TextRule = {
  field: 'reference',
  kind: 'name',
  lengthMax: REFERENCE_LENGTH_MAX,
}
export const NOTE: TextRule = { field: 'note', kind: 'note', lengthMax: NOTE_LENGTH_MAX }
export const REASON: TextRule = { field: 'reason', kind: 'note', lengthMax: REASON_LENGTH_MAX }
/** The payer's, which is the note of both sides of a transfer. */
export const TRANSFER_REFERENCE: TextRule = {
  field: 'reference',
  kind: 'note',
  lengthMax: TRANSFER_REFERENCE_LENGTH_MAX,
}

/** A text as it is stored, null when nothing is left of it; or why it can't be stored. */
export function textOf(
  { field, kind, lengthMax }: TextRule,
  asked: string | null,
): { readonly text: string | null } | Refusal {
  const text = cleanText(kind, asked ?? '')
  if (text === '') return { text: null }
  const fault = textFault(kind, text, lengthMax)
  switch (fault) {
    case null:
      return { text }
    case 'too-long':
      return { type: 'TextTooLong', field, lengthMax }
    case 'too-heavy':
      return { type: 'TextTooLong', field, lengthMax, bytesMax: bytesMaxOf(lengthMax) }
    case 'unprintable':
      return { type: 'TextUnprintable', field }
    case 'invisible':
      return { type: 'TextInvisible', field }
    default:
      return unreachable(fault)
  }
}

/** The name of an owner as it is stored; or why it can't be stored. */
export function ownerOf(asked: string): string | Refusal {
  const owner = textOf(OWNER, asked)
  return isRefusal(owner) ? owner : (owner.text ?? { type: 'OwnerMissing', field: 'owner' })
}

/** A required reason as it is stored; or why it can't be stored. */
export function reasonOf(asked: string): string | Refusal {
  const reason = textOf(REASON, asked)
  return isRefusal(reason) ? reason : (reason.text ?? { type: 'ReasonMissing', field: 'reason' })
}

/** Why money can't go out of an account, or come in, by its freeze. */
export function frozen({ terms: { freeze } }: Account, direction: 'out' | 'in'): Refusal | null {
  const stopped = direction === 'out' ? 'debits' : 'credits'
  if (!freeze || (freeze.scope !== 'all' && freeze.scope !== stopped)) return null
  return { type: 'AccountFrozen', field: null, scope: freeze.scope }
}
