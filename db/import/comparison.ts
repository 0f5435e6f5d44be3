import type { Sql } from '../connection'
import { balancesInBook } from './book-balances'
import type { StagedRow, Staging } from './staging'

/** A row whose balance is not the one that the events give. */
export type Difference = {
  readonly row: StagedRow
  /** The balance that the events give, in minor units; null when the row is not in the book. */
  readonly found: bigint | null
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
  onDifference(difference: Difference): void
  onProgress(compared: number): void
}

/**
 * Compares the balance that each row names with the one that the stored events give. The listener
 * hears of those rows of an account that differ by another amount than the row before: one wrong
 * amount is one difference to look at, not one in every row after it.
 */
export async function compareWithBook(
  sql: Sql,
  staging: Staging,
  { onDifference, onProgress }: Listener,
): Promise<Compared> {
  let compared = 0
  let differing = 0
  let explained = 0
  let accountId = ''
  let offset: bigint | null = 0n

  for await (const accountIds of staging.accountPages()) {
    const balances = balancesInBook(sql, accountIds)
    try {
      for await (const rows of staging.pages(accountIds)) {
        for (const row of rows) {
          const there = await balances.after(row)
          const before: bigint | null = row.accountId === accountId ? offset : 0n
          accountId = row.accountId
          offset = there && there.balance - row.balanceAfter
          compared += 1
          if (offset === 0n) continue
          if (there && offset === there.byOthers) {
            explained += 1
            continue
          }
          differing += 1
          if (offset !== before) onDifference({ row, found: there?.balance ?? null })
        }
        onProgress(compared)
      }
    } finally {
      await balances.close()
    }
  }
  return { compared, differing, explained }
}
