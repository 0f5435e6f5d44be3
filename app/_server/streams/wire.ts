import 'server-only'
import type { EventJson, StateJson } from '@/app/_wire/types'
import { codecOf, moneyOf, registry } from '@/db/codecs/registry'
import { encodeEvent } from '@/db/codecs/stored-events'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { formatAmount } from '@/domain/money/money'

/** The complete folded state of a stream as JSON. */
export function stateJson({ type, state }: Stream, ofType: string): StateJson {
  if (type === null) return initialJson(ofType)
  return { ...plain(state), ...codecOf(type).encodeState(state, undefined) }
}

/** The initial state of a type. No codec encodes it, since it is never stored. */
function initialJson(type: string): StateJson {
  return plain(registry.aggregateOf(type).initial)
}

function plain(state: unknown): StateJson {
  const asText = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)
  return JSON.parse(JSON.stringify(state, asText))
}

export function eventJson(recorded: RecordedEvent): EventJson {
  const { eventId, aggregateType, aggregateId, version, actor, commandId, correlationId } = recorded
  const { type, schemaVersion, data } = encodeEvent(recorded.event)
  return {
    eventId,
    aggregateType,
    accountId: aggregateId,
    version,
    type,
    schemaVersion,
    data,
    money: moneyJson(recorded),
    occurredAt: recorded.occurredAt.toISOString(),
    ...(recorded.occurredOn !== undefined && { occurredOn: recorded.occurredOn }),
    createdAt: recorded.createdAt.toISOString(),
    late: recorded.occurredAt < recorded.frontierAt,
    actor,
    commandId,
    correlationId,
  }
}

function moneyJson({ event }: RecordedEvent): EventJson['money'] {
  const money = moneyOf(event)
  if (!money) return null
  const { change, balance, currency } = money
  return {
    change: formatAmount(change, currency),
    balance: formatAmount(balance, currency),
    currency,
  }
}
