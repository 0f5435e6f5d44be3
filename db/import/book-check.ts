import { IMPORTER_ID } from '@/domain/bank-account/ledger'
import { BALANCE_LIMIT } from '@/domain/bank-account/rules'
import { formatAmount, groupAmount } from '@/domain/money/money'
import { arrayOf } from '../append/array-literals'
import type { Sql } from '../connection'
import { balanceSql, CURRENCY_SQL, changeSql } from '../timeline/event-amounts'
import type { Fault } from './row-rules'
import { lineOf, type StagedAccount } from './staging'
import { type Book, DAY_SQL } from './statement'

/** The opening of an existing account. */
export type Booked = {
  readonly currency: string
  /** In minor units. */
  readonly opening: bigint
}

/** The accounts that exist here, by id. */
export async function findBooked(
  sql: Sql,
  accounts: readonly StagedAccount[],
): Promise<ReadonlyMap<string, Booked>> {
  const found = await sql<{ id: string; currency: string; opening: string }[]>`
    select aggregate_id as id, ${sql.unsafe(CURRENCY_SQL)} as currency,
      ${sql.unsafe(balanceSql())} as opening
    from events where aggregate_id = any(${idsOf(accounts)}::uuid[]) and event_version = 1`
  return new Map(
    found.map(({ id, currency, opening }) => [id, { currency, opening: BigInt(opening) }]),
  )
}

/** How many faults are fetched at a time. */
const PAGE = 1000

/** A row that contradicts the account here. */
type Found = Record<'place' | 'account' | 'transaction_id' | 'change' | 'balance_after', string> & {
  readonly is_known: boolean
  readonly is_same: boolean
  /** The source's balance after a row that was imported before, in minor units. */
  readonly booked: string | null
  /** The position of the last row that was imported before; null without one. */
  readonly known_until: string | null
  readonly is_before: boolean
  readonly day: string
  /** The last imported day of the account. */
  readonly latest: string
  /** The account's balance here without this bank's own postings, and the sum of those. */
  readonly stands_at: string
  readonly by_others: string
  readonly is_beyond: boolean
}

/**
 * Checks the rows of existing accounts against the log, in one snapshot: rows that were recorded
 * before must be the same, and the others must continue from the account's balance. This bank's own
 * postings are not part of the source's balances.
 */
export async function* faultsAgainstBook(
  sql: Sql,
  accounts: readonly StagedAccount[],
  book: Book,
): AsyncGenerator<readonly Fault[]> {
  const ids = idsOf(accounts)
  const found = sql<Found[]>`
    with entries as (
      select aggregate_id, ${sql.unsafe(DAY_SQL)} as day, event_version, ${sql.unsafe(changeSql())} as delta,
        event_data ->> 'note' as note, (metadata ->> 'commandId')::uuid as command_id,
        metadata -> 'actor' ->> 'id' = ${IMPORTER_ID} as is_imported
      from log where aggregate_id = any(${ids}::uuid[])
      offset 0 -- what follows is of these few columns, not of whole events
    ), booked as (
      select *, sum(delta) filter (where is_imported)
        over (partition by aggregate_id order by event_version) as balance
      from entries
    ), standing as (
      select aggregate_id, coalesce(sum(delta) filter (where is_imported), 0) as stands_at,
        coalesce(sum(delta) filter (where not is_imported), 0) as by_others,
        max(day) filter (where is_imported) as latest
      from entries group by aggregate_id
    ), held_together as (
      select r.*, s.*, b.balance as booked, b.command_id is not null as is_known,
        (b.delta = r.change and b.note is not distinct from r.note
          and b.day = r.day) is true as is_same
      from import_rows r
        join standing s on s.aggregate_id = r.account_id
        left join booked b on b.aggregate_id = r.account_id and b.command_id = r.command_id
      where r.account_id = any(${ids}::uuid[])
    ), seen as (
      select *,
        max(place) filter (where is_known) over (partition by account_id) as known_until,
        min(place) filter (where not is_known) over (partition by account_id) as new_from
      from held_together
    ), judged as (
      select *, place = new_from and day < latest as is_before,
        place = new_from and balance_after - change <> stands_at as is_apart,
        not is_known and abs(balance_after + by_others) > ${BALANCE_LIMIT.toString()}::bigint as is_beyond
      from seen
    )
    select place, account, transaction_id, change, balance_after, is_known, is_same, booked,
      known_until, is_before, day::text, latest::text as latest, stands_at, by_others, is_beyond
    from judged
    where is_known and (not is_same or booked is distinct from balance_after)
      or not is_known and place < known_until
      or is_before or is_apart or is_beyond
    order by place`.cursor(PAGE)
  for await (const rows of found) yield rows.map(row => faultOf(row, book))
}

function faultOf(row: Found, book: Book): Fault {
  const { account, transaction_id: id } = row
  const line = lineOf(row.place)
  const money = (minor: bigint) => groupAmount(formatAmount(minor, book.currency))
  const found = `found ${money(BigInt(row.balance_after))}`
  if (row.is_known && !row.is_same) {
    const sentence = `transaction ${id} was already imported with different values`
    return { line, column: 'transaction_id', sentence }
  }
  if (row.is_known) {
    const sentence = `expected ${money(BigInt(row.booked ?? 0))} for account ${account}, as recorded; ${found}`
    return { line, column: 'balance_after', sentence }
  }
  if (row.known_until !== null && BigInt(row.place) < BigInt(row.known_until)) {
    const sentence =
      `transaction ${id} is new, but that of line ${lineOf(row.known_until)}, which comes after ` +
      'it, was already imported'
    return { line, column: 'transaction_id', sentence }
  }
  if (row.is_before) {
    const sentence =
      `expected ${row.latest} or later, the latest date recorded for account ${account}; ` +
      `found ${row.day}`
    return { line, column: 'date', sentence }
  }
  const [standsAt, byOthers] = [BigInt(row.stands_at), BigInt(row.by_others)]
  if (BigInt(row.balance_after) - BigInt(row.change) !== standsAt) {
    const posted = byOthers === 0n ? '' : ` without the ${money(byOthers)} posted at this bank`
    const sentence =
      `expected ${money(standsAt + BigInt(row.change))} for account ${account}, whose balance ` +
      `here is ${money(standsAt)}${posted}; ${found}`
    return { line, column: 'balance_after', sentence }
  }
  return { line, column: 'amount', sentence: beyondLimit(account, book) }
}

/** The fault of a row that takes an account beyond the limit of a balance. */
export function beyondLimit(account: string, { currency }: Book): string {
  const limit = groupAmount(formatAmount(BALANCE_LIMIT, currency))
  return `account ${account} would exceed the balance limit of ${limit}`
}

function idsOf(accounts: readonly StagedAccount[]): string {
  return arrayOf(accounts.map(({ accountId }) => accountId))
}
