import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Transaction } from '../connection'
import { newRows } from '../query'
import { flowCells } from '../read-model-schema'
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
    for (const { key, ...place } of placesOf(recorded)) {
      const cell = cells.get(key + currency) ?? { ...place, currency, net: 0n, opened: 0 }
      cell.net += change
      if (isOpening) cell.opened += 1
      cells.set(key + currency, cell)
    }
  }
  await tx`
    insert into ${tx(table)} as c ${newRows(tx, flowCells, [...cells.values()])}
    on conflict (grain, occurred_from, recorded_from, currency) do update
      set net = c.net + excluded.net, opened = c.opened + excluded.opened`
}

type Place = { readonly grain: number; readonly occurredFrom: Date; readonly recordedFrom: Date }

/** The cells of an event, one of each grain; `key` tells them apart. */
export function placesOf({
  occurredAt,
  createdAt,
}: Pick<RecordedEvent, 'occurredAt' | 'createdAt'>): (Place & { readonly key: string })[] {
  return GRAINS.map(({ grain, occurredMs, recordedMs }) => {
    const occurredFrom = beginOf(occurredAt, occurredMs)
    const recordedFrom = beginOf(createdAt, recordedMs)
    return { key: `${grain} ${+occurredFrom} ${+recordedFrom} `, grain, occurredFrom, recordedFrom }
  })
}

/** The start of the span of that length that contains a moment. */
export function beginOf(moment: Date, spanMs: number): Date {
  return new Date(Math.floor(moment.getTime() / spanMs) * spanMs)
}
