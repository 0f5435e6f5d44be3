import 'server-only'
import { csvHead, csvRow } from '@/app/_server/http/csv'
import { readTimelineCursor, type TimelineCursor } from '@/app/_server/http/cursors'
import type { ExportFormat } from '@/app/_server/http/export-file'
import { PLAIN_STYLE, type TableStyle } from '@/app/_server/http/export-style'
import { logFailure } from '@/app/_server/process/log'
import { wallTime } from '@/app/_time/instant'
import { otherAccountOf, reversedIn } from '@/app/_wire/event-data'
import type { EventJson, RefusalJson, TimelineItem, TimelinePage } from '@/app/_wire/types'

/** The page size of an export; no more than this is ever in memory. */
export const EXPORT_PAGE = 500

type ExportSource = {
  /** Reads the page of the timeline at a cursor. */
  readonly read: (cursor: TimelineCursor | null) => Promise<TimelinePage>
  /** JSON is in replay order. */
  readonly format: ExportFormat
  /** How a table is written. */
  readonly style?: TableStyle
  /** The accounts among these ids, for their numbers and owners. */
  readonly accountsOf?: (ids: readonly string[]) => Promise<readonly Named[]>
  /** The time zone of local times in the table. */
  readonly zone: string
  readonly signal: AbortSignal
}

/**
 * A timeline as a stream of bytes, read page by page with back-pressure. When a read fails, the
 * stream breaks off with an error: a file that looks complete is complete.
 */
export function exportTimeline({ read, format, zone, signal, ...rest }: ExportSource) {
  const { style = PLAIN_STYLE, accountsOf = async () => [] } = rest
  const encoder = new TextEncoder()
  let cursor: TimelineCursor | null = null
  let lines = 0
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(format === 'csv' ? csvHead(COLUMNS, style) : '['))
      },
      async pull(controller) {
        try {
          signal.throwIfAborted()
          const page: TimelinePage = await read(cursor)
          const named = await namesIn(page.items, format === 'csv' ? accountsOf : null)
          let text = ''
          for (const item of page.items) {
            const before = lines++ === 0 ? '\n' : ',\n'
            text +=
              format === 'csv'
                ? csvRow(cellsOf(item, zone, named.get(item.accountId)), style, AMOUNTS)
                : before + JSON.stringify(item)
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

/** What people know an account by. */
type Named = { readonly id: string; readonly number: string; readonly owner: string }

async function namesIn(
  items: readonly TimelineItem[],
  accountsOf: ExportSource['accountsOf'] | null,
): Promise<ReadonlyMap<string, Named>> {
  const ids = new Set(items.map(item => item.accountId))
  const found = accountsOf && ids.size > 0 ? await accountsOf([...ids]) : []
  return new Map(found.map(account => [account.id, account]))
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
  'account_number',
  'account_owner',
  'event_id',
  'command_id',
  'correlation_id',
  'other_number',
  'other_name',
  'counter',
  'reverses',
] as const

const AMOUNTS: readonly number[] = [COLUMNS.indexOf('amount'), COLUMNS.indexOf('balance')]

type Cells = readonly (string | null)[]

function cellsOf(item: TimelineItem, zone: string, of: Named | undefined): Cells {
  return 'refused' in item ? refusalCells(item, zone, of) : eventCells(item, zone, of)
}

function eventCells(event: EventJson, zone: string, of: Named | undefined): Cells {
  const { version, type, occurredAt, occurredOn, createdAt, late, data, money, actor } = event
  const [other, reverses] = [otherAccountOf(event), reversedIn(event)]
  return [
    String(version),
    type,
    occurredOn ?? local(occurredAt, zone),
    local(createdAt, zone),
    occurredAt,
    createdAt,
    late ? 'late' : '',
    '',
    money?.change ?? '',
    money?.balance ?? '',
    money?.currency ?? '',
    textIn(data, 'note') ?? textIn(data, 'reason'),
    ...[actor.name, actor.role, actor.id],
    ...[event.accountId, of?.number ?? null, of?.owner ?? null],
    event.eventId,
    event.commandId,
    event.correlationId,
    ...[other?.number ?? null, other?.owner ?? null, textIn(data, 'counter')],
    reverses === null ? null : String(reverses),
  ]
}

function refusalCells(refusal: RefusalJson, zone: string, of: Named | undefined): Cells {
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
    ...[refusal.accountId, of?.number ?? null, of?.owner ?? null],
    '',
    refusal.commandId,
    ...['', '', '', '', ''],
  ]
}

function textIn(data: EventJson['data'], field: string): string | null {
  const text = data[field]
  return typeof text === 'string' ? text : null
}

/** RFC 3339 with the zone's offset at that time. */
function local(instant: string, zone: string): string {
  const { date, time, fraction, offset } = wallTime(instant, zone)
  return `${date}T${time}${fraction}${offset === 'UTC' ? 'Z' : offset}`
}
