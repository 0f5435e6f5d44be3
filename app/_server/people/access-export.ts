import 'server-only'
import { addressOf } from '@/app/_server/http/address'
import { csvHead, csvRow } from '@/app/_server/http/csv'
import { fileResponse, takeFormat } from '@/app/_server/http/export-file'
import { takeFrom } from '@/app/_server/limits/take'
import { DEADLINES, inTime } from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { wallTime } from '@/app/_time/instant'
import type { AccessJson } from '@/app/_wire/access'
import { readAccessCursor, readAccessLog, readAccessParams } from './access-list'
import { recordAccess } from './access-log'
import { type Asked, problemResponse } from './requests'
import { endingWith } from './watchers'

/** No more than this is ever in memory. */
const PAGE = 500

const COLUMNS = [
  ...['at', 'at_utc', 'kind', 'by', 'by_kind', 'by_id', 'by_role', 'address'],
  ...['subject', 'subject_id', 'detail'],
]

/** The access log as a file, the newest first: a table (`&separator=&bom=`), or JSON. */
export async function exportAccess({ request, viewer, token }: Asked): Promise<Response> {
  const url = new URL(addressOf(request))
  const taken = takeFormat(url.searchParams)
  if ('status' in taken) return problemResponse(taken)
  const { format, style } = taken
  const read = readAccessParams(url.href)
  if (!read.ok) return problemResponse(read.problem)
  const tooMany = takeFrom('exports', viewer.userId)
  if (tooMany) return problemResponse(tooMany)
  const { zone } = read.params
  recordAccess({ kind: 'exported', by: viewer, detail: { format, of: 'access log' } })
  let lines = 0
  const line = (entry: AccessJson) =>
    format === 'csv'
      ? csvRow(cellsOf(entry, zone), style)
      : (lines++ === 0 ? '\n' : ',\n') + JSON.stringify(entry)
  const body = streamOf({
    head: format === 'csv' ? csvHead(COLUMNS, style) : '[',
    tail: format === 'csv' ? '' : '\n]\n',
    signal: request.signal,
    async read(cursor) {
      const place = cursor === null ? null : readAccessCursor(cursor)
      const asked = { ...read.params, cursor: place, limit: PAGE }
      const page = await inTime(DEADLINES.read, () => readAccessLog(viewer, asked))
      if ('status' in page) throw new Error('The access log is no longer readable')
      return { text: page.items.map(line).join(''), next: page.nextCursor }
    },
  })
  const { date } = wallTime(new Date().toISOString(), zone)
  return fileResponse(endingWith({ token, viewer }, body), `daybook-access-to-${date}`, format)
}

type Source = {
  readonly head: string
  readonly tail: string
  readonly signal: AbortSignal
  read(cursor: string | null): Promise<{ text: string; next: string | null }>
}

/** Pages as bytes, with back-pressure; it breaks off with an error when a page can't be read. */
function streamOf({ head, tail, signal, read }: Source): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let cursor: string | null = null
  return new ReadableStream<Uint8Array>(
    {
      start: controller => controller.enqueue(encoder.encode(head)),
      async pull(controller) {
        try {
          signal.throwIfAborted()
          const { text, next } = await read(cursor)
          cursor = next
          // Even when empty: only an enqueued chunk makes the stream pull the next.
          controller.enqueue(encoder.encode(next === null ? text + tail : text))
          if (next === null) controller.close()
        } catch (error) {
          if (!signal.aborted) logFailure('An export of the access log failed', error)
          controller.error(error)
        }
      },
    },
    { highWaterMark: 1 },
  )
}

function cellsOf(entry: AccessJson, zone: string): (string | null)[] {
  const { at, kind, actor, address, subject, detail } = entry
  const { date, time, fraction, offset } = wallTime(at, zone)
  return [
    `${date}T${time}${fraction}${offset === 'UTC' ? 'Z' : offset}`,
    ...[at, kind, actor?.name ?? null, actor?.kind ?? null, actor?.id ?? null, actor?.role ?? null],
    ...[address, subject?.name ?? null, subject?.id ?? null],
    Object.keys(detail).length === 0 ? null : JSON.stringify(detail),
  ]
}
