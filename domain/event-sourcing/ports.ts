import type { AnyRefusal, Named } from './aggregate'
import type { Registry, StreamRef } from './operation'

/** The person or program that sent a command, with their name at that time. */
export type Actor = { readonly id: string; readonly name: string; readonly role: string }

/** A command as it arrives. `commandId` is a UUID that the caller minted and keeps until answered. */
export type CommandEnvelope<Command extends Named = Named> = {
  readonly commandId: string
  /** The stream that the command is about; see `Operation` for commands about several. */
  readonly stream: StreamRef
  readonly actor: Actor
  readonly correlationId: string | null
  readonly command: Command
}

/** An event with its envelope, as the log keeps it. Times have millisecond precision. */
export type RecordedEvent<Event extends Named = Named> = {
  readonly eventId: string
  readonly aggregateType: string
  readonly aggregateId: string
  /** 1 for the first event of a stream, without gaps. */
  readonly version: number
  /** When it happened in the business. */
  readonly occurredAt: Date
  /** The calendar date, `2026-11-26`, of what came without a time of day. */
  readonly occurredOn?: string
  /** When the bank recorded it; never decreasing along a stream. */
  readonly createdAt: Date
  /** The largest `occurredAt` of the stream up to and including this event. */
  readonly frontierAt: Date
  readonly actor: Actor
  readonly commandId: string | null
  readonly correlationId: string | null
  readonly event: Event
}

/** A stream folded up to `version` (0 when it does not exist), with the clocks of its last event. */
export type Stream<State = unknown> = {
  /** The type of its aggregate; null for a stream without events whose type nobody has said. */
  readonly type: string | null
  readonly aggregateId: string
  readonly version: number
  readonly state: State
  /** When its first event occurred. */
  readonly startedAt: Date | null
  readonly createdAt: Date | null
  readonly frontierAt: Date | null
  /**
   * The summary of the states that the events since the last snapshot led to, in the order of
   * recording; absent when it was not followed, or the aggregate has none.
   */
  readonly block?: unknown
}

/** A stream and the events that a command added to it. */
export type StreamChange = { readonly stream: Stream; readonly events: readonly RecordedEvent[] }

/** The result of a command. The same command id and body always gets the same one. */
export type Answer =
  | {
      readonly outcome: 'accepted'
      /** The home stream after the command, then the other streams that it changed. */
      readonly changes: readonly [StreamChange, ...StreamChange[]]
    }
  | { readonly outcome: 'refused'; readonly refusal: AnyRefusal }
  /** The command id was used before, with another body. */
  | { readonly outcome: 'reused' }
  /** Not done, or not known to be done: ask again with the same command id. */
  | { readonly outcome: 'unavailable'; readonly reason: UnavailableReason }
  /** It must be decided on events recorded in a year that is in cold storage. Nothing was done. */
  | { readonly outcome: 'detached'; readonly year: number }

/** Why there is no answer: too much to do, a fault of the program, or trouble of the database. */
export type UnavailableReason = 'busy' | 'fault' | TroubleReason

/** Trouble of the database. */
export type TroubleReason = PassingTrouble | LastingTrouble

/**
 * Soon over, as a rule, and nothing is known of what was asked: the database is out of reach
 * (`outage`), answers too late (`slow`), another program holds a lock (`locked`), or it has no
 * connection left (`connections`).
 */
export type PassingTrouble = 'outage' | 'slow' | 'locked' | 'connections'

/**
 * Nothing was done, nor will be if it is tried again at once: the disk is `full`, the database is
 * `read-only`, out of `memory`, at a `limit` of its settings, or it reports a fault of its own
 * (`storage`).
 */
export type LastingTrouble = 'full' | 'read-only' | 'memory' | 'limit' | 'storage'

/**
 * Why a command has no answer yet: it lost a race (`conflict`), or waits for a command before it on
 * one of its streams (`turn`). It is tried again before any later command on those streams.
 */
export type Postponed = 'conflict' | 'turn'

/** How often a command has been tried, this time included. */
export type AttemptOf = (command: CommandEnvelope) => number

/** The lasting part of an answer, kept for ever under the command id. */
export type CommandRecord = {
  readonly envelope: CommandEnvelope
  readonly recordedAt: Date
  readonly answer: Extract<Answer, { outcome: 'accepted' | 'refused' }>
}

/** New events of one stream, and the stream as they leave it. */
export type StreamAppend = {
  readonly expectedVersion: number
  readonly events: readonly RecordedEvent[]
  readonly stream: Stream
  /** The states to keep as snapshots: one for every `SNAPSHOT_INTERVAL` versions. */
  readonly snapshots: readonly Stream[]
}

/** Saved whole or not at all: the streams that operations of a batch share, and their commands. */
export type Unit = {
  readonly streams: readonly StreamAppend[]
  /** Streams that were read but get no events; their versions are checked. */
  readonly unchanged: readonly { readonly aggregateId: string; readonly version: number }[]
  readonly records: readonly CommandRecord[]
}

/** What the commands of a batch are decided on. */
export type Loaded = {
  readonly streams: ReadonlyMap<string, Stream>
  /**
   * For commands that ask for facts, the first on each stream at least: the facts of their streams,
   * at the loaded versions, in the order of `Operation.streamsOf`.
   */
  readonly facts: ReadonlyMap<CommandEnvelope, readonly unknown[]>
  /** The answers of those that were answered before, as far as it was looked. */
  readonly answers: ReadonlyMap<CommandEnvelope, Answer>
}

/** What the six steps need of the world; `db/` implements it. */
export type Ports = {
  readonly registry: Registry
  /**
   * Loads the streams of the commands. On a first attempt they may be stale and earlier answers
   * missing, since `save` detects both; later attempts read what is stored.
   */
  load(commands: readonly CommandEnvelope[], attemptOf: AttemptOf): Promise<Loaded>
  /**
   * Saves every unit whose streams are still as the batch was decided on.
   * @returns the units that are saved. The others lost a race, or one of their
   *   commands was answered before: load again to find out.
   * @throws what the database is in trouble with; whether it was saved, loading again tells
   */
  save(units: readonly Unit[]): Promise<ReadonlySet<Unit>>
  /** Rings the bell for subscribers; the feed itself is what they read. */
  publish(): void
  now(): Date
  newEventId(): string
  /** Waits a little, longer with each attempt and with jitter, before a conflict is tried again. */
  pause(attempt: number): Promise<void>
  /** Hears how far each command of a batch is, for those who measure the steps. */
  readonly watch?: DecisionWatch | undefined
}

/** Called for each command that is decided, in this order; `generated` only if it was accepted. */
export type DecisionWatch = {
  executing(command: CommandEnvelope): void
  executed(command: CommandEnvelope): void
  generated(command: CommandEnvelope): void
}
