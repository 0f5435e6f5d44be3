/**
 * The money of stored events in SQL, in minor units, for reads that add up many of them. Every
 * amount in the log has all the places of its currency, so the minor units are its digits. A type
 * of event that is not named here fails the read: it is never counted as nothing.
 */
const minor = (field: string) => `replace(event_data ->> '${field}', '.', '')::numeric`

/** What an event adds to the balance of its account. */
export const DELTA_SQL = `case event_type
  when 'AccountCreated' then ${minor('openingBalance')}
  when 'MoneyDeposited' then ${minor('amount')}
  when 'MoneyWithdrawn' then -${minor('amount')}
  else ('unknown type ' || event_type)::numeric end`

/** The balance that an event recorded. */
export const BALANCE_SQL = `case event_type
  when 'AccountCreated' then ${minor('openingBalance')}
  when 'MoneyDeposited' then ${minor('balance')}
  when 'MoneyWithdrawn' then ${minor('balance')}
  else ('unknown type ' || event_type)::numeric end`

/** The currency of an event. */
export const CURRENCY_SQL = `event_data ->> 'currency'`
