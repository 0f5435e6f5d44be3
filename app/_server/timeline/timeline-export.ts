import 'server-only'
import { readTimelineCursor, type TimelineCursor } from '@/app/_server/http/cursors'
import { logFailure } from '@/app/_server/process/log'
import { wallTime } from '@/app/_time/instant'
import type { EventJson, RefusalJson, TimelineItem, TimelinePage } from '@/app/_wire/types'

/** The formats of an export: a table for people, and JSON in replay order. */
export type ExportFormat = 'csv' | 'json'

/** The page size of an export; no more than this is ever in memory. */
export const EXPORT_PAGE = 500

type ExportSource = {
  /** Reads the page of the timeline at a cursor. */
  readonly read: (cursor: TimelineCursor | null) => Promise<TimelinePage>
  readonly format: ExportFormat
  /** The time zone of local times in the table. */
  readonly zone: string
  readonly signal: AbortSignal
}

/**
 * A timeline as a stream of bytes, read page by page with back-pressure. When a read fails, the
 * stream breaks off with an error: a file that looks complete is complete.
 */
export function exportTimeline({ read, format, zone, signal }: ExportSource): ReadableStream {
  const encoder = new TextEncoder()
  let cursor: TimelineCursor | null = null
  let lines = 0
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(format === 'csv' ? csvRow(COLUMNS) : '['))
      },
      async pull(controller) {
        try {
          signal.throwIfAborted()
          const page: TimelinePage = await read(cursor)
          let text = ''
          for (const item of page.items) {
            const before = lines++ === 0 ? '\n' : ',\n'
            text += format === 'csv' ? csvRow(cellsOf(item, zone)) : before + JSON.stringify(item)
          }
          cursor = page.nextCursor === null ? null : readTimelineCursor(page.nextCursor)
          if (cursor === null && format === 'json') text += '\n]\n'
          // Even when empty: only an enqueued chunk makes the stream pull the next.
          controller.enqueue(encoder.encode(text))
          if (cursor === null) controller.close()
        } catch (error) {
          if (!signal.aborted) logFailure('An export failed', error)
          controller.error(error)
        }
      },
    },
    { highWaterMark: 1 },
  )
}

const COLUMNS = [
  'version',
  'type',
  'occurred_at',
  'recorded_at',
  'occurred_at_utc',
  'recorded_at_utc',
  'late',
  'refused',
  'amount',
  'balance',
  'currency',
  'note',
  'by',
  'by_role',
  'by_id',
  'account_id',
  'event_id',
  'command_id',
  'correlation_id',
] as const

/** A row of CSV (RFC 4180). */
function csvRow(cells: readonly (string | null)[]): string {
  return `${cells.map(cell => quoted(guarded(cell ?? ''))).join(',')}\r\n`
}

/**
 * Where a spreadsheet may see the start of a cell, since separators vary by country, followed by a
 * formula: also after spaces, invisible characters, quotes and apostrophes.
 */
const RUN =
  /(?<=^|[,;\t|\v\f\r\n\u0085\u2028\u2029])(?=['\s\p{Cc}\p{Cf}"]*[=+\-@%|＝＋－＠﹦﹢﹣﹫−\t\r\n])/gu

/**
 * Prefixes an apostrophe to anything that a spreadsheet would run as a formula (OWASP, "CSV
 * injection"), at the start and after every separator. A plain negative decimal stays a number.
 * Existing apostrophes there get one more, so that removing one at each such place restores the
 * text.
 */
export function guarded(cell: string): string {
  return /^-?\d+(?:\.\d+)?$/.test(cell) ? cell : cell.replaceAll(RUN, "'")
}

/**
 * Also quotes what is a separator elsewhere: programs that guess the separator weigh quoted ones less.
 */
function quoted(cell: string): string {
  return /[",;\t|\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

function cellsOf(item: TimelineItem, zone: string): readonly (string | null)[] {
  return 'refused' in item ? refusalCells(item, zone) : eventCells(item, zone)
}

function eventCells(event: EventJson, zone: string): readonly (string | null)[] {
  const { version, type, occurredAt, createdAt, late, data, money, actor } = event
  return [
    String(version),
    type,
    local(occurredAt, zone),
    local(createdAt, zone),
    occurredAt,
    createdAt,
    late ? 'late' : '',
    '',
    money?.change ?? '',
    money?.balance ?? '',
    money?.currency ?? '',
    typeof data.note === 'string' ? data.note : '',
    ...[actor.name, actor.role, actor.id],
    event.accountId,
    event.eventId,
    event.commandId,
    event.correlationId,
  ]
}

function refusalCells(refusal: RefusalJson, zone: string): readonly (string | null)[] {
  const { command, at, sentence, amount, currency, note, actor } = refusal
  return [
    '',
    command,
    local(at, zone),
    local(at, zone),
    at,
    at,
    '',
    sentence,
    amount,
    '',
    currency,
    note,
    ...[actor.name, actor.role, actor.id],
    refusal.accountId,
    '',
    refusal.commandId,
    '',
  ]
}

/** RFC 3339 with the zone's offset at that time. */
function local(instant: string, zone: string): string {
  const { date, time, fraction, offset } = wallTime(instant, zone)
  return `${date}T${time}${fraction}${offset === 'UTC' ? 'Z' : offset}`
}
