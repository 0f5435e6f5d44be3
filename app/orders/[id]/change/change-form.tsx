'use client'

import type { PaymentOrderJson } from '@/app/_wire/payment-orders'
import type { Calendar } from '../../coming-dates'
import { OrderForm } from '../../order-form'
import { termsOfOrder } from '../../terms'
import { changeOrder } from './actions'

type ChangeFormProps = { order: PaymentOrderJson; commandId: string; calendar: Calendar }

/** Changes the terms of an order. */
export function ChangeForm({ order, commandId, calendar }: ChangeFormProps) {
  return (
    <OrderForm
      action={changeOrder}
      label="Change the payment order"
      commandId={commandId}
      values={termsOfOrder(order)}
      currency={order.currency}
      calendar={calendar}
      of={{ name: 'orderId', id: order.orderId }}
      steps={[['change', 'Save changes', 'Saving…']]}
    />
  )
}
