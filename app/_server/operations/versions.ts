import 'server-only'
import type { VersionsJson } from '@/app/_wire/operations'
import type { Sql } from '@/db/connection'
import journal from '@/db/migrations/meta/_journal.json' with { type: 'json' }
import { readServer, schemaVersions } from '@/db/operations/server'
import { hasMigrations } from '@/db/trouble/vitals'
import { version } from '@/package.json'

/** What runs here, in which version, and what its clocks say. */
export async function versionsNow(sql: Sql): Promise<VersionsJson> {
  const [server, isMigrated] = await Promise.all([readServer(sql), hasMigrations(sql)])
  const types = schemaVersions()
  return {
    daybook: version,
    node: process.versions.node,
    postgres: server.version,
    postgresSince: server.startedAt.toISOString(),
    migrations: journal.entries.length,
    migration: journal.entries.at(-1)?.tag ?? '',
    isMigrated,
    eventTypes: types.length,
    evolved: types.filter(one => one.version > 1),
    connections: server.connections,
    connectionsMax: server.connectionsMax,
    databaseNow: server.now.toISOString(),
    serverNow: new Date().toISOString(),
    recordedAt: server.recordedAt?.toISOString() ?? null,
  }
}
