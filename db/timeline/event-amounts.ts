import type { LedgerRules } from '@/domain/money/ledger'
import type { MoneyFields } from '../codecs/codec'
import { eventKinds } from '../codecs/registry'

/**
 * The money of stored events in SQL, in minor units, for reads that add up many of them. Every
 * stored amount has all decimal places of its currency, so its digits are the minor units. An event
 * without money gives null; an unknown event type fails the read, since a sum without it could be
 * wrong. So does the mark of a year in cold storage, which has the year: `detachedYearOf` reads it.
 */
const minor = (field: string) => `replace(event_data ->> '${field}', '.', '')::numeric`

function perType(columnOf: (money: MoneyFields) => string, type: 'numeric' | 'text'): string {
  const cases = [...eventKinds()].map(
    ([type, { event }]) => `when '${type}' then ${event.money ? columnOf(event.money) : 'null'}`,
  )
  // No number: the cast fails.
  const named = `concat_ws(' ', 'unknown type', event_type, event_data ->> 'year')`
  const unknown = `${named}::numeric::${type}`
  return `case event_type ${cases.join(' ')} else ${unknown} end`
}

/** The change of the balance by an event. */
export function changeSql(): string {
  return perType(({ change, sign }) => `${sign < 0 ? '-' : ''}${minor(change)}`, 'numeric')
}

export function balanceSql(): string {
  return perType(({ balance }) => minor(balance), 'numeric')
}

/** What came in and went out, in a query whose rows have the `change` of each event. */
export const FLOWS_SQL = `
  coalesce(sum(change) filter (where change > 0), 0)::text as inflow,
  coalesce(-sum(change) filter (where change < 0), 0)::text as outflow`

/** Whether an event may change more of an account than its balance; see `changesBalanceOnly`. */
export const CHANGES_TERMS_SQL = `(event_data -> 'balance' is null or event_data ? 'holdId')`

/** The unsigned amount of an event, as a decimal in major units. */
export function amountSql(): string {
  return perType(({ change }) => `abs((event_data ->> '${change}')::numeric)`, 'numeric')
}

/** The counter-side of an event: `ledgerAccountOf` in SQL, from the same rules. */
export function ledgerSql(): string {
  return perType(({ ledger }) => `case ${whensOf(ledger)} end`, 'text')
}

function whensOf(rules: LedgerRules): string {
  const whens = rules.map(rule => {
    if ('says' in rule) return `when ${said(rule.says)} is not null then ${said(rule.says)}`
    if ('has' in rule) return `when ${said(rule.has)} is not null then '${rule.account}'`
    if ('actorId' in rule) return `when ${ACTOR_ID_SQL} = '${rule.actorId}' then '${rule.account}'`
    return `else '${rule.account}'`
  })
  return whens.join(' ')
}

const said = (field: string) => `event_data ->> '${field}'`

/** The id of the person or program that an event is by. */
export const ACTOR_ID_SQL = `metadata -> 'actor' ->> 'id'`

/** The event types that move money, or only those that withdraw it, as SQL literals. */
export function moneyTypesSql(sign?: -1): string {
  const types = [...eventKinds()].filter(
    ([, { event }]) => event.money && (sign === undefined || event.money.sign === sign),
  )
  return types.map(([type]) => `'${type}'`).join(', ')
}

export const CURRENCY_SQL = `event_data ->> 'currency'`
