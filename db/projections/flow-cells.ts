import type { Transaction } from '../connection'
import type { Moved } from './moved-money'

/** The two lengths of a span, in milliseconds (UTC days and minutes). */
export const DAY_MS = 86_400_000
export const MINUTE_MS = 60_000

/**
 * The four grains of the grid: the span of the business clock, then of the recording clock. The
 * numbers are stored. One of `DAY_MINUTE` is found by the recording clock, the others by their key.
 */
export const GRAINS = [
  { grain: 0, occurredMs: DAY_MS, recordedMs: DAY_MS },
  { grain: 1, occurredMs: DAY_MS, recordedMs: MINUTE_MS },
  { grain: 2, occurredMs: MINUTE_MS, recordedMs: DAY_MS },
  { grain: 3, occurredMs: MINUTE_MS, recordedMs: MINUTE_MS },
] as const

type Cell = {
  readonly grain: number
  readonly currency: string
  readonly occurredFrom: string
  readonly recordedFrom: string
  net: bigint
  opened: number
}

/** Adds events to the grid of what moved when on both clocks, each to one cell of every grain. */
export async function addFlowCells(
  tx: Transaction,
  moved: readonly Moved[],
  table: string,
): Promise<void> {
  const cells = new Map<string, Cell>()
  for (const { recorded, change, currency, isOpening } of moved) {
    for (const { grain, occurredMs, recordedMs } of GRAINS) {
      const occurredFrom = beginOf(recorded.occurredAt, occurredMs)
      const recordedFrom = beginOf(recorded.createdAt, recordedMs)
      const key = `${grain} ${occurredFrom} ${recordedFrom} ${currency}`
      const empty = { grain, currency, occurredFrom, recordedFrom, net: 0n, opened: 0 }
      const cell = cells.get(key) ?? empty
      cell.net += change
      if (isOpening) cell.opened += 1
      cells.set(key, cell)
    }
  }
  const rows = [...cells.values()]
  await tx`
    insert into ${tx(table)} as c (occurred_from, recorded_from, opened, grain, currency, net)
    select * from unnest(
      ${rows.map(({ occurredFrom }) => occurredFrom)}::text[]::timestamptz[],
      ${rows.map(({ recordedFrom }) => recordedFrom)}::text[]::timestamptz[],
      ${rows.map(({ opened }) => opened)}::int[],
      ${rows.map(({ grain }) => grain)}::smallint[],
      ${rows.map(({ currency }) => currency)}::text[],
      ${rows.map(({ net }) => net.toString())}::text[]::numeric[])
    on conflict (grain, occurred_from, recorded_from, currency) do update
      set net = c.net + excluded.net, opened = c.opened + excluded.opened`
}

/** The beginning of the span that a moment lies in, as an ISO 8601 text. */
export function beginOf(moment: Date, spanMs: number): string {
  return new Date(Math.floor(moment.getTime() / spanMs) * spanMs).toISOString()
}
