import type { Transaction } from '../connection'
import type { FeedEvent } from '../feed/read-feed'
import type { Subscriber } from '../feed/subscription'
import { addStandings } from './account-standings'
import { addBusyHours } from './busy-hours'
import { addFlowCells } from './flow-cells'
import { addLargestMovements } from './largest-movements'

/** The tables that follow the feed under the name `insights`, with their keys. */
export const INSIGHTS_TABLES = {
  flow_cells: ['grain', 'occurred_from', 'recorded_from', 'currency'],
  busy_hours: ['currency', 'hour'],
  largest_movements: ['currency', 'day', 'aggregate_id', 'event_version'],
  account_standings: ['aggregate_id'],
  balance_sizes: ['currency', 'size'],
} as const

export type InsightsTable = keyof typeof INSIGHTS_TABLES

/** The bank on both clocks, its busy hours, largest movements, and how its balances stand. */
export const insights: Subscriber = {
  name: 'insights',
  handle: (events, tx) => addInsights(tx, events, table => table),
}

/** Adds events to the live tables, or to copies that are being rebuilt. */
export async function addInsights(
  tx: Transaction,
  events: readonly FeedEvent[],
  nameOf: (table: InsightsTable) => string,
): Promise<void> {
  await Promise.all([
    addFlowCells(tx, events, nameOf('flow_cells')),
    addBusyHours(tx, events, nameOf('busy_hours')),
    addLargestMovements(tx, events, nameOf('largest_movements')),
    addStandings(tx, events, nameOf('account_standings'), nameOf('balance_sizes')),
  ])
}
