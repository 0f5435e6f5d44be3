import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { formatAmount } from '@/domain/money/money'
import type { MakePayment } from '@/domain/payment-order/commands'
import { paymentOrder } from '@/domain/payment-order/payment-order'
import type { EventStore } from '../event-store'

type Execute = (envelope: CommandEnvelope) => Promise<Answer>
type Parts = { readonly store: Pick<EventStore, 'present'>; readonly execute: Execute }

/**
 * Pays as releases before `MakePayment` do, one step after the other: a payment of a fixed amount is
 * only begun, under the same command id.
 */
export function stepwise({ store, execute }: Parts): Execute {
  return async envelope => {
    const { stream } = envelope
    if (envelope.command.type !== 'MakePayment') return execute(envelope)
    const { index, date, on } = envelope.command as MakePayment // by its type
    const stored = (await store.present([stream.id])).get(stream.id)
    const order = stored && stateOf(paymentOrder, stored)
    if (!order || order.status === 'none' || order.rule.kind !== 'fixed') return execute(envelope)
    const amount = formatAmount(order.rule.amount, order.currency)
    return execute({ ...envelope, command: { type: 'BeginPayment', index, date, on, amount } })
  }
}
