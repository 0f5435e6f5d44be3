import type { z } from 'zod'
import type { Named } from '@/domain/event-sourcing/aggregate'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'

/** A JSON object as the log keeps it: no amount in it is a number. */
export type Data = Readonly<Record<string, unknown>>

/** How the events of one type are stored, as JSON without their `type`. */
export type EventCodec = {
  /** The present version of the schema, 1 for the first. */
  readonly schemaVersion: number
  /** The stored form, decoded to the fields of the event. */
  readonly schema: z.ZodType<object, Data>
  /**
   * From each schema version to the next, the oldest first. They run on reading only: the log is
   * never rewritten.
   */
  readonly upcasters?: readonly ((data: Data) => Data)[]
  /** The fields with the money of the event, for reads that add up many events in SQL. */
  readonly money?: { readonly change: string; readonly sign: 1 | -1; readonly balance: string }
  /** The schema written by hand, for events that are very many; null leaves it to the schema. */
  readonly fast?: {
    encode(event: Named): Data | null
    decode(data: unknown): object | null
  }
}

/** How the events and the states of an aggregate are stored. */
export type Codec<State, Event extends Named, Block = never> = {
  readonly events: { readonly [Type in Event['type']]: EventCodec }
  /** The number of the states' present JSON form; no two aggregates may share one. Raise it when the form changes. */
  readonly shape: number
  encodeState(state: State, block: Block | undefined): Data
  /** Null for a state that this program can't read; the stream is then folded from its start. */
  decodeState(json: unknown): { readonly state: State; readonly block?: Block | undefined } | null
  /** Whether a snapshot's state can be what `witness`, the event that it was taken after, led to. */
  bearsOut(state: State, witness: RecordedEvent<Event>): boolean
  /** What is wrong with an event whose fold gave `state`, in sentences, for the check of the log. */
  faultsIn?(state: State, event: Event, aggregateId: string): readonly string[]
}

export type AnyCodec = Codec<unknown, Named, unknown>

/** An event that its schema does not allow. Nothing of its append is saved. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent'
  constructor(
    readonly type: string,
    /** Where in the event, such as `amount`. */
    readonly path: string,
    detail: string,
  ) {
    super(`${type}${path && `.${path}`}: ${detail}`)
  }
}

/** An event in the log that this program cannot read; the message says why. */
export class UnreadableEvent extends Error {
  override readonly name: string = 'UnreadableEvent'
}

/** An event of a type or a schema version that only a newer version of the program can have. */
export class NewerEvent extends UnreadableEvent {
  override readonly name = 'NewerEvent'
}
