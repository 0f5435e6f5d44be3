import type { StreamRef } from '@/domain/event-sourcing/operation'

/**
 * The stored name of the aggregate. It stands apart from the aggregate, so that pages which only
 * link to accounts load no rules.
 */
export const ACCOUNT_TYPE = 'BankAccount'

/** The stream of an account. */
export function accountStream(id: string): StreamRef {
  return { type: ACCOUNT_TYPE, id }
}
