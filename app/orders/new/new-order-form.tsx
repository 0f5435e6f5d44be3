'use client'

import type { PayeeChoices } from '@/app/_server/accounts/payees'
import type { AccountJson } from '@/app/_wire/types'
import type { Calendar } from '../coming-dates'
import { OrderForm } from '../order-form'
import { newTerms } from '../terms'
import { makeOrder } from './actions'
import { PayeeFields } from './payee-fields'

type NewOrderFormProps = {
  account: Pick<AccountJson, 'id' | 'currency'>
  choices: Pick<PayeeChoices, 'own' | 'payees'>
  commandId: string
  calendar: Calendar
  /** The first date that it begins with. */
  first: string
}

/** A new payment order from an account. */
export function NewOrderForm({ account, choices, first, ...props }: NewOrderFormProps) {
  return (
    <OrderForm
      {...props}
      action={makeOrder}
      label="New payment order"
      values={{ ...newTerms(first), payee: '', number: '' }}
      currency={account.currency}
      of={{ name: 'accountId', id: account.id }}
      steps={[
        ['submit', 'Submit', 'Submitting…'],
        ['draft', 'Save as draft', 'Saving…'],
      ]}
    >
      {(values, errorOf) => (
        <PayeeFields
          choices={choices}
          currency={account.currency}
          values={values}
          errors={{ payee: errorOf('payee'), number: errorOf('number') }}
        />
      )}
    </OrderForm>
  )
}
