import { eventKinds } from '../codecs/registry'
import type { Sql } from '../connection'

export type ServerFacts = {
  /** As PostgreSQL tells its version. */
  readonly version: string
  readonly startedAt: Date
  /** The time on its clock. */
  readonly now: Date
  readonly connections: number
  readonly connectionsMax: number
  /** When the newest event was recorded; null for an empty log. */
  readonly recordedAt: Date | null
}

/** What the database server tells of itself. */
export async function readServer(sql: Sql): Promise<ServerFacts> {
  const [row] = await sql<
    {
      version: string
      started: Date
      now: Date
      connections: number
      most: number
      recorded: Date | null
    }[]
  >`
    select current_setting('server_version') as version, pg_postmaster_start_time() as started,
      clock_timestamp() as now, current_setting('max_connections')::int as most,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
      (select max(created_at) from events) as recorded`
  if (!row) throw new Error('The server told nothing of itself')
  const { version, started, now, connections, most, recorded } = row
  return {
    version,
    startedAt: started,
    now,
    connections,
    connectionsMax: most,
    recordedAt: recorded,
  }
}

/** The schema version of each type of event that this program writes. */
export function schemaVersions(): { readonly type: string; readonly version: number }[] {
  return [...eventKinds()].map(([type, { event }]) => ({ type, version: event.schemaVersion }))
}
