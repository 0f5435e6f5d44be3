import type { z } from 'zod'
import type { Named } from '@/domain/event-sourcing/aggregate'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import type { LedgerRules } from '@/domain/money/ledger'

/** A stored JSON object: it has no amounts as numbers. */
export type Data = Readonly<Record<string, unknown>>

/** How the events of one type are stored, as JSON without their `type`. */
export type EventCodec = {
  /** The current version of the schema; 1 is the first. */
  readonly schemaVersion: number
  /** Decodes the stored form to the fields of the event. */
  readonly schema: z.ZodType<object, Data>
  /**
   * From each schema version to the next, oldest first. They run on reading only: the log is never
   * rewritten.
   */
  readonly upcasters?: readonly ((data: Data) => Data)[]
  /** The money of the event, for SQL that adds up many events. */
  readonly money?: MoneyFields
  /** The schema as hand-written code, for frequent events; null leaves the data to the schema. */
  readonly fast?: {
    encode(event: Named): Data | null
    decode(data: unknown): object | null
  }
}

/** The fields with the money of an event, and its counter-side in the bank's books. */
export type MoneyFields = {
  readonly change: string
  readonly sign: 1 | -1
  readonly balance: string
  readonly ledger: LedgerRules
}

/** How the events and states of an aggregate are stored. */
export type Codec<State, Event extends Named, Block = never> = {
  readonly events: { readonly [Type in Event['type']]: EventCodec }
  /** Number of the states' JSON form, unique to the aggregate. Raise it when the form changes. */
  readonly shape: number
  /** Earlier shapes that `decodeState` still reads. */
  readonly olderShapes?: readonly number[]
  encodeState(state: State, block: Block | undefined): Data
  /** Null for a state that this program can't read; the stream is then folded from its start. */
  decodeState(json: unknown): { readonly state: State; readonly block?: Block | undefined } | null
  /** Whether a snapshot's state is consistent with `witness`, the event it was taken after. */
  bearsOut(state: State, witness: RecordedEvent<Event>): boolean
  /** The faults of an event whose fold gave `state`, in sentences, for the consistency check. */
  faultsIn?(state: State, event: Event, aggregateId: string): readonly string[]
}

export type AnyCodec = Codec<unknown, Named, unknown>

/** An event that its schema rejects. Nothing of its append is saved. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent'
  constructor(
    readonly type: string,
    /** The path of the rejected value, such as `amount`. */
    readonly path: string,
    detail: string,
  ) {
    super(`${type}${path && `.${path}`}: ${detail}`)
  }
}

/** An event in the log that this program can't read; the message says why. */
export class UnreadableEvent extends Error {
  override readonly name: string = 'UnreadableEvent'
}

/** An event whose type or schema version only a newer version of the program can have. */
export class NewerEvent extends UnreadableEvent {
  override readonly name = 'NewerEvent'
}
