import type { Currency } from '@/domain/money/money'
import type { Sql } from '../connection'
import { changeSql } from '../timeline/event-amounts'
import { type Row, STAGED_COLUMNS, type StagedRow, type Staging, stagedRow } from './staging'
import { IMPORTER_ID } from './statement'

/** A row whose balance is not the one that the events give. */
export type Difference = {
  readonly row: StagedRow
  /** The balance that the events give, in minor units; null when the row is not in the book. */
  readonly found: bigint | null
  readonly currency: Currency
}

/** What came of a comparison, in rows. */
export type Compared = {
  readonly compared: number
  readonly differing: number
  /** Rows that differ by just what others posted to the account before: no file can know that. */
  readonly explained: number
}

/** Who wants to hear what, while rows are compared. */
export type Listener = {
  onDifference(difference: Omit<Difference, 'currency'>): void
  onProgress(compared: number): void
}

/** How many rows that differ are held at a time. */
const PAGE = 500

/**
 * Compares the balance that each row names with the one that the stored events give. The listener
 * hears of those rows of an account that differ by another amount than the row before: one wrong
 * amount is one difference to look at, not one in every row after it.
 */
export async function compareWithBook(
  staging: Staging,
  { onDifference, onProgress }: Listener,
): Promise<Compared> {
  const total = { compared: 0, differing: 0, explained: 0 }
  for await (const accounts of staging.accountPages()) {
    const accountIds = accounts.map(({ accountId }) => accountId)
    for await (const rows of rowsThatDiffer(staging.sql, accountIds)) {
      for (const { found, is_explained: isExplained, is_news: isNews, ...row } of rows) {
        if (isExplained) total.explained += 1
        else total.differing += 1
        if (isNews && !isExplained) {
          onDifference({ row: stagedRow(row), found: found === null ? null : BigInt(found) })
        }
      }
    }
    total.compared += await countRows(staging.sql, accountIds)
    onProgress(total.compared)
  }
  return total
}

type DifferentRow = Row & {
  /** The balance right after the row's event, in minor units; null: not in the book. */
  readonly found: string | null
  /** It differs by what no import has brought into the account before it. */
  readonly is_explained: boolean
  /** The row before differs by another amount, or not at all. */
  readonly is_news: boolean
}

/**
 * Adds up the stored amounts of each account anew, in business order: by when they happened, and
 * for the same instant as they were recorded. Nothing that the import computed is used, nor any
 * recorded balance or snapshot. A row is its event's by the command id, on the row's day.
 */
function rowsThatDiffer(sql: Sql, accountIds: readonly string[]) {
  return sql<DifferentRow[]>`
    with entries as (
      select aggregate_id, occurred_at, event_version, ${sql.unsafe(changeSql())} as delta,
        (metadata ->> 'commandId')::uuid as command_id,
        metadata -> 'actor' ->> 'id' = ${IMPORTER_ID} as is_imported
      from log where aggregate_id = any(${[...accountIds]}::uuid[])
      offset 0 -- the sort below is of these few columns, not of whole events
    ), booked as (
      select aggregate_id, occurred_at, event_version, command_id, sum(delta) over course as found,
        coalesce(sum(delta) filter (where not is_imported) over course, 0) as by_others
      from entries
      window course as (partition by aggregate_id order by occurred_at, event_version)
    ), held_together as (
      select distinct on (r.account_id, r.place) r.*, found, by_others,
        found - r.balance_after as difference
      from import_rows r left join booked b
        on b.aggregate_id = r.account_id and b.command_id = r.command_id
        and b.occurred_at >= r.day and b.occurred_at < r.day + 1
      where r.account_id between ${accountIds[0] ?? null} and ${accountIds.at(-1) ?? null}
      order by r.account_id, r.place, b.event_version
    ), seen as (
      select *, difference is distinct from
        lag(difference, 1, 0::numeric) over (partition by account_id order by place) as is_news
      from held_together
    )
    select ${sql.unsafe(STAGED_COLUMNS)}, found, is_news,
      (difference = by_others) is true as is_explained
    from seen where difference is distinct from 0
    order by account_id, place`.cursor(PAGE)
}

async function countRows(sql: Sql, accountIds: readonly string[]): Promise<number> {
  const [row] = await sql<{ count: string }[]>`
    select count(*) from import_rows
    where account_id between ${accountIds[0] ?? null} and ${accountIds.at(-1) ?? null}`
  return Number(row?.count)
}
