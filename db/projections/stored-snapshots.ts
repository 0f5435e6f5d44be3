import type { Stream } from '@/domain/event-sourcing/ports'
import { readableShapes } from '../codecs/registry'
import { encodeState } from '../codecs/stored-states'
import type { Transaction } from '../connection'
import type { RowOf } from '../query'
import type { snapshots } from '../schema'
import type { Report } from './differences'
import { instantOf, jsonOf, type LogRow } from './log-rows'

/** A snapshot as stored: the fields of its state, and its clocks. */
export type FoundSnapshot = Readonly<Record<string, unknown>>

/** The join that reads the snapshot of each event beside it, and its columns. */
export const snapshotJoin = () => ({
  joins: `left join (
      select aggregate_id, version as event_version, state, created_at, frontier_at
      from snapshots where shape in (${readableShapes().join(', ')})) s using (aggregate_id, event_version)`,
  further: ['s.state', 's.created_at', 's.frontier_at'],
})

/** The snapshot taken after an event; null without one. */
export function snapshotIn([
  state,
  createdAt,
  frontierAt,
]: LogRow['further']): FoundSnapshot | null {
  if (!state || !createdAt || !frontierAt) return null
  const fields = jsonOf(state)
  const isRecord = typeof fields === 'object' && fields !== null && !Array.isArray(fields)
  return {
    ...(isRecord ? fields : { state: fields }),
    createdAt: instantOf(createdAt),
    frontierAt: instantOf(frontierAt),
  }
}

/** The expected snapshot of the stream. Older ones have no range of balances. */
export function expectedSnapshot(stream: Stream, found: FoundSnapshot): FoundSnapshot {
  const hasRange = found.lowest !== undefined || found.highest !== undefined
  const { createdAt, frontierAt } = stream
  return {
    ...encodeState(hasRange ? stream : { ...stream, block: undefined }).state,
    createdAt,
    frontierAt,
  }
}

/** Reports snapshots of versions that the log does not have. */
export async function checkOrphans(tx: Transaction, report: Report): Promise<void> {
  // Plain SQL: Drizzle has no cursors.
  const rows = tx<Pick<RowOf<typeof snapshots>, 'aggregate_id' | 'version'>[]>`
    select aggregate_id, version from snapshots s
    where shape = any(${readableShapes()}::int[]) and not exists (
      select from log e where e.aggregate_id = s.aggregate_id and e.event_version = s.version)`
  for await (const page of rows.cursor(500)) {
    for (const { aggregate_id: id, version } of page) {
      report('snapshots', [id, version], 'The log has no event of this version.')
    }
  }
}
