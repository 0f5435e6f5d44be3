'use client'

import { useEffect, useState } from 'react'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { Button, ButtonLink } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { placesHint } from '@/app/_ui/places-hint'
import { OWNER_LENGTH_MAX, REFERENCE_LENGTH_MAX } from '@/domain/bank-account/decisions'
import { type OpeningField, type OpeningState, openAccount } from './actions'
import { CurrencyField, type NamedCurrency } from './currency-field'

type OpeningFormProps = {
  commandId: string
  /** The initial name in the form. */
  owner: string
  /** Whether accounts can be opened for customers. */
  forOthers: boolean
  currencies: readonly NamedCurrency[]
}

/** The form for a new account. Works without scripts. */
export function OpeningForm({ commandId, owner, forOthers, currencies }: OpeningFormProps) {
  const form = useCommandForm(openAccount, initialState(commandId, owner))
  const { values, refusal } = form.state
  const [currency, setCurrency] = useState(values.currency)
  useEffect(() => {
    const blamed = form.state.refusal?.field
    if (blamed) document.getElementById(blamed)?.focus()
  }, [form.state])
  const field = (id: OpeningField) => ({
    id,
    name: id,
    defaultValue: values[id],
    error: refusal?.field === id ? refusal.sentence : null,
  })
  return (
    <form action={form.formAction} className="flex flex-col gap-5" autoComplete="off">
      <input type="hidden" name="commandId" value={form.commandId} autoComplete="off" />
      <TextField {...field('owner')} label="Owner" maxLength={OWNER_LENGTH_MAX} />
      <div className="grid gap-x-3 gap-y-5 sm:grid-cols-2">
        <CurrencyField {...field('currency')} currencies={currencies} onPick={setCurrency} />
        <TextField
          {...field('openingBalance')}
          label="Opening balance"
          unit={currency}
          placeholder="0"
          inputMode="decimal"
          maxLength={60}
          hint={placesHint(currency)}
        />
      </div>
      <TextField
        {...field('reference')}
        label="Reference"
        placeholder="Optional"
        hint="Reference in another system"
        maxLength={REFERENCE_LENGTH_MAX}
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
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Opening…' : 'Open account'}
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
  return { commandId, values, refusal: null, accepted: null }
}
