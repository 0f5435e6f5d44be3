'use client'

import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { ProofField } from '@/app/_commands/proof-field'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { Button } from '@/app/_ui/button'
import { type Calendar, ComingDates } from './coming-dates'
import { TERMS_FIELDS, type TermsField, type TermsValues } from './terms'
import { TermsFields } from './terms-fields'

type OrderFormProps<Field extends string> = {
  action: (previous: CommandFormState<Field>, form: FormData) => Promise<CommandFormState<Field>>
  label: string
  commandId: string
  values: Record<Field, string>
  currency: string
  calendar: Calendar
  /** What the form names: an account, or an order. */
  of: { readonly name: 'accountId' | 'orderId'; readonly id: string }
  /** What is asked for before the terms. */
  children?: (values: Record<Field, string>, errorOf: (field: Field) => string | null) => ReactNode
  /** The value of each button, its word, and the word while it is under way. */
  steps: readonly (readonly [step: string, word: string, pending: string])[]
}

/** The form of an order's terms, with its next dates beside it as they are typed. */
export function OrderForm<Field extends TermsField | 'payee' | 'number'>(
  props: OrderFormProps<Field>,
) {
  const { action, label, currency, calendar, of, children, steps } = props
  const form = useCommandForm<CommandFormState<Field>>(action, {
    commandId: props.commandId,
    values: props.values,
    refusal: null,
    accepted: null,
  })
  const { refusal, values } = form.state
  // The generic record has at least the terms.
  const terms = values as unknown as TermsValues
  const [typed, type] = useTyped(terms)
  useEffect(() => {
    if (refusal?.field) document.getElementById(`order-${refusal.field}`)?.focus()
  }, [refusal])
  const errorOf = (field: Field) => (refusal?.field === field ? refusal.sentence : null)
  return (
    <form
      action={form.formAction}
      onInput={type}
      aria-label={label}
      autoComplete="off"
      className="group @container mt-6 grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,36rem)_20rem]"
    >
      <input type="hidden" name={of.name} value={of.id} />
      <input type="hidden" name="commandId" value={form.commandId} autoComplete="off" />
      <div className="flex min-w-0 flex-col gap-5">
        {children?.(values, errorOf)}
        <TermsFields
          currency={currency}
          values={terms}
          errorOf={field => errorOf(field as Field)}
        />
      </div>
      <div className="min-w-0 lg:row-span-2">
        <ComingDates values={typed} calendar={calendar} />
        <noscript>
          <Button type="submit" name="step" value="preview" className="mt-2">
            Show the dates
          </Button>
        </noscript>
      </div>
      <div className="flex flex-col gap-4">
        <ProofField form="order" refusal={refusal} />
        {refusal && refusal.field === null && (
          <p role="alert" className="text-red-ink">
            {refusal.sentence}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          {steps.map(([step, word, pending], index) => (
            <Button
              key={step}
              type="submit"
              name="step"
              value={step}
              look={index === 0 ? 'primary' : 'quiet'}
              pending={form.pending}
              className="max-sm:grow"
            >
              {form.pending && index === 0 ? pending : word}
            </Button>
          ))}
        </div>
      </div>
    </form>
  )
}

/** The terms as they are typed; after an answer those that it shows. */
function useTyped(shown: TermsValues) {
  const [state, set] = useState({ shown, typed: shown })
  if (state.shown !== shown) set({ shown, typed: shown })
  const type = ({ currentTarget }: FormEvent<HTMLFormElement>) => {
    const form = new FormData(currentTarget)
    const typed = Object.fromEntries(TERMS_FIELDS.map(name => [name, textOf(form, name)]))
    set({ shown, typed: typed as TermsValues })
  }
  return [state.typed, type] as const
}
