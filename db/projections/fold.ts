import type { RecordedEvent, Stream } from '@/domain/ports'
import { advance, emptyStream } from '@/domain/stream'
import type { Sql, Transaction } from '../connection'
import { decodeEvent } from '../stored-events'

/** Streams that are folded together: what bounds the memory. */
const STREAMS_PER_PAGE = 500

const FIRST = '00000000-0000-0000-0000-000000000000'

/** What folding needs of an event. */
export type FoldedEvent = Pick<
  RecordedEvent,
  'aggregateId' | 'version' | 'occurredAt' | 'createdAt' | 'frontierAt' | 'event'
>

/** The ids of all streams of the log, in pages. */
export async function* streamPages(sql: Sql | Transaction): AsyncGenerator<readonly string[]> {
  for (let after = FIRST; ; ) {
    const rows = await sql<{ aggregate_id: string }[]>`
      select distinct aggregate_id from log where aggregate_id > ${after}
      order by aggregate_id limit ${STREAMS_PER_PAGE}`
    if (rows.length > 0) yield rows.map(row => row.aggregate_id)
    if (rows.length < STREAMS_PER_PAGE) return
    after = rows.at(-1)?.aggregate_id ?? after
  }
}

/**
 * Folds streams from their very first event, with no snapshot's help, and shows each step. The
 * events come by COPY, one at a time: a stream of any length takes the memory of one state.
 * @returns the streams at their end, in the order of their ids
 * @throws UnreadableEvent for an event that this program cannot read
 */
export async function foldWhole(
  sql: Sql | Transaction,
  aggregateIds: readonly string[],
  onStep: Step = () => {},
): Promise<Stream[]> {
  const streams: Stream[] = []
  if (aggregateIds.length === 0) return streams
  // COPY takes no parameters; ids come from uuid columns, and nothing else would be a literal here.
  const ids = aggregateIds.map(id => `'${id.replaceAll(/[^0-9a-f-]/g, '')}'`)
  const filter = `where aggregate_id = any(array[${ids}]::uuid[])`
  await copyStreams(sql, filter, onStep, page => void streams.push(...page))
  return streams
}

/**
 * Folds the whole log in the same way, with one statement: as fast as it can be read.
 * @param onPage gets the streams at their end, in the order of their ids; reading waits for it
 * @throws UnreadableEvent for an event that this program cannot read
 */
export async function foldLog(
  sql: Sql | Transaction,
  onPage: (streams: readonly Stream[]) => Promise<void> | void,
  onStep: Step = () => {},
): Promise<void> {
  await copyStreams(sql, '', onStep, onPage)
}

type Step = (stream: Stream, event: FoldedEvent) => void

async function copyStreams(
  sql: Sql | Transaction,
  filter: string,
  onStep: Step,
  onPage: (streams: readonly Stream[]) => Promise<void> | void,
): Promise<void> {
  const rows = await sql
    .unsafe(
      `copy (
        select aggregate_id, event_version, schema_version, event_type, occurred_at, created_at,
          frontier_at, event_data
        from log ${filter} order by aggregate_id, event_version
      ) to stdout (format binary)`,
    )
    .readable()
  const read = createRowReader()
  let page: Stream[] = []
  let stream: Stream | undefined
  let fault: { readonly error: unknown } | null = null
  await new Promise<void>((resolve, reject) => {
    rows.once('error', reject)
    rows.once('end', () => (fault ? reject(fault.error) : resolve()))
    rows.on('data', (chunk: Buffer) => {
      // After a fault the rest is let pass: a connection is free again only at the end of a COPY.
      if (fault) return
      try {
        const event = read(chunk)
        if (!event) return
        if (stream?.aggregateId !== event.aggregateId) {
          if (stream) page.push(stream)
          stream = emptyStream(event.aggregateId)
        }
        stream = advance(stream, event)
        onStep(stream, event)
      } catch (error) {
        fault = { error }
      }
      if (page.length < STREAMS_PER_PAGE) return
      const full = page
      page = []
      rows.pause()
      Promise.resolve(onPage(full))
        .catch(error => {
          fault = { error }
        })
        .finally(() => rows.resume())
    })
  })
  await onPage(stream ? [...page, stream] : page)
}

/** What stands before the first row of COPY's binary format: a signature, flags, and no extension. */
const HEADER_BYTES = 19

/** The moment that PostgreSQL counts microseconds from, 2000-01-01, in milliseconds since 1970. */
const EPOCH_MS = 946_684_800_000

/**
 * Reads COPY's binary format (PostgreSQL documentation, "COPY"), as the server sends it: a row in
 * each chunk, the header before the first one. The end, which is no row, gives null.
 */
function createRowReader(): (chunk: Buffer) => FoldedEvent | null {
  let isFirst = true
  let id = ''
  let idBytes = Buffer.alloc(0)
  return chunk => {
    let at = isFirst ? HEADER_BYTES : 0
    isFirst = false
    if (at === chunk.length || chunk.readInt16BE(at) === -1) return null
    at += 2
    const field = (): Buffer => {
      const length = chunk.readInt32BE(at)
      at += 4 + length
      return chunk.subarray(at - length, at)
    }
    const key = field()
    if (!key.equals(idBytes)) {
      idBytes = Buffer.from(key)
      id = uuidOf(key)
    }
    const version = field().readInt32BE()
    const schemaVersion = field().readInt16BE()
    const type = field().toString()
    const [occurredAt, createdAt, frontierAt] = [field(), field(), field()].map(instant)
    // The first byte is the version of the format of jsonb.
    const data = JSON.parse(field().toString('utf8', 1))
    if (!occurredAt || !createdAt || !frontierAt) throw new Error('A copied row is cut off')
    const event = decodeEvent(type, schemaVersion, data)
    return { aggregateId: id, version, occurredAt, createdAt, frontierAt, event }
  }
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  const ends = [0, 8, 12, 16, 20, 32]
  return ends
    .slice(1)
    .map((end, part) => hex.slice(ends[part], end))
    .join('-')
}

function instant(microseconds: Buffer): Date {
  return new Date(Number(microseconds.readBigInt64BE() / 1000n) + EPOCH_MS)
}
