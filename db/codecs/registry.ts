import { bankAccount } from '@/domain/bank-account/bank-account'
import type { AnyAggregate, MoneyMoved, Named } from '@/domain/event-sourcing/aggregate'
import {
  type AnyOperation,
  createRegistry,
  type Registry,
  UnknownType,
} from '@/domain/event-sourcing/operation'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { bankAccountCodec } from './bank-account/codec'
import { type AnyCodec, type EventCodec, InvalidEvent } from './codec'

/** An aggregate and its codec. */
export type Kind = { readonly aggregate: AnyAggregate; readonly codec: AnyCodec }

/** A new aggregate is one line in `kinds`, a new operation one line in `operations`. */
const kinds: Kind[] = [{ aggregate: bankAccount, codec: bankAccountCodec }]
const operations: Record<string, AnyOperation> = {}

/** The type of everything that was stored before there were several. */
export const FIRST_TYPE = bankAccount.type

type EventKind = Kind & { readonly event: EventCodec }

let known = index()

function index() {
  const aggregates = kinds.map(({ aggregate }) => aggregate)
  const events = new Map<string, EventKind>()
  for (const kind of kinds) {
    for (const [type, event] of Object.entries(kind.codec.events)) {
      if (events.has(type)) throw new RangeError(`Two aggregates have events of type ${type}`)
      events.set(type, { ...kind, event })
    }
  }
  const shapes = kinds.map(({ codec }) => codec.shape)
  if (new Set(shapes).size < shapes.length) throw new RangeError('Two codecs have one shape')
  const codecs = new Map(kinds.map(({ aggregate, codec }) => [aggregate.type, codec]))
  return { registry: createRegistry(aggregates, operations), codecs, events, shapes }
}

/**
 * Adds an aggregate, and operations by the type of their command.
 * @throws RangeError when the aggregate, an event type or a shape is already registered
 */
export function register(kind: Kind | null, added: Readonly<Record<string, AnyOperation>> = {}) {
  if (kind) kinds.push(kind)
  Object.assign(operations, added)
  known = index()
}

export const registry: Registry = {
  aggregateOf: type => known.registry.aggregateOf(type),
  operationOf: (home, command) => known.registry.operationOf(home, command),
}

/** @throws UnknownType */
export function codecOf(type: string): AnyCodec {
  const codec = known.codecs.get(type)
  if (!codec) throw new UnknownType(type)
  return codec
}

/**
 * The aggregate that an event belongs to.
 * @throws InvalidEvent for an event of an unknown type
 */
export function aggregateOfEvent({ type }: Named): AnyAggregate {
  const kind = known.events.get(type)
  if (!kind) throw new InvalidEvent(String(type), 'type', 'is unknown')
  return kind.aggregate
}

/** The money that an event moved; null for an event without money. */
export function moneyOf({ aggregateType, event }: Typed): MoneyMoved | null {
  return known.registry.aggregateOf(aggregateType).moneyOf?.(event) ?? null
}

/** In minor units; 0 for a stream without money. */
export function balanceOf({ type, state }: Pick<Stream, 'type' | 'state'>): bigint {
  return (type !== null && known.registry.aggregateOf(type).balanceOf?.(state)) || 0n
}

type Typed = Pick<RecordedEvent, 'aggregateType' | 'event'>

/** The aggregate types whose events move money. */
export function moneyTypes(): string[] {
  return kinds.flatMap(({ aggregate }) => (aggregate.moneyOf ? [aggregate.type] : []))
}

export function eventKinds(): ReadonlyMap<string, EventKind> {
  return known.events
}

/** The current shapes of all aggregates' states; snapshots of other shapes are ignored. */
export function currentShapes(): number[] {
  return known.shapes
}
