import { eventKinds } from '../codecs/registry'

/**
 * The money of stored events in SQL, in minor units, for reads that add up many of them. Every
 * stored amount has all decimal places of its currency, so its digits are the minor units. An event
 * without money gives null; an unknown event type fails the read, since a sum without it could be
 * wrong.
 */
const minor = (field: string) => `replace(event_data ->> '${field}', '.', '')::numeric`

function perType(columnOf: (money: Money) => string): string {
  const cases = [...eventKinds()].map(
    ([type, { event }]) => `when '${type}' then ${event.money ? columnOf(event.money) : 'null'}`,
  )
  return `case event_type ${cases.join(' ')} else ('unknown type ' || event_type)::numeric end`
}

type Money = { readonly change: string; readonly sign: 1 | -1; readonly balance: string }

/** The change of the balance by an event. */
export function changeSql(): string {
  return perType(({ change, sign }) => `${sign < 0 ? '-' : ''}${minor(change)}`)
}

export function balanceSql(): string {
  return perType(({ balance }) => minor(balance))
}

/** The unsigned amount of an event, as a decimal in major units. */
export function amountSql(): string {
  return perType(({ change }) => `abs((event_data ->> '${change}')::numeric)`)
}

/** The event types that move money, or only those that withdraw it, as SQL literals. */
export function moneyTypesSql(sign?: -1): string {
  const types = [...eventKinds()].filter(
    ([, { event }]) => event.money && (sign === undefined || event.money.sign === sign),
  )
  return types.map(([type]) => `'${type}'`).join(', ')
}

export const CURRENCY_SQL = `event_data ->> 'currency'`
