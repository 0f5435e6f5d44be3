import type { Context } from '@/domain/event-sourcing/aggregate'
import { type Currency, formatAmount } from '@/domain/money/money'
import { heldAt } from './available'
import type { Account } from './bank-account'
import { isTimeZone } from './business-day'
import type { SetLimits, SetOverdraftLimit } from './commands'
import type { Facts } from './facts'
import type { AmountField, Refusal } from './refusal'
import {
  type AccountDecision,
  accept,
  amountOf,
  BALANCE_LIMIT,
  beyondLimit,
  isRefusal,
  positiveOf,
  refuse,
} from './rules'

/** The zone of the days of limits when nobody has said another. */
export const TIME_ZONE = 'UTC'

/** A limit is never lowered below what is used, holds included. */
export function decideOverdraftLimit(
  command: SetOverdraftLimit,
  account: Account,
  { now }: Pick<Context<unknown>, 'now'>,
): AccountDecision {
  const { currency, balance, terms } = account
  const limit = amountOf(command.limit, currency, 'limit')
  if (typeof limit !== 'bigint') return refuse(limit)
  if (limit < 0n) return refuse({ type: 'AmountNotPositive', field: 'limit' })
  if (limit > BALANCE_LIMIT) return refuse(beyondLimit('limit', currency))
  if (limit === terms.overdraftLimit) return refuse({ type: 'NothingToChange', field: null })
  const used = heldAt(account, now) - balance
  if (limit < terms.overdraftLimit && limit < used) {
    const text = formatAmount(used, currency)
    return refuse({ type: 'OverdraftInUse', field: 'limit', used: text, currency })
  }
  return accept({ type: 'OverdraftLimitSet', limit, currency })
}

export function decideLimits(
  command: SetLimits,
  { currency, terms }: Account,
  { facts }: Context<Facts>,
): AccountDecision {
  const before = terms.limits ?? { perMovement: null, perDay: null, timeZone: TIME_ZONE }
  const timeZone = command.timeZone?.trim() || before.timeZone
  if (!isTimeZone(timeZone)) return refuse({ type: 'UnknownTimeZone', field: 'timeZone' })
  const read = (field: 'perMovement' | 'perDay') =>
    command[field] === undefined ? before[field] : limitOf(command[field] ?? null, currency, field)
  const [perMovement, perDay] = [read('perMovement'), read('perDay')]
  if (isFault(perMovement)) return refuse(perMovement)
  if (isFault(perDay)) return refuse(perDay)
  // Without a limit there is nothing that a zone could be of.
  const isSameZone = timeZone === before.timeZone || terms.limits === null
  if (perMovement === before.perMovement && perDay === before.perDay && isSameZone) {
    return refuse({ type: 'NothingToChange', field: null })
  }
  if (!facts?.spent) throw new Error('Limits are decided without what went out today')
  const spent = perDay === null ? null : facts.spent
  return accept({ type: 'LimitsSet', perMovement, perDay, timeZone, spent, currency })
}

function limitOf(
  text: string | null,
  currency: Currency,
  field: AmountField,
): bigint | Refusal | null {
  if (text === null) return null
  const limit = positiveOf(text, currency, field)
  return typeof limit === 'bigint' && limit > BALANCE_LIMIT ? beyondLimit(field, currency) : limit
}

function isFault(limit: bigint | Refusal | null): limit is Refusal {
  return typeof limit === 'object' && limit !== null && isRefusal(limit)
}
