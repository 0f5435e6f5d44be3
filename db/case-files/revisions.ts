import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { TEXT_EVENTS } from '@/domain/case-file/events'
import type { Actor } from '@/domain/event-sourcing/ports'
import type { Db } from '../query'
import { log } from '../schema'

/** One version of the text of a case file, without the text. */
export type Revision = {
  /** From 1 on. */
  readonly version: number
  /** The version of its event in the stream. */
  readonly event: number
  readonly by: Actor
  readonly at: Date
  readonly why: string | null
}

/** All versions of the text of a case file, the oldest first; those in cold storage are left out. */
export async function listRevisions(db: Db, caseFileId: string): Promise<Revision[]> {
  const rows = await db
    .select({
      event: log.eventVersion,
      type: log.eventType,
      version: sql<number | null>`(${log.eventData} ->> 'version')::int`,
      metadata: log.metadata,
      at: log.occurredAt,
      why: sql<string | null>`${log.eventData} ->> 'why'`,
    })
    .from(log)
    .where(and(eq(log.aggregateId, caseFileId), inArray(log.eventType, [...TEXT_EVENTS])))
    .orderBy(asc(log.eventVersion))
  return rows.map(({ metadata, version, event, at, why }) => ({
    ...{ version: version ?? 1, event, by: metadata.actor, at, why },
  }))
}
