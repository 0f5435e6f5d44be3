import { IMPORTER_ID } from '@/domain/bank-account/ledger'
import type { Currency } from '@/domain/money/money'
import type { Sql } from '../connection'
import { changeSql } from '../timeline/event-amounts'
import { type Row, STAGED_COLUMNS, type StagedRow, type Staging, stagedRow } from './staging'
import { DAY_SQL } from './statement'

/** A row whose balance differs from that of the events. */
export type Difference = {
  readonly row: StagedRow
  /** The balance by the events, in minor units; null when the row is not recorded. */
  readonly found: bigint | null
  readonly currency: Currency
}

/** The result of a comparison, in rows. */
export type Compared = {
  readonly compared: number
  readonly differing: number
  /** Rows that differ exactly by others' earlier postings, which no file can know. */
  readonly explained: number
}

export type Listener = {
  onDifference(difference: Omit<Difference, 'currency'>): void
  onProgress(compared: number): void
}

/** How many differing rows are fetched at a time. */
const PAGE = 500

/**
 * Compares the balance of each row with that of the stored events. The listener gets only rows that
 * differ by another amount than the row before: one wrong amount is one difference, not one in
 * every later row.
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
  /** The balance right after the row's event, in minor units; null: not recorded. */
  readonly found: string | null
  /** It differs by exactly what was posted to the account before it, other than by imports. */
  readonly is_explained: boolean
  /** The row before differs by another amount, or not at all. */
  readonly is_news: boolean
}

/**
 * Adds up the stored amounts of each account again, in business order (recording order for the same
 * instant). It uses nothing that the import computed, and no recorded balance or snapshot. A row is
 * matched to its event by command id and day.
 */
function rowsThatDiffer(sql: Sql, accountIds: readonly string[]) {
  return sql<DifferentRow[]>`
    with entries as (
      select aggregate_id, occurred_at, ${sql.unsafe(DAY_SQL)} as day, event_version, ${sql.unsafe(changeSql())} as delta,
        (metadata ->> 'commandId')::uuid as command_id,
        metadata -> 'actor' ->> 'id' = ${IMPORTER_ID} as is_imported
      from log where aggregate_id = any(${[...accountIds]}::uuid[])
      offset 0 -- the sort below is of these few columns, not of whole events
    ), booked as (
      select aggregate_id, day, event_version, command_id, sum(delta) over course as found,
        coalesce(sum(delta) filter (where not is_imported) over course, 0) as by_others
      from entries
      window course as (partition by aggregate_id order by occurred_at, event_version)
    ), held_together as (
      select distinct on (r.account_id, r.place) r.*, found, by_others,
        found - r.balance_after as difference
      from import_rows r left join booked b
        on b.aggregate_id = r.account_id and b.command_id = r.command_id
        and b.day = r.day
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
