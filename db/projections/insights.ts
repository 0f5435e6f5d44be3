import { moneyTypes } from '../codecs/registry'
import type { Transaction } from '../connection'
import { dayZoneOf } from '../day-zone'
import type { Subscriber } from '../feed/subscription'
import { addStandings } from './account-standings'
import { addBusyHours } from './busy-hours'
import { addFlowCells } from './flow-cells'
import { addLargestMovements } from './largest-movements'
import { type Moved, movedMoney } from './moved-money'

/** The tables that follow the feed under the name `insights`, with their keys. */
export const INSIGHTS_TABLES = {
  flow_cells: ['grain', 'occurred_from', 'recorded_from', 'currency'],
  busy_hours: ['currency', 'hour'],
  largest_movements: ['currency', 'day', 'aggregate_id', 'event_version'],
  account_standings: ['aggregate_id'],
  balance_sizes: ['currency', 'size'],
} as const

export type InsightsTable = keyof typeof INSIGHTS_TABLES

/** The subscriber of the bank on both clocks, busy hours, largest movements and standings. */
export const insights: Subscriber = {
  name: 'insights',
  aggregateTypes: moneyTypes(),
  handle: async (events, tx) =>
    addInsights(tx, movedMoney(events), await dayZoneOf(tx, 'account_standings'), table => table),
}

/** Adds events to the live tables, or to the copies of a rebuild; by the days of a zone. */
export async function addInsights(
  tx: Transaction,
  moved: readonly Moved[],
  zone: string,
  nameOf: (table: InsightsTable) => string,
): Promise<void> {
  await Promise.all([
    addFlowCells(tx, moved, nameOf('flow_cells')),
    addBusyHours(tx, moved, nameOf('busy_hours')),
    addLargestMovements(tx, moved, zone, nameOf('largest_movements')),
    addStandings(tx, moved, zone, {
      standings: nameOf('account_standings'),
      sizes: nameOf('balance_sizes'),
    }),
  ])
}
