import type { Transaction } from '../connection'
import { newRows } from '../query'
import { flowCells } from '../schema'
import type { Moved } from './moved-money'

/** The two lengths of a span, in milliseconds (UTC days and minutes). */
export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000

/**
 * The four grains of the grid: the span of the business clock, then of the recording clock. The
 * numbers are stored. `DAY_MINUTE` cells are found by the recording clock, the others by their key.
 */
export const GRAINS = [
  { grain: 0, occurredMs: DAY_MS, recordedMs: DAY_MS },
  { grain: 1, occurredMs: DAY_MS, recordedMs: MINUTE_MS },
  { grain: 2, occurredMs: MINUTE_MS, recordedMs: DAY_MS },
  { grain: 3, occurredMs: MINUTE_MS, recordedMs: MINUTE_MS },
] as const

/** Adds events to the grid of both clocks, each to one cell of every grain. */
export async function addFlowCells(
  tx: Transaction,
  moved: readonly Moved[],
  table: string,
): Promise<void> {
  const cells = new Map<string, typeof flowCells.$inferInsert>()
  for (const { recorded, change, currency, isOpening } of moved) {
    for (const { grain, occurredMs, recordedMs } of GRAINS) {
      const occurredFrom = beginOf(recorded.occurredAt, occurredMs)
      const recordedFrom = beginOf(recorded.createdAt, recordedMs)
      const key = `${grain} ${+occurredFrom} ${+recordedFrom} ${currency}`
      const empty = { grain, currency, occurredFrom, recordedFrom, net: 0n, opened: 0 }
      const cell = cells.get(key) ?? empty
      cell.net += change
      if (isOpening) cell.opened += 1
      cells.set(key, cell)
    }
  }
  await tx`
    insert into ${tx(table)} as c ${newRows(tx, flowCells, [...cells.values()])}
    on conflict (grain, occurred_from, recorded_from, currency) do update
      set net = c.net + excluded.net, opened = c.opened + excluded.opened`
}

/** The start of the span of that length that contains a moment. */
export function beginOf(moment: Date, spanMs: number): Date {
  return new Date(Math.floor(moment.getTime() / spanMs) * spanMs)
}
