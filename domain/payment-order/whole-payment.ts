import { accountStream } from '@/domain/bank-account/account-stream'
import { accountOf } from '@/domain/bank-account/bank-account'
import { transfer } from '@/domain/bank-account/transfer'
import type { Decision } from '@/domain/event-sourcing/aggregate'
import type { Operation, Placed, StreamView } from '@/domain/event-sourcing/operation'
import { formatAmount } from '@/domain/money/money'
import type { MakePayment } from './commands'
import type { PaymentOrderEvent } from './events'
import { type Order, type PaymentOrder, paymentOrder } from './payment-order'
import { amountDue } from './payments'
import type { PaymentOrderRefusal } from './refusal'

type Decided = Decision<Placed, PaymentOrderRefusal>

/**
 * A date of an order, paid by one command over the order, which is the home, and both accounts: what
 * `BeginPayment`, `Transfer` and `RecordPayment` decide, one after the other. If the transfer is
 * refused, the payment is begun and no more: the account keeps a refusal of the transfer alone.
 */
export const wholePayment: Operation<MakePayment, PaymentOrderRefusal> = {
  streamsOf: (home, { accountId, toAccountId }) => [
    home,
    accountStream(accountId),
    accountStream(toAccountId),
  ],

  decide(command, [home, payer, payee]): Decided {
    if (!home || !payer || !payee) throw new Error('A payment is between two accounts')
    const order = home.state as PaymentOrder // by `streamsOf`
    if (order.status === 'none') return refuse({ type: 'PaymentOrderNotFound', field: null })
    const isItsOwn = order.accountId === payer.id && order.to.accountId === payee.id
    if (!isItsOwn) return refuse({ type: 'NoSuchPayment', field: null })
    const { commandId, index, date, on, maker } = command
    const { reference } = order
    const amount = amountOf(order, payer, payee)
    const context = { ...home, facts: null }
    const begin = { type: 'BeginPayment', index, date, on, amount } as const
    const begun = paymentOrder.decide(begin, order, context)
    if (begun.outcome === 'refused') return begun
    const events = placedOn(home, begun.events)
    if (amount === null) return { outcome: 'accepted', events }
    const sent = { transferId: commandId, toAccountId: payee.id, amount, reference }
    const moved = transfer.decide({ type: 'Transfer', ...sent }, [payer, payee])
    if (moved.outcome === 'refused') return { outcome: 'accepted', events }
    const entries = { from: payer.version + 1, to: payee.version + 1 }
    const due = begun.events.reduce<PaymentOrder>(paymentOrder.evolve, order)
    const record = { type: 'RecordPayment', date, attempt: 1, commandId, entries } as const
    const recorded = paymentOrder.decide(record, due, context)
    if (recorded.outcome === 'refused') return recorded
    const ofMaker = moved.events.map(event => ({ ...event, actor: maker }))
    events.push(...ofMaker, ...placedOn(home, recorded.events))
    return { outcome: 'accepted', events }
  },
}

/** What the rule finds to pay, as decimal text; null for nothing. */
function amountOf({ rule, currency }: Order, payer: StreamView, payee: StreamView): string | null {
  if (rule.kind === 'fixed') return formatAmount(rule.amount, currency)
  const [from, to] = [accountOf(payer), accountOf(payee)]
  if (!from || !to) return null
  const amount = amountDue(rule, from, to, payer.now)
  return amount === null ? null : formatAmount(amount, currency)
}

function placedOn({ id: streamId }: StreamView, events: readonly PaymentOrderEvent[]): Placed[] {
  return events.map(event => ({ streamId, event }))
}

function refuse(refusal: PaymentOrderRefusal): Decided {
  return { outcome: 'refused', refusal }
}
