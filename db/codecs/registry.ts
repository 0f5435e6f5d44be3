import { alert } from '@/domain/alert/alert'
import { approval } from '@/domain/approval/approval'
import { bankAccount } from '@/domain/bank-account/bank-account'
import { reversal } from '@/domain/bank-account/reversal'
import { transfer } from '@/domain/bank-account/transfer'
import { caseFile } from '@/domain/case-file/case-file'
import type { AnyAggregate, MoneyMoved, Named } from '@/domain/event-sourcing/aggregate'
import {
  type AnyOperation,
  createRegistry,
  type Registry,
  UnknownType,
} from '@/domain/event-sourcing/operation'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { type LedgerAccount, ledgerAccountBy } from '@/domain/money/ledger'
import { paymentBatch } from '@/domain/payment-batch/payment-batch'
import { paymentOrder } from '@/domain/payment-order/payment-order'
import { wholePayment } from '@/domain/payment-order/whole-payment'
import { MEMBERSHIP } from '@/domain/person/membership'
import { person } from '@/domain/person/person'
import { roster } from '@/domain/person/roster'
import { alertCodec } from './alert/codec'
import { approvalCodec } from './approval/codec'
import { bankAccountCodec } from './bank-account/codec'
import { caseFileCodec } from './case-file/codec'
import { type AnyCodec, type EventCodec, InvalidEvent } from './codec'
import { paymentBatchCodec } from './payment-batch/codec'
import { paymentOrderCodec } from './payment-order/codec'
import { personCodec } from './person/codec'
import { rosterCodec } from './roster/codec'

/** An aggregate and its codec. */
export type Kind = { readonly aggregate: AnyAggregate; readonly codec: AnyCodec }

/** A new aggregate is one line in `kinds`, a new operation one line in `operations`. */
const kinds: readonly Kind[] = [
  { aggregate: bankAccount, codec: bankAccountCodec },
  { aggregate: person, codec: personCodec },
  { aggregate: roster, codec: rosterCodec },
  { aggregate: approval, codec: approvalCodec },
  { aggregate: alert, codec: alertCodec },
  { aggregate: paymentOrder, codec: paymentOrderCodec },
  { aggregate: paymentBatch, codec: paymentBatchCodec },
  { aggregate: caseFile, codec: caseFileCodec },
]
const operations: Operations = {
  Transfer: transfer,
  ReverseEntry: reversal,
  MakePayment: wholePayment,
  ...MEMBERSHIP,
}

/** The type of everything that was stored before there were several. */
export const FIRST_TYPE = bankAccount.type

type Operations = Readonly<Record<string, AnyOperation>>
type EventKind = Kind & { readonly event: EventCodec }

let known = index(kinds, operations)

function index(kinds: readonly Kind[], operations: Operations) {
  const aggregates = kinds.map(({ aggregate }) => aggregate)
  const events = new Map<string, EventKind>()
  for (const kind of kinds) {
    for (const [type, event] of Object.entries(kind.codec.events)) {
      if (events.has(type)) throw new RangeError(`Two aggregates have events of type ${type}`)
      events.set(type, { ...kind, event })
    }
  }
  const shapes = kinds.flatMap(({ codec }) => [codec.shape, ...(codec.olderShapes ?? [])])
  if (new Set(shapes).size < shapes.length) throw new RangeError('Two codecs have one shape')
  const codecs = new Map(kinds.map(({ aggregate, codec }) => [aggregate.type, codec]))
  const registry = createRegistry(aggregates, operations)
  return { kinds, operations, registry, codecs, events, shapes }
}

/**
 * Adds an aggregate, and operations by the type of their command.
 * @throws RangeError when the aggregate, an event type or a shape is already registered; nothing is
 *   added then
 */
export function register(kind: Kind, added: Operations = {}): void {
  known = index([...known.kinds, kind], { ...known.operations, ...added })
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
export function aggregateOfEvent(event: Named): AnyAggregate {
  return kindOfEvent(event).aggregate
}

function kindOfEvent({ type }: Named): EventKind {
  const kind = known.events.get(type)
  if (!kind) throw new InvalidEvent(String(type), 'type', 'is unknown')
  return kind
}

/**
 * The money that an event moved; null for an event without money.
 * @throws InvalidEvent for an event of an unknown type
 */
export function moneyOf(event: Named): MoneyMoved | null {
  return aggregateOfEvent(event).moneyOf?.(event) ?? null
}

/**
 * The counter-side of an event in the bank's books; null for an event without money.
 * @throws InvalidEvent for an event of an unknown type
 */
export function ledgerAccountOf({
  event,
  actor,
}: {
  readonly event: Named
  readonly actor: Pick<RecordedEvent['actor'], 'id'>
}): LedgerAccount | null {
  const { money } = kindOfEvent(event).event
  return money ? ledgerAccountBy(money.ledger, event, actor.id) : null
}

/** In minor units; 0 for a stream without money. */
export function balanceOf({ type, state }: Pick<Stream, 'type' | 'state'>): bigint {
  return (type !== null && known.registry.aggregateOf(type).balanceOf?.(state)) || 0n
}

/** The aggregate types whose events move money. */
export function moneyTypes(): string[] {
  return known.kinds.flatMap(({ aggregate }) => (aggregate.moneyOf ? [aggregate.type] : []))
}

export function eventKinds(): ReadonlyMap<string, EventKind> {
  return known.events
}

/** The shapes of all aggregates' states; snapshots of other shapes are ignored. */
export function readableShapes(): number[] {
  return known.shapes
}
