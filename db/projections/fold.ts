import type { RecordedEvent, Stream } from '@/domain/ports'
import { advance, emptyStream } from '@/domain/stream'
import type { Sql, Transaction } from '../connection'
import { type EventRow, recordedEvent } from '../event-rows'

/** Streams that are folded together: what bounds the memory. */
const STREAMS_PER_PAGE = 500

const FIRST = '00000000-0000-0000-0000-000000000000'

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
 * Folds streams from their very first event, with no snapshot's help, and shows each step.
 * @returns the streams at their end
 */
export async function foldWhole(
  sql: Sql | Transaction,
  aggregateIds: readonly string[],
  onStep: (stream: Stream, event: RecordedEvent) => void = () => {},
): Promise<Stream[]> {
  const streams: Stream[] = []
  let stream: Stream | undefined
  const pages = sql<EventRow[]>`
    select * from log where aggregate_id = any(${[...aggregateIds]}::uuid[])
    order by aggregate_id, event_version`.cursor(1000)
  for await (const rows of pages) {
    for (const event of rows.map(recordedEvent)) {
      if (stream?.aggregateId !== event.aggregateId) {
        if (stream) streams.push(stream)
        stream = emptyStream(event.aggregateId)
      }
      stream = advance(stream, event)
      onStep(stream, event)
    }
  }
  return stream ? [...streams, stream] : streams
}
