import 'server-only'
import type { StateJson } from '@/app/_wire/look-back'
import type { AccountJson, EventJson } from '@/app/_wire/types'
import type { AccountRow } from '@/db/accounts/account-rows'
import { codecOf, moneyOf } from '@/db/codecs/registry'
import { encodeEvent } from '@/db/codecs/stored-events'
import { accountOf } from '@/domain/bank-account/bank-account'
import type { RecordedEvent, Stream } from '@/domain/event-sourcing/ports'
import { accountNumber } from '@/domain/money/account-number'
import { formatAmount } from '@/domain/money/money'

/** An account of the list as JSON. */
export function accountOfRow(row: AccountRow): AccountJson {
  const { id, number, reference, owner, currency, balance, status, version, openedAt } = row
  return {
    id,
    number,
    reference,
    owner,
    currency,
    balance: formatAmount(balance, currency),
    status,
    version,
    openedAt: openedAt.toISOString(),
  }
}

/** An account as the events of its stream give it, as JSON; null for a stream without an account. */
export function accountAt(stream: Stream): AccountJson | null {
  const state = accountOf(stream)
  if (!state || !stream.startedAt) return null
  const { accountId: id, reference, owner, currency, balance, status } = state
  return {
    id,
    number: accountNumber(id),
    reference,
    owner,
    currency,
    balance: formatAmount(balance, currency),
    status,
    version: stream.version,
    openedAt: stream.startedAt.toISOString(),
  }
}

/** The folded state of a stream as JSON, with all that it holds. */
export function stateJson({ type, state }: Stream): StateJson {
  if (type === null || typeof state !== 'object') return { status: 'none' }
  return { ...state, ...codecOf(type).encodeState(state, undefined) }
}

/** An event with its envelope as JSON. */
export function eventJson(recorded: RecordedEvent): EventJson {
  const { eventId, aggregateId, version, actor, commandId, correlationId } = recorded
  const { type, schemaVersion, data } = encodeEvent(recorded.event)
  return {
    eventId,
    accountId: aggregateId,
    version,
    type,
    schemaVersion,
    data,
    money: moneyJson(recorded),
    occurredAt: recorded.occurredAt.toISOString(),
    createdAt: recorded.createdAt.toISOString(),
    late: recorded.occurredAt < recorded.frontierAt,
    actor,
    commandId,
    correlationId,
  }
}

function moneyJson(recorded: RecordedEvent): EventJson['money'] {
  const money = moneyOf(recorded)
  if (!money) return null
  const { change, balance, currency } = money
  return {
    change: formatAmount(change, currency),
    balance: formatAmount(balance, currency),
    currency,
  }
}
