import { ACCOUNT_TYPE } from '@/domain/bank-account/account-stream'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import type { EventJson } from './types'

/** Accounts have pages of their own; all other types share the general ones. */
export function isAccount({ type }: Pick<StreamRef, 'type'>): boolean {
  return type === ACCOUNT_TYPE
}

/** The stream of an event or of a refused command. */
export function streamOf(item: Pick<EventJson, 'aggregateType' | 'accountId'>): StreamRef {
  return { type: item.aggregateType, id: item.accountId }
}

/** The address of a stream as it is now. */
export function streamPath(of: StreamRef): string {
  return `${isAccount(of) ? '/accounts' : '/streams'}/${of.id}`
}

/** The permalink of an event. */
export function eventPath(of: StreamRef, version: number): string {
  return `${streamPath(of)}/events/${version}`
}

/** The permalink of a refused command. */
export function attemptPath(of: StreamRef, commandId: string): string {
  return `${streamPath(of)}/refusals/${commandId}`
}

/** The page of a request that waits for a second member of the staff. */
export function approvalPath(approvalId: string): string {
  return `/approvals/${approvalId}`
}

/** The page of a payment order. */
export function orderPath(orderId: string): string {
  return `/orders/${orderId}`
}

/** The page of a case file. */
export function casePath(caseFileId: string): string {
  return `/cases/${caseFileId}`
}
