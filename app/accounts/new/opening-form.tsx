'use client'

import { useEffect, useState } from 'react'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { useReviewStep } from '@/app/_commands/use-review-step'
import { AmountField } from '@/app/_ui/amount-field'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { TextField } from '@/app/_ui/field'
import { OWNER_LENGTH_MAX, REFERENCE_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import { type OpeningField, type OpeningState, openAccount } from './actions'
import { CurrencyField, type NamedCurrency } from './currency-field'
import { OpeningReview } from './opening-review'

type OpeningFormProps = {
  commandId: string
  /** The initial name in the form. */
  owner: string
  /** Whether accounts can be opened for customers. */
  forOthers: boolean
  currencies: readonly NamedCurrency[]
}

/** The form for a new account; an opening amount is reviewed. Works without scripts. */
export function OpeningForm({ commandId, owner, ...props }: OpeningFormProps) {
  const form = useCommandForm(openAccount, initialState(commandId, owner))
  const step = useReviewStep(form.state)
  const { state, formAction, pending } = form
  const both = { state, commandId: form.commandId, formAction, pending }
  return state.review && step.isReviewed ? (
    <OpeningReview {...both} review={state.review} onChange={step.leave} />
  ) : (
    <FilledForm {...both} {...props} />
  )
}

type FilledFormProps = Pick<OpeningFormProps, 'forOthers' | 'currencies' | 'commandId'> & {
  state: OpeningState
  formAction: (form: FormData) => void
  pending: boolean
}

function FilledForm({ state, commandId, formAction, pending, ...props }: FilledFormProps) {
  const { forOthers, currencies } = props
  const { values, refusal } = state
  const [currency, setCurrency] = useState(values.currency)
  useEffect(() => {
    const blamed = state.refusal?.field
    if (blamed) document.getElementById(blamed)?.focus()
  }, [state])
  const field = (id: OpeningField) => ({
    id,
    name: id,
    defaultValue: values[id],
    error: refusal?.field === id ? refusal.sentence : null,
  })
  return (
    <form action={formAction} className="flex flex-col gap-5" autoComplete="off">
      <input type="hidden" name="commandId" value={commandId} autoComplete="off" />
      <TextField {...field('owner')} label="Owner" maxLength={bytesMaxOf(OWNER_LENGTH_MAX)} />
      <div className="grid gap-x-3 gap-y-5 sm:grid-cols-2">
        <CurrencyField {...field('currency')} currencies={currencies} onPick={setCurrency} />
        <AmountField
          {...field('openingBalance')}
          label="Opening balance"
          currency={currency}
          placeholder="0"
        />
      </div>
      <TextField
        {...field('reference')}
        label="Reference"
        placeholder="Optional"
        hint="Reference in another system"
        maxLength={bytesMaxOf(REFERENCE_LENGTH_MAX)}
      />
      {forOthers && (
        <TextField
          {...field('customerEmail')}
          label="Customer’s e-mail"
          type="email"
          placeholder="Optional"
          hint="This customer can use the account"
          maxLength={200}
        />
      )}
      {refusal && refusal.field === null && (
        <p role="alert" className="text-red-ink">
          {refusal.sentence}
        </p>
      )}
      <div className="mt-1 flex gap-2">
        <Button type="submit" look="primary" pending={pending}>
          {pending ? 'Opening…' : 'Open account'}
        </Button>
        <ButtonLink href="/accounts" look="bare">
          Cancel
        </ButtonLink>
      </div>
    </form>
  )
}

function initialState(commandId: string, owner: string): OpeningState {
  const values = { owner, currency: 'EUR', openingBalance: '', reference: '', customerEmail: '' }
  return { commandId, values, refusal: null, accepted: null, review: null }
}
