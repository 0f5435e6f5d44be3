import type { AnyAggregate, Named } from './aggregate'
import type { RecordedEvent, Stream, StreamAppend } from './ports'
import { advance, type Circumstances, emptyStream, recordNext, SNAPSHOT_INTERVAL } from './stream'

/** Events to append to a stream; `stream` is the state after them. */
export type Draft = Pick<StreamAppend, 'expectedVersion'> & {
  readonly events: RecordedEvent[]
  readonly snapshots: Stream[]
  stream: Stream
}

export function openDraft(stream: Stream): Draft {
  return { expectedVersion: stream.version, events: [], snapshots: [], stream }
}

/** A draft on the stored stream, or on a new one if that has no events. */
export function draftOn(aggregate: AnyAggregate, aggregateId: string, stored?: Stream): Draft {
  const isThere = stored !== undefined && stored.version > 0
  return openDraft(isThere ? stored : emptyStream(aggregate, aggregateId))
}

/** Puts an event at the end of a draft. */
export function addEvent(
  draft: Draft,
  aggregate: AnyAggregate,
  event: Named,
  circumstances: Circumstances,
): RecordedEvent {
  const recorded = recordNext(draft.stream, event, circumstances)
  draft.stream = advance(aggregate, draft.stream, recorded)
  draft.events.push(recorded)
  if (recorded.version % SNAPSHOT_INTERVAL === 0) draft.snapshots.push(draft.stream)
  return recorded
}
