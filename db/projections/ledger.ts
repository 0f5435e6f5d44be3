import { ledgerAccountOf, moneyTypes } from '../codecs/registry'
import type { Transaction } from '../connection'
import type { Subscriber } from '../feed/subscription'
import { newRows } from '../query'
import { ledgerCells } from '../read-model-schema'
import { placesOf } from './flow-cells'
import { type Moved, movedMoney } from './moved-money'

/** The table that follows the feed under the name `ledger`, with its key. */
export const LEDGER_TABLES = {
  ledger_cells: ['grain', 'occurred_from', 'recorded_from', 'currency', 'ledger'],
} as const

/**
 * The subscriber of the bank's own books: the counter-sides of all money, on both clocks. It has a
 * table and a checkpoint of its own beside those of the customers' money (`insights`), so that the
 * trial balance compares two figures that were not added up together.
 */
export const ledger: Subscriber = {
  name: 'ledger',
  aggregateTypes: moneyTypes(),
  handle: (events, tx) => addLedger(tx, movedMoney(events), 'ledger_cells'),
}

/** Adds events to the live table, or to the copy of a rebuild. */
export async function addLedger(
  tx: Transaction,
  moved: readonly Moved[],
  table: string,
): Promise<void> {
  const cells = new Map<string, typeof ledgerCells.$inferInsert>()
  for (const { recorded, change, currency } of moved) {
    const ledger = ledgerAccountOf(recorded)
    if (change === 0n || ledger === null) continue
    for (const { key, ...place } of placesOf(recorded)) {
      const own = `${key}${currency} ${ledger}`
      const cell = cells.get(own) ?? { ...place, currency, ledger, net: 0n }
      cell.net += change
      cells.set(own, cell)
    }
  }
  if (cells.size === 0) return
  await tx`
    insert into ${tx(table)} as c ${newRows(tx, ledgerCells, [...cells.values()])}
    on conflict (grain, occurred_from, recorded_from, currency, ledger) do update
      set net = c.net + excluded.net`
}
