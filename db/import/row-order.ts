import type { Sql } from '../connection'
import type { Fault } from './row-rules'

/** How the rows of each account stand in a file. */
export type Order = 'oldest first' | 'newest first' | 'mixed'

/** How many faults are fetched at a time. */
const PAGE = 1000

/** Takes out the rows whose transaction id an earlier line has, and gives the fault of each. */
export async function* takeOutDuplicates(sql: Sql): AsyncGenerator<readonly Fault[]> {
  await sql`analyze import_rows (account_id, place, transaction_id)`
  // Hardly a file has any, and to look is quick.
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

/** In what order the rows stand, and whether every balance follows from the row before it. */
export type Ordered = { readonly order: Order; readonly follows: boolean }

/**
 * Puts the rows of each account in their order by the file. What is newest first is turned round:
 * the days tell, and where they are the same or don't agree with the balances, the balances do.
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
  if (!found) throw new Error('An aggregate gave no row')
  const { rises, falls, breaks_down: breaksDown, breaks_up: breaksUp } = found
  if (rises && falls) return { order: 'mixed', follows: false }
  const isNewestFirst = falls ? !breaksUp || breaksDown : !rises && breaksDown && !breaksUp
  if (!isNewestFirst) return { order: falls ? 'mixed' : 'oldest first', follows: !breaksDown }
  await sql`update import_rows set place = -place`
  return { order: 'newest first', follows: !breaksUp }
}

/** The rows that go back to an earlier day, where the order is mixed. */
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
