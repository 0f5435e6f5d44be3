import { gt } from 'drizzle-orm'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { advance, unknownStream } from '@/domain/event-sourcing/stream'
import { aggregateOfEvent } from '../codecs/registry'
import { decodeEvent } from '../codecs/stored-events'
import type { Sql, Transaction } from '../connection'
import { drizzleOn } from '../query'
import { log } from '../schema'
import { type Copied, copyLog, type LogRow, ofStreams } from './log-rows'

/** The number of streams folded together, which bounds the memory. */
const STREAMS_PER_PAGE = 500

export type FoldedEvent = Pick<
  RecordedEvent,
  'aggregateId' | 'version' | 'occurredAt' | 'createdAt' | 'frontierAt' | 'event'
>

/** The ids of all streams of the log, in pages. */
export async function* streamPages(sql: Sql | Transaction): AsyncGenerator<readonly string[]> {
  for (let after: string | null = null; ; ) {
    const rows: readonly { id: string }[] = await drizzleOn(sql)
      .selectDistinct({ id: log.aggregateId })
      .from(log)
      .where(after === null ? undefined : gt(log.aggregateId, after))
      .orderBy(log.aggregateId)
      .limit(STREAMS_PER_PAGE)
    if (rows.length > 0) yield rows.map(({ id }) => id)
    if (rows.length < STREAMS_PER_PAGE) return
    after = rows.at(-1)?.id ?? after
  }
}

/**
 * Folds streams from their first events, without snapshots, and shows each step. Events are read by
 * COPY, one at a time: a stream of any length takes the memory of one state.
 * @returns the streams at their end, by id
 * @throws UnreadableEvent for an event that this program can't read
 */
export async function foldWhole(
  sql: Sql | Transaction,
  aggregateIds: readonly string[],
  onStep: Step = () => {},
): Promise<Stream[]> {
  const streams: Stream[] = []
  if (aggregateIds.length === 0) return streams
  const copied = { filter: ofStreams(aggregateIds) }
  await copyStreams(sql, copied, onStep, page => void streams.push(...page))
  return streams
}

/**
 * Folds the whole log in the same way, with one statement, as fast as it can be read.
 * @param onPage gets the streams at their end, by id; reading waits for it (back-pressure)
 * @throws UnreadableEvent for an event that this program can't read
 */
export async function foldLog(
  sql: Sql | Transaction,
  onPage: (streams: readonly Stream[]) => Promise<void> | void,
  onStep: Step = () => {},
  further: readonly string[] = [],
): Promise<void> {
  await copyStreams(sql, { filter: '', further }, onStep, onPage)
}

/** Gets the stream after an event, and the further columns of its row; reading waits for a promise. */
type Step = (stream: Stream, event: FoldedEvent, further: LogRow['further']) => Promise<void> | void

async function copyStreams(
  sql: Sql | Transaction,
  copied: Copied,
  onStep: Step,
  onPage: (streams: readonly Stream[]) => Promise<void> | void,
): Promise<void> {
  let page: Stream[] = []
  let stream: Stream | undefined
  await copyLog(sql, copied, row => {
    if (stream?.aggregateId !== row.aggregateId) {
      if (stream) page.push(stream)
      stream = unknownStream(row.aggregateId)
    }
    const { aggregateId, version, occurredAt, createdAt, frontierAt } = row
    const decoded = decodeEvent(row.type, row.schemaVersion, row.data)
    const event = { aggregateId, version, occurredAt, createdAt, frontierAt, event: decoded }
    stream = advance(aggregateOfEvent(decoded), stream, event)
    const step = onStep(stream, event, row.further)
    if (page.length < STREAMS_PER_PAGE) return step
    const full = page
    page = []
    return step ? step.then(() => onPage(full)) : onPage(full)
  })
  await onPage(stream ? [...page, stream] : page)
}
