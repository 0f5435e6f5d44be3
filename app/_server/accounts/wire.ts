import 'server-only'
import { stateJson } from '@/app/_server/streams/wire'
import type { AccountJson, LimitsJson, StateJson } from '@/app/_wire/types'
import type { AccountRow } from '@/db/accounts/account-rows'
import { activeHolds, availableAt, heldAt, standingOf } from '@/domain/bank-account/available'
import { type Account, accountOf } from '@/domain/bank-account/bank-account'
import { dayIn, nextDayIn } from '@/domain/bank-account/business-day'
import type { Stream } from '@/domain/event-sourcing/ports'
import { accountNumber } from '@/domain/money/account-number'
import { formatAmount } from '@/domain/money/money'

/** An account of the list as it is now. */
export function accountOfRow({ id, status, ...row }: AccountRow): AccountJson {
  const account = { ...row, accountId: id, status: status === 'closed' ? status : 'open' } as const
  return accountJson(account, row, new Date())
}

/**
 * An account folded from its stream; null for a stream without an account.
 * @param at the moment at which its holds and limits are judged; by default that of its last event
 */
export function accountAt(stream: Stream, at = stream.createdAt): AccountJson | null {
  const account = accountOf(stream)
  if (!account || !stream.startedAt || !at) return null
  const { version, startedAt: openedAt } = stream
  return accountJson(account, { number: accountNumber(account.accountId), version, openedAt }, at)
}

/**
 * The state of a stream of any type, as it is compared and folded before people's eyes; of an account
 * what its JSON has, and its customers.
 */
export function shownState(stream: Stream, type: string, at?: Date): StateJson {
  const account = accountOf(stream)
  const shown = accountAt(stream, at)
  if (!account || !shown) return stateJson(stream, type)
  const { customerId, secondCustomer } = account
  return { ...shown, customerId, secondCustomer }
}

function accountJson(
  account: Account,
  { number, version, openedAt }: Pick<AccountRow, 'number' | 'version' | 'openedAt'>,
  at: Date,
): AccountJson {
  const { accountId: id, reference, owner, currency, balance, terms } = account
  const textOf = (minor: bigint) => formatAmount(minor, currency)
  return {
    id,
    number,
    reference,
    owner,
    currency,
    balance: textOf(balance),
    available: textOf(availableAt(account, at)),
    held: textOf(heldAt(account, at)),
    overdraftLimit: textOf(terms.overdraftLimit),
    status: standingOf(account),
    freeze: terms.freeze,
    limits: limitsJson(account, at),
    holds: activeHolds(account, at).map(hold => ({ ...hold, amount: textOf(hold.amount) })),
    version,
    openedAt: openedAt.toISOString(),
  }
}

function limitsJson({ terms, currency }: Account, at: Date): LimitsJson | null {
  const { limits, spent } = terms
  if (!limits) return null
  const { perMovement, perDay, timeZone } = limits
  const textOf = (minor: bigint | null) => (minor === null ? null : formatAmount(minor, currency))
  const isToday = spent?.day === dayIn(timeZone, at)
  const left = perDay === null ? null : perDay - (isToday ? spent.amount : 0n)
  return {
    perMovement: textOf(perMovement),
    perDay: textOf(perDay),
    timeZone,
    leftToday: textOf(left !== null && left < 0n ? 0n : left),
    renewsAt: perDay === null ? null : nextDayIn(timeZone, at).toISOString(),
  }
}
