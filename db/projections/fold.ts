import type { RecordedEvent, Stream } from '@/domain/ports'
import { advance, emptyStream } from '@/domain/stream'
import type { Sql, Transaction } from '../connection'
import { uuidOf } from '../ids'
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
 * each chunk, the header before the first one. The end, which is no row, gives null. Each field has
 * its length in the four bytes before it.
 */
function createRowReader(): (chunk: Buffer) => FoldedEvent | null {
  let isFirst = true
  let id = ''
  const idBytes = Buffer.alloc(ID_BYTES)
  return chunk => {
    const start = isFirst ? HEADER_BYTES : 0
    isFirst = false
    if (start === chunk.length || chunk.readInt16BE(start) === -1) return null
    const key = start + COUNT_BYTES + LENGTH_BYTES
    if (id === '' || idBytes.compare(chunk, key, key + ID_BYTES) !== 0) {
      chunk.copy(idBytes, 0, key, key + ID_BYTES)
      id = uuidOf(idBytes)
    }
    const version = key + ID_BYTES + LENGTH_BYTES
    const schemaVersion = version + INTEGER_BYTES + LENGTH_BYTES
    const type = schemaVersion + SMALLINT_BYTES + LENGTH_BYTES
    const occurredAt = type + chunk.readInt32BE(type - LENGTH_BYTES) + LENGTH_BYTES
    const createdAt = occurredAt + INSTANT_BYTES + LENGTH_BYTES
    const frontierAt = createdAt + INSTANT_BYTES + LENGTH_BYTES
    const data = frontierAt + INSTANT_BYTES + LENGTH_BYTES
    const end = data + chunk.readInt32BE(data - LENGTH_BYTES)
    const event = decodeEvent(
      chunk.toString('latin1', type, occurredAt - LENGTH_BYTES),
      chunk.readInt16BE(schemaVersion),
      // The first byte is the version of the format of jsonb.
      JSON.parse(chunk.toString('utf8', data + 1, end)),
    )
    return {
      aggregateId: id,
      version: chunk.readInt32BE(version),
      occurredAt: instantAt(chunk, occurredAt),
      createdAt: instantAt(chunk, createdAt),
      frontierAt: instantAt(chunk, frontierAt),
      event,
    }
  }
}

const COUNT_BYTES = 2
const LENGTH_BYTES = 4
const ID_BYTES = 16
const INTEGER_BYTES = 4
const SMALLINT_BYTES = 2
const INSTANT_BYTES = 8

/** Microseconds since 2000: a double is exact to a few of them, and the log has milliseconds. */
function instantAt(chunk: Buffer, at: number): Date {
  const microseconds = chunk.readInt32BE(at) * 2 ** 32 + chunk.readUInt32BE(at + 4)
  return new Date(Math.round(microseconds / 1000) + EPOCH_MS)
}
