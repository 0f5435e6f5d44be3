import type { Sql } from '../connection'
import type { Fault } from './row-rules'

/** The order of the rows of each account in a file. */
export type Order = 'oldest first' | 'newest first' | 'mixed'

/** How many faults are fetched at a time. */
const PAGE = 1000

/** Removes rows with the transaction id of an earlier line, and yields a fault for each. */
export async function* takeOutDuplicates(sql: Sql): AsyncGenerator<readonly Fault[]> {
  await sql`analyze import_rows (account_id, place, transaction_id)`
  // Few files have any, and this look-up is fast.
  const [found] = await sql<{ any: boolean }[]>`
    select exists (select from import_rows group by transaction_id having count(*) > 1) as any`
  if (!found?.any) return
  const duplicates = sql<{ line: string; first: string; transaction_id: string }[]>`
    with seen as (
      select place, min(place) over (partition by transaction_id) as first from import_rows
    ), gone as (
      delete from import_rows r using seen
      where r.place = seen.place and seen.place <> seen.first
      returning r.place as line, seen.first, r.transaction_id
    ) select * from gone order by line`.cursor(PAGE)
  for await (const rows of duplicates) {
    yield rows.map(({ line, first, transaction_id: id }) => ({
      line: Number(line),
      column: 'transaction_id',
      sentence: `expected a unique ID; found ${JSON.stringify(id)}, also on line ${first}`,
    }))
  }
}

/** The order of the rows, and whether every balance follows from the row before it. */
export type Ordered = { readonly order: Order; readonly follows: boolean }

/**
 * Orders the rows of each account by their lines; newest first is reversed. The days decide which
 * it is; if they are all the same or contradict the balances, the balances decide.
 */
export async function putInOrder(sql: Sql): Promise<Ordered> {
  const [found] = await sql<Record<'rises' | 'falls' | 'breaks_down' | 'breaks_up', boolean>[]>`
    with linked as (
      select change, balance_after, day,
        lag(day) over course as day_above,
        lag(balance_after) over course as balance_above,
        lead(balance_after) over course as balance_below
      from import_rows window course as (partition by account_id order by place)
    )
    select coalesce(bool_or(day > day_above), false) as rises,
      coalesce(bool_or(day < day_above), false) as falls,
      coalesce(bool_or(balance_above + change <> balance_after), false) as breaks_down,
      coalesce(bool_or(balance_below + change <> balance_after), false) as breaks_up
    from linked`
  if (!found) throw new Error('The query for the order of the rows returned nothing')
  const { rises, falls, breaks_down: breaksDown, breaks_up: breaksUp } = found
  if (rises && falls) return { order: 'mixed', follows: false }
  const isNewestFirst = falls ? !breaksUp || breaksDown : !rises && breaksDown && !breaksUp
  if (!isNewestFirst) return { order: falls ? 'mixed' : 'oldest first', follows: !breaksDown }
  await sql`update import_rows set place = -place`
  return { order: 'newest first', follows: !breaksUp }
}

/** The rows that go back to an earlier day, in a mixed order. */
export async function* faultsInOrder(sql: Sql): AsyncGenerator<readonly Fault[]> {
  const backward = sql<{ line: string; latest: string; day: string; account: string }[]>`
    with ordered as (
      select place as line, account, day,
        max(day) over (partition by account_id order by place) as latest
      from import_rows
    )
    select line, latest::text, day::text, account from ordered
    where day < latest order by line`.cursor(PAGE)
  for await (const rows of backward) {
    yield rows.map(({ line, latest, day, account }) => ({
      line: Number(line),
      column: 'date',
      sentence: `expected ${latest} or later, the latest date so far on account ${account}; found ${day}`,
    }))
  }
}
