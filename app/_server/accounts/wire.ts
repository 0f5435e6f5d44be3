import 'server-only'
import type { StateJson } from '@/app/_wire/look-back'
import type { AccountJson, EventJson } from '@/app/_wire/types'
import type { AccountRow } from '@/db/accounts/account-rows'
import { encodeEvent } from '@/db/codecs/stored-events'
import type { BankAccount, OpenAccount } from '@/domain/bank-account/bank-account'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
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

/** An account as its events up to `version` give it, as JSON. */
export function accountAt(state: OpenAccount, version: number, openedAt: Date): AccountJson {
  const { accountId: id, reference, owner, currency, balance, status } = state
  return {
    id,
    number: accountNumber(id),
    reference,
    owner,
    currency,
    balance: formatAmount(balance, currency),
    status,
    version,
    openedAt: openedAt.toISOString(),
  }
}

/** A folded state as JSON, with all that it holds. */
export function stateJson(state: BankAccount): StateJson {
  if (state.status === 'none') return state
  return { ...state, balance: formatAmount(state.balance, state.currency) }
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
    occurredAt: recorded.occurredAt.toISOString(),
    createdAt: recorded.createdAt.toISOString(),
    late: recorded.occurredAt < recorded.frontierAt,
    actor,
    commandId,
    correlationId,
  }
}
