import { availableAt, heldAt } from '@/domain/bank-account/available'
import type { Account } from '@/domain/bank-account/bank-account'
import { formatAmount } from '@/domain/money/money'
import type { Bank } from './bank'
import type { Step } from './steps'

const MINUTE_MS = 60_000

/** A step, and the account that it is about, as it is by then. */
export type Chosen = Omit<Step, 'account'> & {
  readonly index: number
  readonly bank: Bank
  readonly now: Date
  readonly id: string
  readonly currency: string
  readonly account: Account | null
}

/** Often a plain amount; also all that is available, one minor unit more, and what is none. */
export function amountOf({ size, pick, account, now, currency, kind }: Chosen): string {
  if (size === 11) return of(NO_AMOUNTS, pick)
  const few = BigInt((pick % 2000) + 1) * (kind === 'Deposit' ? 5n : 1n)
  if (!account || size < 7) return formatAmount(few, currency)
  const all =
    kind === 'PlaceHold' ? account.balance - heldAt(account, now) : availableAt(account, now)
  const amounts = [all, all + 1n, account.balance, account.terms.overdraftLimit - 1n]
  return formatAmount(of(amounts, size - 7), currency)
}
const NO_AMOUNTS = ['0', '-1', 'ten', '1.2345', '9'.repeat(41), '1000000000000000.00']

/** Mostly now; else of any time since the opening, of an entry, or a date that is none. */
export function dateOf({ date, pick, bank, id, now }: Chosen): { readonly occurredAt?: string } {
  const log = bank.logOf(id)
  const start = log[0]?.occurredAt.getTime() ?? now.getTime()
  const instants = [
    start + Math.floor(((now.getTime() - start) * (pick % 1000)) / 1000),
    of(log, pick)?.occurredAt.getTime() ?? start,
    now.getTime() - (pick % 300) * MINUTE_MS,
    now.getTime() - (pick % 30) * MINUTE_MS,
    ...(pick % 3 === 0 ? [now.getTime() + 1, start - 1] : []),
  ]
  if (date === 19) return { occurredAt: 'yesterday' }
  const instant = instants[date]
  return instant === undefined ? {} : { occurredAt: new Date(instant).toISOString() }
}

export function limitsOf(its: Chosen) {
  const { pick } = its
  const zones = ['UTC', 'Europe/Prague', 'Pacific/Apia', 'America/Santiago', 'Asia/Kathmandu']
  const zone = of([...zones, 'Europe/Nowhere', undefined, undefined], pick)
  const perDay = formatAmount(2500n, its.currency)
  const limits = [{ perMovement: amountOf(its) }, { perDay: amountOf(its) }, { perDay }, { perDay }]
  const none = [{ perMovement: null }, { perMovement: null, perDay: null }, {}]
  return { ...of([...limits, ...none], pick >> 3), ...(zone && { timeZone: zone }) }
}

export function expiryOf({ now, pick }: Chosen): string {
  const ahead = of([60, 600, 2000, 5000, 20_000, 100_000, 0, -60], pick)
  return pick % 50 === 1 ? 'tomorrow' : new Date(now.getTime() + ahead * MINUTE_MS).toISOString()
}

/** A hold that is there, else one that was, or none. */
export function holdOf({ account, bank, id, pick }: Chosen): string {
  const there = account?.terms.holds ?? []
  const were = bank
    .logOf(id)
    .flatMap(({ event }) => ('holdId' in event ? (event.holdId ?? []) : []))
  const ids = [...there, ...there, ...there].map(({ holdId }) => holdId)
  return of([...ids, of(were, pick >> 4) ?? 'none', 'none'], pick)
}

const UNFIT = [' ', 'a\u0000b', 'x'.repeat(501), '\u200b\u3164']

export function textOf(pick: number): string {
  return UNFIT[pick % 30] ?? `Hotel ${pick % 9}`
}

export function of<Value>(values: readonly Value[], n: number): Value {
  return values[n % values.length] as Value
}
