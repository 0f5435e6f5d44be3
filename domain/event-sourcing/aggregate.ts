import type { Currency } from '@/domain/money/money'

/** Events, commands and refusals are plain data; `type` names which. */
export type Named = { readonly type: string; readonly [field: string]: unknown }

/** Why a command was refused, as a value that the business expects. */
export type AnyRefusal = Named & {
  /** The input that caused it; null when it is the aggregate itself. */
  readonly field: string | null
}

/** What a command would have recorded, had it not been refused. */
export type Intent = {
  /** The type of its event. */
  readonly event: string
  /** Null when it would have moved no money, or the command doesn't say. */
  readonly direction: 'in' | 'out' | null
  /** As it was written: it may be no amount at all. Null when it has none. */
  readonly amount: string | null
  /** Null when it is that of the aggregate. */
  readonly currency: string | null
  readonly note: string | null
}

/** Money that an event moved, in minor units of `currency`. */
export type MoneyMoved = {
  /** By how much the balance changed, with its sign. */
  readonly change: bigint
  /** The balance after it in recording order. */
  readonly balance: bigint
  readonly currency: Currency
}

export type Decision<Event, Refusal> =
  | {
      readonly outcome: 'accepted'
      readonly events: readonly Event[]
      /** When it happened, if that was not now. */
      readonly occurredAt?: Date
    }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }

/** What a decision may depend on beside the command and the state. */
export type Context<Facts> = {
  readonly id: string
  /** When the command is decided. */
  readonly now: Date
  /** When the first event of the stream occurred; null for a stream without events. */
  readonly startedAt: Date | null
  /** The answer to `asks`; null if it returned null, or the stream has no events. */
  readonly facts: Facts | null
}

/**
 * One kind of aggregate: what its events do to its state, and what is decided on it. All of it is
 * pure. `Ask` and `Facts` are for decisions that need more than the state, `Block` for aggregates
 * that keep a summary of every block of events.
 */
export type Aggregate<
  State,
  Command extends Named,
  Event extends Named,
  Refusal extends AnyRefusal,
  Ask = never,
  Facts = never,
  Block = never,
> = {
  /** As `events.aggregate_type` has it: the stored format. */
  readonly type: string
  readonly initial: State
  /** @throws Error for an event that can't follow on the state: the log itself is impossible */
  evolve(state: State, event: Event): State
  decide(command: Command, state: State, context: Context<Facts>): Decision<Event, Refusal>
  /** The refusal as a sentence for the person who sent the command, in their time zone (or UTC). */
  sentenceFor(refusal: Refusal, zone?: string): string
  /**
   * The money that an event moved; null if none. Absent for aggregates without money. If any event
   * of a stream has money, its first one has, be it 0: read models count that as the opening.
   */
  moneyOf?(event: Event): MoneyMoved | null
  /** The balance in a state, in minor units; needed beside `moneyOf`. */
  balanceOf?(state: State): bigint
  /** What a refused command would have recorded: how timelines find it beside events. */
  intentOf?(command: Command): Intent | null
  /** The query for the facts that a command needs, for the loader in `db/append/facts.ts`; null: none. */
  asks?(command: Command): Ask | null
  /** A summary of consecutive states, kept with each snapshot; see `Stream.block`. */
  readonly block?: BlockSummary<State, Block>
}

/** Blocks join in any grouping, in order: a semigroup over states. */
export type BlockSummary<State, Block> = {
  /** The summary of one state; null when it has none. */
  of(state: State): Block | null
  join(earlier: Block, later: Block): Block
}

/** Any aggregate. Its methods are called only with what belongs to its own type; see `Registry`. */
export type AnyAggregate = Aggregate<unknown, Named, Named, AnyRefusal, unknown, unknown, unknown>
