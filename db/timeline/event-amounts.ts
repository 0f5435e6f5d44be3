import { eventKinds } from '../codecs/registry'

/**
 * The money of stored events in SQL, in minor units, for reads that add up many of them. Every
 * amount in the log has all the places of its currency, so the minor units are its digits. An event
 * that moves no money gives null; one of an unknown type fails the read, since a sum without it could
 * be wrong.
 */
const minor = (field: string) => `replace(event_data ->> '${field}', '.', '')::numeric`

function perType(columnOf: (money: Money) => string): string {
  const cases = [...eventKinds()].map(
    ([type, { event }]) => `when '${type}' then ${event.money ? columnOf(event.money) : 'null'}`,
  )
  return `case event_type ${cases.join(' ')} else ('unknown type ' || event_type)::numeric end`
}

type Money = { readonly change: string; readonly sign: 1 | -1; readonly balance: string }

/** By how much an event changed the balance. */
export function changeSql(): string {
  return perType(({ change, sign }) => `${sign < 0 ? '-' : ''}${minor(change)}`)
}

/** The balance that an event recorded. */
export function balanceSql(): string {
  return perType(({ balance }) => minor(balance))
}

/** The amount of an event without its sign, in major units as a decimal. */
export function amountSql(): string {
  return perType(({ change }) => `abs((event_data ->> '${change}')::numeric)`)
}

/** The types of events that move money, or only of those that take it away, as SQL literals. */
export function moneyTypesSql(sign?: -1): string {
  const types = [...eventKinds()].filter(
    ([, { event }]) => event.money && (sign === undefined || event.money.sign === sign),
  )
  return types.map(([type]) => `'${type}'`).join(', ')
}

/** The currency of an event that moves money. */
export const CURRENCY_SQL = `event_data ->> 'currency'`
