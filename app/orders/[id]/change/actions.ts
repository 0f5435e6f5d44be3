'use server'

import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { takeForm } from '@/app/_server/http/form-answers'
import { getOrder, orderNotFound } from '@/app/_server/payment-orders/orders'
import { submitOrder, termsIn } from '../../submit-order'
import { TERMS_FIELDS, type TermsField } from '../../terms'

/** Changes the terms of a payment order, for payments that are not due yet. */
export async function changeOrder(
  _previous: CommandFormState<TermsField>,
  sent: FormData,
): Promise<CommandFormState<TermsField>> {
  const form = takeForm(sent)
  const orderId = textOf(form, 'orderId')
  return submitOrder(form, TERMS_FIELDS, async (values, viewer) => {
    const order = await getOrder(viewer, orderId)
    if (!order) return { field: null, sentence: orderNotFound().detail }
    const terms = termsIn(values, order.currency)
    return 'sentence' in terms ? terms : { type: 'ChangePaymentOrder', orderId, ...terms }
  })
}
