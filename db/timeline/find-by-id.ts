import { and, eq, gte, lte } from 'drizzle-orm'
import { parse, validate, version } from 'uuid'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { requireUuids } from '../ids'
import { drizzleOn } from '../query'
import { commands, log } from '../schema'
import { requireAttachedSince } from '../streams/detached'
import { recordedEvent, selectEvents } from '../streams/event-rows'

/** How long before and after its id was made an event may have been recorded, in milliseconds. */
const BEFORE_MS = 2_000
const AFTER_MS = 10_000

/**
 * The event with this id; null without one. No index has the ids: an event's id tells when it was
 * made (UUIDv7), and it was recorded at about that time, which an index has.
 */
export async function findEvent(sql: Sql, eventId: string): Promise<RecordedEvent | null> {
  const madeMs = timeOf(eventId)
  if (madeMs === null) return null
  const [row] = await selectEvents(sql)
    .where(
      and(
        eq(log.eventId, eventId),
        gte(log.createdAt, new Date(madeMs - BEFORE_MS)),
        lte(log.createdAt, new Date(madeMs + AFTER_MS)),
      ),
    )
    .limit(1)
  if (row) return recordedEvent(row)
  await requireAttachedSince(sql, new Date(madeMs))
  return null
}

/** Where the first event of an accepted command is; several places for one over several streams. */
export type CommandPlace = { readonly aggregateId: string; readonly version: number }

const PLACES_MAX = 10

/** The places of an accepted command's events; none for an unknown or refused one. */
export async function findCommand(sql: Sql, commandId: string): Promise<CommandPlace[]> {
  requireUuids('command id', [commandId])
  const rows = await drizzleOn(sql)
    .select({ aggregateId: commands.aggregateId, version: commands.firstVersion })
    .from(commands)
    .where(eq(commands.commandId, commandId))
    .limit(PLACES_MAX)
  return rows.flatMap(({ aggregateId, version: first }) =>
    first === null ? [] : [{ aggregateId, version: first }],
  )
}

/** When a UUIDv7 was made (RFC 9562, section 5.7), in milliseconds; null for any other id. */
function timeOf(id: string): number | null {
  if (!validate(id) || version(id) !== 7) return null
  return Number(Buffer.from(parse(id)).readUIntBE(0, 6))
}
