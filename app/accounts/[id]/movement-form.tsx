'use client'

import Link from 'next/link'
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'
import { CommandOf } from '@/app/_commands/command-of'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { useReviewStep } from '@/app/_commands/use-review-step'
import { amountText } from '@/app/_ui/amount'
import { AmountField } from '@/app/_ui/amount-field'
import { lineOf } from '@/app/_ui/event-words'
import { TextField } from '@/app/_ui/field'
import type { AccountJson } from '@/app/_wire/types'
import { NOTE_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import { deposit, type MovementField, type MovementState, withdraw } from './actions'
import { CounterField } from './counter-field'
import { EarlierFields } from './earlier-fields'
import { MovementButton, useAsOf } from './movement-button'
import { MovementReview } from './movement-review'
import { previewOf } from './preview'
import { previewLine } from './preview-line'

const KINDS = {
  Deposit: { action: deposit, id: 'deposit', doing: 'Depositing…' },
  Withdraw: { action: withdraw, id: 'withdraw', doing: 'Withdrawing…' },
} as const

type MovementFormProps = {
  type: keyof typeof KINDS
  account: AccountJson
  /** The command id of the form without scripts. */
  commandId: string
  zone: string
  mayPostLate: boolean
  onAccepted: (account: AccountJson) => void
  /** Stands above the form, but not above its review. */
  children: ReactNode
}

/**
 * A deposit or withdrawal, reviewed before it is done if it is large or late. Works without scripts;
 * with them it previews the result.
 */
export function MovementForm({ children, ...props }: MovementFormProps) {
  const { type, account, commandId, zone, onAccepted } = props
  const { action, doing } = KINDS[type]
  const form = useCommandForm(action, initialState(commandId))
  const step = useReviewStep(form.state)
  const { state, formAction, pending } = form
  const both = { type, account, zone, state, commandId: form.commandId, formAction, pending }
  useAnswer(state, () => state.accepted && onAccepted(state.accepted.account))
  if (state.review && step.isReviewed) {
    return <MovementReview {...both} review={state.review} doing={doing} onChange={step.leave} />
  }
  return (
    <>
      {children}
      <FilledForm {...both} mayPostLate={props.mayPostLate} />
    </>
  )
}

type FilledFormProps = Omit<MovementFormProps, 'children' | 'onAccepted'> & {
  state: MovementState
  formAction: (form: FormData) => void
  pending: boolean
}

/** The first step: how much, and when it is effective. */
function FilledForm({ type, account, zone, mayPostLate, state, ...props }: FilledFormProps) {
  const { commandId, formAction, pending } = props
  const { id, doing } = KINDS[type]
  const { refusal, accepted, values } = state
  const [counter, setCounter] = useState(values.counter)
  const form = useRef<HTMLFormElement>(null)
  const { asOf, read } = useAsOf(form)
  useAnswer(state, () => {
    setCounter(values.counter)
    if (refusal?.field) document.getElementById(`${id}-${refusal.field}`)?.focus()
  })
  const refusalAt = (name: MovementField) => (refusal?.field === name ? refusal.sentence : null)
  const button = (className: string) => (
    <MovementButton
      type={type}
      doing={pending ? doing : null}
      asOf={mayPostLate ? asOf : null}
      className={className}
    />
  )
  return (
    <form
      ref={form}
      action={formAction}
      onInput={read}
      aria-label={type}
      autoComplete="off"
      className="group/movement @container mt-6"
    >
      <CommandOf accountId={account.id} commandId={commandId} />
      <div className={mayPostLate ? FIELDS : `${FIELDS} ${THREE}`}>
        <AmountField
          id={`${id}-amount`}
          name="amount"
          label="Amount"
          currency={account.currency}
          defaultValue={values.amount}
          error={refusalAt('amount')}
          runsOn
          effect={amount => previewLine(previewOf(account, { type, amount, counter }))}
        />
        <TextField
          id={`${id}-note`}
          name="note"
          label="Note"
          placeholder="Optional"
          maxLength={bytesMaxOf(NOTE_LENGTH_MAX)}
          defaultValue={values.note}
          error={refusalAt('note')}
        />
        {!mayPostLate && button('col-span-2 @md:col-span-1 @md:mt-5 @md:min-w-28')}
      </div>
      {mayPostLate && (
        <>
          <CounterField
            id={`${id}-counter`}
            type={type}
            defaultValue={values.counter}
            error={refusalAt('counter')}
            onPick={setCounter}
          />
          <EarlierFields id={id} values={values} zone={zone} error={refusalAt} />
          {button('mt-4 w-full @md:w-auto @md:min-w-28')}
        </>
      )}
      <Outcome
        general={refusal && refusal.field === null ? refusal.sentence : null}
        accepted={pending ? null : accepted}
      />
    </form>
  )
}

/** Calls `hear` once for each answer, but not for the initial state. */
function useAnswer(state: MovementState, hear: () => void) {
  const heard = useEffectEvent(hear)
  useEffect(() => {
    if (state.accepted || state.refusal) heard()
  }, [state])
}

/** Amount and note stand side by side, and the button too where there is room. */
const FIELDS = 'grid grid-cols-2 items-start gap-3'
const THREE = '@md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]'

type OutcomeProps = { general: string | null; accepted: MovementState['accepted'] }

/** The result of the last command: the receipt, or a refusal that no field caused. */
function Outcome({ general, accepted }: OutcomeProps) {
  return (
    <div role="status" className="mt-2 min-h-4 text-12">
      {general && <p className="text-red-ink">{general}</p>}
      {accepted && (
        <p className="text-soft">
          {`${lineOf(accepted.event).word} `}
          {`${amountText(accepted.event.money?.change.replace('-', '') ?? '', accepted.account.currency)}. `}
          <Link
            href={`/accounts/${accepted.account.id}/receipts/${accepted.event.commandId}`}
            className="whitespace-nowrap text-accent underline underline-offset-2"
          >
            Receipt
          </Link>
        </p>
      )}
    </div>
  )
}

function initialState(commandId: string): MovementState {
  const values = { amount: '', note: '', counter: '', earlier: '', date: '', time: '', zone: '' }
  return { commandId, values, refusal: null, accepted: null, review: null }
}
