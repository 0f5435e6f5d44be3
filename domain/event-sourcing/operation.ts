import type { AnyAggregate, AnyRefusal, Context, Decision, Named } from './aggregate'
import type { Actor } from './ports'

/** A stream by its id and the type of its aggregate. */
export type StreamRef = { readonly type: string; readonly id: string }

/** A stream as an operation sees it, whose state is that of its aggregate. */
export type StreamView = Context<unknown> & {
  readonly type: string
  readonly state: unknown
  /** How many events it has. */
  readonly version: number
}

/** An event and the id of the stream that it is for. */
export type Placed = {
  readonly streamId: string
  readonly event: Named
  /** In whose name it is recorded; absent: in that of the command's sender. */
  readonly actor?: Actor
}

/**
 * One command decided over several streams, all or nothing. It is saved only if each of its streams,
 * those that get no event included, is still at the version that it was decided on.
 */
export type Operation<Command extends Named, Refusal extends AnyRefusal> = {
  /** The streams that the command is decided on: its home stream, then the others, each once. */
  streamsOf(home: StreamRef, command: Command): readonly StreamRef[]
  /** @param streams in the order of `streamsOf` */
  decide(command: Command, streams: readonly StreamView[]): Decision<Placed, Refusal>
  /** The query for the facts that the command needs of one of its streams; null: none. */
  asks?(command: Command, stream: StreamRef): unknown
}

export type AnyOperation = Operation<Named, AnyRefusal>

/** The aggregates and operations that a bank knows. */
export type Registry = {
  /** @throws UnknownType */
  aggregateOf(type: string): AnyAggregate
  /** The operation registered for the command's type, else the aggregate of its home stream. */
  operationOf(home: StreamRef, command: Named): AnyOperation
}

/** A type that no registered aggregate has. */
export class UnknownType extends Error {
  override readonly name = 'UnknownType'
  constructor(readonly type: string) {
    super(`No aggregate is registered for the type “${type}”`)
  }
}

/**
 * @param operations by the type of their command
 * @throws RangeError when two aggregates have one type
 */
export function createRegistry(
  aggregates: readonly AnyAggregate[],
  operations: Readonly<Record<string, AnyOperation>> = {},
): Registry {
  const byType = new Map(aggregates.map(one => [one.type, one]))
  if (byType.size < aggregates.length) throw new RangeError('Two aggregates have one type')
  const alone = new Map(aggregates.map(one => [one.type, onOneStream(one)]))
  return {
    aggregateOf: type => found(byType, type),
    operationOf: (home, command) =>
      (Object.hasOwn(operations, command.type) && operations[command.type]) ||
      found(alone, home.type),
  }
}

function found<Value>(byType: ReadonlyMap<string, Value>, type: string): Value {
  const value = byType.get(type)
  if (value === undefined) throw new UnknownType(type)
  return value
}

/** What an aggregate decides alone, as an operation over its one stream. */
function onOneStream(aggregate: AnyAggregate): AnyOperation {
  return {
    streamsOf: home => [home],
    decide(command, [stream]) {
      if (!stream) throw new Error('An aggregate decides on one stream')
      const decision = aggregate.decide(command, stream.state, stream)
      if (decision.outcome === 'refused') return decision
      const events = decision.events.map(event => ({ streamId: stream.id, event }))
      return { ...decision, events }
    },
    asks: command => aggregate.asks?.(command) ?? null,
  }
}

/** The streams that a command is decided on, its home stream first. */
export function streamsOf(
  registry: Registry,
  { stream, command }: { readonly stream: StreamRef; readonly command: Named },
): readonly StreamRef[] {
  return registry.operationOf(stream, command).streamsOf(stream, command)
}

/** The lanes of a command for `createExecutor`: the ids of its streams. */
export function lanesIn(registry: Registry) {
  return (command: Parameters<typeof streamsOf>[1]): readonly string[] =>
    streamsOf(registry, command).map(({ id }) => id)
}
