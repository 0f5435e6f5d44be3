import type {
  BankAccount,
  BankAccountEvent,
  Command,
  OpenAccount,
} from '@/domain/bank-account/bank-account'
import type { Refusal } from '@/domain/bank-account/refusal'

/** Who asked: a person or a program, as they were called at the time. */
export type Actor = { readonly id: string; readonly name: string; readonly role: string }

/** A command as it arrives. `commandId` is a UUID that the caller minted and keeps until answered. */
export type CommandEnvelope = {
  readonly commandId: string
  readonly accountId: string
  readonly actor: Actor
  readonly correlationId: string | null
  readonly command: Command
}

/** An event with its envelope, as the log keeps it. Times have millisecond precision. */
export type RecordedEvent = {
  readonly eventId: string
  readonly aggregateId: string
  /** 1 for the first event of a stream, without gaps. */
  readonly version: number
  /** When it happened in the business. */
  readonly occurredAt: Date
  /** When the bank recorded it; never decreasing along a stream. */
  readonly createdAt: Date
  /** The largest `occurredAt` of the stream up to and including this event. */
  readonly frontierAt: Date
  readonly actor: Actor
  readonly commandId: string | null
  readonly correlationId: string | null
  readonly event: BankAccountEvent
}

/** A stream folded up to `version` (0 when it does not exist), with the clocks of its last event. */
export type Stream = {
  readonly aggregateId: string
  readonly version: number
  readonly state: BankAccount
  readonly openedAt: Date | null
  readonly createdAt: Date | null
  readonly frontierAt: Date | null
  /**
   * The lowest and highest of the balances that the events since the last snapshot led to, in the
   * order of recording; absent when it was not followed.
   */
  readonly range?: BalanceRange | undefined
}

/** Two balances of an account, in minor units. */
export type BalanceRange = { readonly lowest: bigint; readonly highest: bigint }

/** What the caller hears. The same command id and body always hears the same. */
export type Answer =
  | {
      readonly outcome: 'accepted'
      readonly version: number
      readonly account: OpenAccount
      readonly openedAt: Date
      readonly events: readonly RecordedEvent[]
    }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  /** The command id was used before, with another body. */
  | { readonly outcome: 'reused' }
  /** Not done, or not known to be done: ask again with the same command id. */
  | { readonly outcome: 'unavailable'; readonly reason: 'busy' | TroubleReason }

/**
 * What keeps the bank from serving. `outage`: what remembers is out of reach, or does not answer in
 * time. The others: it can be read, but nothing can be recorded, because the storage is `full`, takes
 * no changes for now (`read-only`), or has a fault of its own (`storage`).
 */
export type TroubleReason = 'outage' | 'full' | 'read-only' | 'storage'

/**
 * Why a command has no answer yet: another writer was first, or it has to wait for those before it
 * on its account. It is to be asked again, before any that came after it there.
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
  /** The states on the way that are worth keeping (`SNAPSHOT_INTERVAL`). */
  readonly snapshots: readonly Stream[]
}

/** All that one batch saves, in one transaction. */
export type Append = {
  readonly streams: readonly StreamAppend[]
  readonly records: readonly CommandRecord[]
  /** Streams that were read and got no events: what was refused there holds at this version only. */
  readonly unchanged: readonly { readonly aggregateId: string; readonly version: number }[]
}

/** What the commands of a batch are decided on. */
export type Loaded = {
  readonly streams: ReadonlyMap<string, Stream>
  /**
   * For late postings on accounts that exist, the first on each account at least: the lowest and the
   * highest balance as of any moment from theirs on, at the version of the stream.
   */
  readonly balancesSince: ReadonlyMap<CommandEnvelope, BalanceRange>
  /** The answers of those that were answered before, as far as it was looked. */
  readonly answers: ReadonlyMap<CommandEnvelope, Answer>
}

/** What the six steps need of the world; `db/` implements it. */
export type Ports = {
  /**
   * The streams that the commands name. For a first attempt they may be of a moment ago, and the
   * answers given before need not be there: `save` notices. Later ones see what is stored.
   */
  load(commands: readonly CommandEnvelope[], attemptOf: AttemptOf): Promise<Loaded>
  /**
   * Saves the part of every aggregate that is still as the batch was decided on, whole or not at all.
   * @returns the aggregates whose part is saved. On the others another writer was first, or a
   *   command was answered before: loading again tells.
   * @throws what the database is in trouble with; whether it was saved, loading again tells
   */
  save(append: Append): Promise<ReadonlySet<string>>
  /** Rings the bell for subscribers; the feed itself is what they read. */
  publish(): void
  now(): Date
  newEventId(): string
  /** Waits a little, longer with each attempt and with jitter, before a conflict is tried again. */
  pause(attempt: number): Promise<void>
}
