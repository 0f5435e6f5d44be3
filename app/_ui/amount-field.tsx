'use client'

import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react'
import { beyondLimit } from '@/domain/bank-account/rules'
import { sentenceFor } from '@/domain/bank-account/sentences'
import { isCurrency } from '@/domain/money/money'
import { symbolOf } from '@/domain/money/own-units'
import { readAmount, unreadSentence } from '@/domain/money/read-amount'
import { Amount } from './amount'
import { TextField } from './field'
import { placesHint } from './places-hint'

type AmountFieldProps = Omit<
  ComponentProps<typeof TextField>,
  'ref' | 'unit' | 'inputMode' | 'maxLength' | 'onInput' | 'hint' | 'defaultValue'
> & {
  currency: string
  defaultValue: string
  /** Shown while the field is empty; by default how many decimal places the currency has. */
  hint?: string
  /** What an amount, as a decimal text, would do: shown behind it while it is typed. */
  effect?: (amount: string) => ReactNode
}

/** A field for an amount, which is read as people type it and shown as it was understood. */
export function AmountField({ currency, hint, effect, error, ...props }: AmountFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(props.defaultValue)
  // Also what was typed before the scripts loaded, and what an answer has put into the field.
  useEffect(() => setTyped(field.current?.value ?? ''))
  const shown = { typed, currency, hint: hint ?? placesHint(currency), effect }
  return (
    <TextField
      {...props}
      ref={field}
      unit={symbolOf(currency)}
      inputMode="decimal"
      maxLength={60}
      onInput={event => setTyped(event.currentTarget.value)}
      error={typed === props.defaultValue ? error : null}
      hint={<Understood {...shown} />}
    />
  )
}

type UnderstoodProps = {
  typed: string
  currency: string
  hint: string
  effect: AmountFieldProps['effect'] | undefined
}

/** The amount as it was understood, with what it would do; or why it is none. */
function Understood({ typed, currency, hint, effect }: UnderstoodProps) {
  if (typed.trim() === '' || !isCurrency(currency)) return hint
  const read = readAmount(typed, currency)
  if (read.ok) {
    const does = effect?.(read.decimal)
    return (
      <>
        {'= '}
        <Amount value={read.decimal} currency={currency} className="text-ink" />
        {does && ' · '}
        {does}
      </>
    )
  }
  switch (read.reason) {
    case 'too-precise':
      return sentenceFor({ type: 'AmountTooPrecise', field: 'amount', currency })
    case 'too-long':
      return sentenceFor(beyondLimit('amount', currency))
    default:
      // "12." is the beginning of an amount.
      return unreadSentence(typed, read, currency) ?? hint
  }
}
