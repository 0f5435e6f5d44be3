import type { Attempt, PaymentOrderEvent } from './events'

/** What came of an attempt to pay. */
export type PaymentOutcome = Pick<Attempt, 'amount' | 'currency'> & {
  /** `PAID`, or the type of the refusal by the account. */
  readonly outcome: string
}

export const PAID = 'paid'

/** What an event says that came of a payment; null for other events. */
export function outcomeOf(event: PaymentOrderEvent): PaymentOutcome | null {
  if (event.type !== 'PaymentExecuted' && event.type !== 'PaymentFailed') return null
  const { amount, currency } = event
  return { amount, currency, outcome: event.type === 'PaymentFailed' ? event.refusal.type : PAID }
}
