import type { Decision } from './aggregate'
import { addEvent, type Draft, draftOn } from './draft'
import type { AnyOperation, Placed, StreamRef, StreamView } from './operation'
import type {
  Answer,
  CommandEnvelope,
  CommandRecord,
  Loaded,
  Ports,
  Stream,
  StreamChange,
  Unit,
} from './ports'
import { SKEW_MAX_MS } from './stream'

/** The decisions on a batch of commands. */
export type Batch = {
  /** Answers of the decided commands; the others wait for the next batch. */
  readonly answers: ReadonlyMap<CommandEnvelope, Answer>
  readonly units: readonly Unit[]
  /** The unit that a decided command is saved with. */
  unitOf(command: CommandEnvelope): Unit | undefined
}

/** The streams that commands of the batch share, and those commands. */
type DraftUnit = { readonly drafts: Map<string, Draft>; readonly records: CommandRecord[] }

/** A batch while it is decided. */
type Drafting = Pick<Ports, 'newEventId' | 'registry' | 'watch'> & {
  readonly now: Date
  readonly loaded: Loaded
  /** By stream: the unit that it is in. */
  readonly units: Map<string, DraftUnit>
  /** By command id. */
  readonly records: Map<string, CommandRecord>
  /** Streams with a waiting command: later commands on them wait too. */
  readonly waiting: Set<string>
}

/** A command, how it is decided, and on which streams. */
type Task = {
  readonly envelope: CommandEnvelope
  readonly operation: AnyOperation
  readonly refs: readonly StreamRef[]
}

/** A stream of a command: as it is decided on, and its draft, which has `from` events before. */
type Part = { readonly view: StreamView; readonly draft: Draft; readonly from: number }

/** Decides in arrival order, each command seeing the events of those before it. */
export function decideBatch(
  commands: readonly CommandEnvelope[],
  loaded: Loaded,
  { now, newEventId, registry, watch }: Pick<Ports, 'now' | 'newEventId' | 'registry' | 'watch'>,
): Batch {
  const empty = { units: new Map(), records: new Map(), waiting: new Set<string>() }
  const drafting: Drafting = { newEventId, registry, watch, now: now(), loaded, ...empty }
  const answers = new Map<CommandEnvelope, Answer>()
  for (const envelope of commands) {
    if (loaded.answers.has(envelope)) continue
    const operation = registry.operationOf(envelope.stream, envelope.command)
    const refs = operation.streamsOf(envelope.stream, envelope.command)
    const task = { envelope, operation, refs }
    if (mustWait(drafting, task)) for (const { id } of refs) drafting.waiting.add(id)
    else answers.set(envelope, answerTo(drafting, task))
  }
  const { units } = drafting
  const finished = new Map([...new Set(units.values())].map(unit => [unit, finish(unit)]))
  return {
    answers,
    units: [...finished.values()],
    unitOf({ stream }) {
      const unit = units.get(stream.id)
      return unit && finished.get(unit)
    },
  }
}

/**
 * Facts were loaded for the loaded versions, so events of this batch invalidate them. A command that
 * needs facts of such a stream waits for the next batch, and so do later commands on its streams.
 */
function mustWait({ waiting, units, loaded }: Drafting, task: Task): boolean {
  const { envelope, operation, refs } = task
  if (refs.some(({ id }) => waiting.has(id))) return true
  const asking = refs.filter(ref => (operation.asks?.(envelope.command, ref) ?? null) !== null)
  if (asking.length === 0) return false
  const isWritten = ({ id }: StreamRef) => (units.get(id)?.drafts.get(id)?.events.length ?? 0) > 0
  return asking.some(isWritten) || !loaded.facts.has(envelope)
}

function answerTo(drafting: Drafting, task: Task): Answer {
  const { loaded, records, now, watch } = drafting
  const { envelope, operation, refs } = task
  const twin = records.get(envelope.commandId)
  if (twin) return bodyOf(twin.envelope) === bodyOf(envelope) ? twin.answer : { outcome: 'reused' }
  const unit = sharedUnit(drafting, refs)
  const facts = loaded.facts.get(envelope)
  const parts = refs.map((ref, n): Part => {
    const draft = draftOf(drafting, unit, ref)
    const view = viewOf(drafting, ref, draft.stream, facts?.[n] ?? null)
    return { view, draft, from: draft.events.length }
  })
  watch?.executing(envelope)
  const decision = operation.decide(
    envelope.command,
    parts.map(({ view }) => view),
  )
  watch?.executed(envelope)
  const answer: CommandRecord['answer'] =
    decision.outcome === 'refused'
      ? decision
      : { outcome: 'accepted', changes: recordAll(drafting, envelope, parts, decision) }
  if (answer.outcome === 'accepted') watch?.generated(envelope)
  const record = { envelope, recordedAt: now, answer }
  records.set(envelope.commandId, record)
  unit.records.push(record)
  return answer
}

/** Puts streams into one unit, merging the units that they were in. */
function sharedUnit({ units }: Drafting, refs: readonly StreamRef[]): DraftUnit {
  const shared = new Set(refs.flatMap(({ id }) => units.get(id) ?? []))
  const [unit = { drafts: new Map<string, Draft>(), records: [] }, ...others] = shared
  for (const other of others) {
    for (const [id, draft] of other.drafts) {
      unit.drafts.set(id, draft)
      units.set(id, unit)
    }
    unit.records.push(...other.records)
  }
  for (const { id } of refs) units.set(id, unit)
  return unit
}

function draftOf({ loaded, registry }: Drafting, { drafts }: DraftUnit, ref: StreamRef): Draft {
  const known = drafts.get(ref.id)
  if (known) return known
  const draft = draftOn(registry.aggregateOf(ref.type), ref.id, loaded.streams.get(ref.id))
  drafts.set(ref.id, draft)
  return draft
}

function viewOf(
  { registry, now }: Drafting,
  { type, id }: StreamRef,
  stream: Stream,
  facts: unknown,
): StreamView {
  if (stream.type === type) {
    const { version, state, startedAt } = stream
    return { type, id, version, state, startedAt, now, facts }
  }
  // The stream has another type, so for this command it is empty.
  const { initial: state } = registry.aggregateOf(type)
  return { type, id, version: 0, state, startedAt: null, now, facts: null }
}

function recordAll(
  { newEventId, registry, now }: Drafting,
  { actor, commandId, correlationId }: CommandEnvelope,
  parts: readonly Part[],
  { events, occurredAt }: Extract<Decision<Placed, unknown>, { outcome: 'accepted' }>,
): readonly [StreamChange, ...StreamChange[]] {
  const at = commonNow(parts, now)
  const happenedAt = occurredAt ?? sinceAllBegan(parts, at)
  for (const { streamId, event, actor: its = actor } of events) {
    const part = parts.find(({ view }) => view.id === streamId)
    if (!part || part.draft.stream.type !== part.view.type) {
      throw new Error(`A command decided ${event.type} on stream ${streamId}, which is not its own`)
    }
    const origin = { eventId: newEventId(), actor: its, commandId, correlationId, now: at }
    const aggregate = registry.aggregateOf(part.view.type)
    addEvent(part.draft, aggregate, event, { ...origin, occurredAt: happenedAt })
  }
  const [home, ...others] = parts.map(({ draft, from }) => ({
    stream: draft.stream,
    events: draft.events.slice(from),
  }))
  if (!home) throw new Error(`The command ${commandId} is about no stream`)
  return [home, ...others.filter(change => change.events.length > 0)]
}

/**
 * The time of a command on all of its streams, so that its events have one time, even where a
 * stream's last event was recorded by a clock that is ahead by a usual skew (see `recordNext`).
 */
function commonNow(parts: readonly Part[], now: Date): Date {
  const ahead = parts.flatMap(({ draft }) => draft.stream.createdAt ?? [])
  return latest(
    ahead.filter(at => at.getTime() - now.getTime() <= SKEW_MAX_MS),
    now,
  )
}

/** No event happens before the first one of a stream that its command is decided on. */
function sinceAllBegan(parts: readonly Part[], at: Date): Date {
  return latest(
    parts.flatMap(({ view }) => view.startedAt ?? []),
    at,
  )
}

function latest(dates: readonly Date[], least: Date): Date {
  return dates.reduce((one, other) => (other > one ? other : one), least)
}

function finish({ drafts, records }: DraftUnit): Unit {
  const all = [...drafts.values()]
  return {
    streams: all.filter(({ events }) => events.length > 0),
    unchanged: all
      .filter(({ events }) => events.length === 0)
      .map(({ stream: { aggregateId, version } }) => ({ aggregateId, version })),
    records,
  }
}

/** The body of a command as text. A command id that is sent again must have the same body. */
export function bodyOf({ stream, command }: CommandEnvelope): string {
  const fields = Object.entries(command).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([stream.id, ...fields])
}
