import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Transaction } from '../connection'
import { readLines } from './files'
import type { Found } from './find'
import { commandIdOf, type Line, readLine } from './lines'
import { BackupFault, type Segment } from './manifest'

/** What was left out: recorded after the moment up to which the log is restored. */
export type Lost = {
  readonly position: number
  readonly aggregateId: string
  readonly aggregateType: string
  readonly version: number
  readonly eventType: string
  readonly createdAt: string
  readonly commandId: string | null
}

/** Columns between these, as `AS_LINES` in segments.ts: JSON has no control characters. */
const SEPARATOR = '\x02'
const AS_ROWS = `(format csv, quote e'\\x01', delimiter e'\\x02')`

const EVENTS = `copy events (aggregate_id, event_version, event_id, occurred_at, created_at,
  frontier_at, schema_version, aggregate_type, event_type, event_data, metadata) from stdin ${AS_ROWS}`
const ANSWERS = `copy commands (command_id, aggregate_id, first_version, last_version, fingerprint)
  from stdin ${AS_ROWS}`
const PLACES = `copy feed (position, aggregate_id, event_version) from stdin ${AS_ROWS}`

export type Loaded = { readonly events: number; readonly lost: readonly Lost[] }

/**
 * Copies the log of a backup into empty tables: events, the answers that ride on them, and their
 * positions. With a moment, the events that were recorded after it are left out, and the others
 * take the positions in their order.
 * @throws BackupFault when a segment has other positions than it should
 */
export async function loadLog(
  tx: Transaction,
  { folder, manifest }: Found,
  until: Date | null,
  onProgress: (events: number) => void,
): Promise<Loaded> {
  const lost: Lost[] = []
  let events = 0
  for (const segment of manifest.segments) {
    const rest: Rest = { answers: [], places: [], lost, until, position: events }
    const rows = Readable.from(eventRows(folder, segment, rest), { objectMode: false })
    await pipeline(rows, await tx.unsafe(EVENTS).writable())
    await copyRows(tx, ANSWERS, rest.answers)
    await copyRows(tx, PLACES, rest.places)
    events = rest.position
    onProgress(events)
  }
  return { events, lost }
}

/** What one segment leaves for the other tables. */
type Rest = {
  readonly answers: string[]
  readonly places: string[]
  readonly lost: Lost[]
  readonly until: Date | null
  position: number
}

async function* eventRows(folder: string, segment: Segment, rest: Rest): AsyncGenerator<string> {
  const untilMs = rest.until?.getTime() ?? null
  let next = segment.from
  for await (const lines of readLines(folder, segment)) {
    let rows = ''
    for (const text of lines) {
      const line = readLine(text, segment.file)
      if (line.position !== next++) {
        throw new BackupFault(
          `The segment ${segment.file} is out of order: it has position ${line.position} where ${next - 1} is next.`,
        )
      }
      if (untilMs !== null && Date.parse(line.createdAt) > untilMs) rest.lost.push(lostOf(line))
      else rows += rowOf(line, rest)
    }
    if (rows !== '') yield rows
  }
  if (next === segment.to + 1) return
  throw new BackupFault(
    `The segment ${segment.file} ends at position ${next - 1}, not ${segment.to}.`,
  )
}

/** The row of an event; its answer and its position go to the rest. */
function rowOf(line: Line, rest: Rest): string {
  const { aggregateId, version, answer } = line
  const commandId = answer && commandIdOf(line)
  if (answer && commandId !== null) {
    const { first, fingerprint } = answer
    rest.answers.push(rowIn([commandId, aggregateId, first, version, `\\x${fingerprint}`]))
  }
  rest.position++
  rest.places.push(rowIn([String(rest.position), aggregateId, version]))
  return rowIn([
    ...[aggregateId, version, line.eventId, line.occurredAt, line.createdAt, line.frontierAt],
    ...[line.schemaVersion, line.aggregateType, line.eventType, line.data, line.metadata],
  ])
}

function rowIn(fields: readonly (string | null)[]): string {
  return `${fields.join(SEPARATOR)}\n`
}

/** How many rows are sent together. */
const ROWS_MAX = 2_000

async function copyRows(tx: Transaction, copy: string, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return
  const pieces = function* () {
    for (let at = 0; at < rows.length; at += ROWS_MAX) yield rows.slice(at, at + ROWS_MAX).join('')
  }
  await pipeline(Readable.from(pieces(), { objectMode: false }), await tx.unsafe(copy).writable())
}

function lostOf(line: Line): Lost {
  const { position, aggregateId, aggregateType, version, eventType, createdAt } = line
  const commandId = commandIdOf(line)
  return {
    position,
    aggregateId,
    aggregateType,
    version: Number(version),
    eventType,
    createdAt,
    commandId,
  }
}
