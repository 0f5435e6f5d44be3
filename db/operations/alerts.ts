import { type Alert, alert } from '@/domain/alert/alert'
import { stateOf } from '@/domain/event-sourcing/stream'
import type { Sql } from '../connection'
import { alertIdFor } from '../ids'
import { loadStreams } from '../streams/load'

export type KeptAlert = { readonly id: string; readonly version: number; readonly state: Alert }

/**
 * The alerts of these rules, from their streams: there are few, and no read model that a stopped
 * feed would leave behind.
 */
export async function readAlerts(
  sql: Sql,
  rules: readonly string[],
): Promise<ReadonlyMap<string, KeptAlert>> {
  const ids = new Map(rules.map(rule => [rule, alertIdFor(rule)]))
  const streams = await loadStreams(sql, [...ids.values()])
  return new Map(
    [...ids].map(([rule, id]) => {
      const stream = streams.get(id)
      const state = stream ? (stateOf(alert, stream) ?? alert.initial) : alert.initial
      return [rule, { id, version: stream?.version ?? 0, state }]
    }),
  )
}
