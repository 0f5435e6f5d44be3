import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import type { Sql } from '../connection'
import { advance } from '../streams/event-rows'
import { readStream } from '../streams/read-stream'
import { stateAt } from '../streams/state-at'

export type FoldStep = {
  readonly before: Stream
  readonly event: RecordedEvent
  readonly after: Stream
}

/** Folds a stream event by event from version `from` to `to`, both inclusive. */
export async function foldSteps(
  sql: Sql,
  aggregateId: string,
  from: number,
  to: number,
): Promise<FoldStep[]> {
  const [start, events] = await Promise.all([
    stateAt(sql, aggregateId, { version: from - 1 }),
    readStream(sql, aggregateId, from, to),
  ])
  let before = start.stream
  return events.map(event => {
    const step = { before, event, after: advance(before, event) }
    before = step.after
    return step
  })
}
