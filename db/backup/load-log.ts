import type { Sql } from '../connection'
import { binaryRows, HEADER, TRAILER } from './binary-rows'
import { linesIn, readPieces } from './files'
import { fillTables, type SendRows } from './fill'
import type { Found } from './find'
import { createLineReader, type Line } from './lines'
import { type Lost, lostOf } from './lost'
import { BackupFault, type Segment } from './manifest'

const TABLES = {
  events: {
    columns: `aggregate_id, event_version, event_id, occurred_at, created_at, frontier_at, schema_version,
      aggregate_type, event_type, event_data, metadata`,
    isGuarded: true,
  },
  commands: { columns: 'command_id, aggregate_id, first_version, last_version, fingerprint' },
  feed: { columns: 'position, aggregate_id, event_version' },
} as const

export type Loaded = { readonly events: number; readonly lost: readonly Lost[] }

/**
 * Fills the log from a backup: events, the answers that ride on them, and their positions. With a
 * moment, the events that were recorded after it are left out, and the others take the positions in
 * their order. The rules of an append were kept when the events were recorded; the check at the end
 * of a restore folds all of them.
 * @throws BackupFault when a segment has other positions than it should
 */
export async function loadLog(
  sql: Sql,
  { folder, manifest }: Found,
  until: Date | null,
  onProgress: (what: string, events: number) => void,
): Promise<Loaded> {
  const log: Loading = {
    ...{ untilMs: until?.getTime() ?? null, lost: [], position: 0 },
    read: createLineReader(),
    rows: { events: binaryRows(), commands: binaryRows(), feed: binaryRows() },
  }
  await fillTables(sql, TABLES, async send => {
    await send({ events: HEADER, commands: HEADER, feed: HEADER })
    for (const segment of manifest.segments) {
      await loadSegment(folder, segment, log, send)
      onProgress('events', log.position)
    }
    await send({ events: TRAILER, commands: TRAILER, feed: TRAILER })
    onProgress('indexes', log.position)
  })
  return { events: log.position, lost: log.lost }
}

type Table = keyof typeof TABLES

type Loading = {
  readonly untilMs: number | null
  readonly lost: Lost[]
  readonly read: ReturnType<typeof createLineReader>
  readonly rows: Readonly<Record<Table, ReturnType<typeof binaryRows>>>
  /** The last one given. */
  position: number
}

async function loadSegment(
  folder: string,
  segment: Segment,
  log: Loading,
  send: SendRows<Table>,
): Promise<void> {
  const { events, commands, feed } = log.rows
  let next = segment.from
  for await (const piece of readPieces(folder, segment)) {
    for (const span of linesIn(piece)) {
      const line = log.read(piece, span, segment.file)
      if (line.position !== next++) {
        throw new BackupFault(
          `The segment ${segment.file} is out of order: it has position ${line.position} where ${next - 1} is next.`,
        )
      }
      if (log.untilMs !== null && line.createdMs > log.untilMs) log.lost.push(lostOf(line))
      else addRows(line, log)
    }
    await send({ events: events.take(), commands: commands.take(), feed: feed.take() })
  }
  if (next === segment.to + 1) return
  throw new BackupFault(
    `The segment ${segment.file} ends at position ${next - 1}, not ${segment.to}.`,
  )
}

function addRows(line: Line, log: Loading): void {
  const { events, commands, feed } = log.rows
  const { bytes, aggregateId, version, fingerprint } = line
  events.row(11)
  events.id(aggregateId)
  events.integer(version)
  events.id(line.eventId)
  events.instant(line.occurredMs)
  events.instant(line.createdMs)
  events.instant(line.frontierMs)
  events.smallint(line.schemaVersion)
  events.utf8(bytes, line.aggregateType)
  events.utf8(bytes, line.eventType)
  events.jsonb(bytes, line.data)
  events.jsonb(bytes, line.metadata)
  if (line.hasCommandId && fingerprint.from < fingerprint.to) {
    commands.row(5)
    commands.id(line.commandId)
    commands.id(aggregateId)
    commands.integer(line.firstVersion)
    commands.integer(version)
    commands.bytea(bytes, fingerprint)
  }
  log.position++
  feed.row(3)
  feed.bigint(log.position)
  feed.id(aggregateId)
  feed.integer(version)
}
