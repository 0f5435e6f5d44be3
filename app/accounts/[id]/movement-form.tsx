'use client'

import Link from 'next/link'
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { Amount, amountText } from '@/app/_ui/amount'
import { Button } from '@/app/_ui/button'
import { type Line, lineOf } from '@/app/_ui/event-words'
import { TextField } from '@/app/_ui/field'
import { placesHint } from '@/app/_ui/places-hint'
import { useFocusShortcut } from '@/app/_ui/shortcut'
import type { AccountJson, EventJson } from '@/app/_wire/types'
import { NOTE_LENGTH_MAX } from '@/domain/bank-account/decisions'
import { deposit, type MovementField, type MovementState, withdraw } from './actions'
import { EarlierFields } from './earlier-fields'
import { type Preview, pendingLine, previewOf } from './preview'

const KINDS = {
  Deposit: { action: deposit, id: 'deposit', key: 'd', doing: 'Depositing…' },
  Withdraw: { action: withdraw, id: 'withdraw', key: 'w', doing: 'Withdrawing…' },
} as const

type MovementFormProps = {
  type: keyof typeof KINDS
  account: AccountJson
  /** The command id of the form without scripts. */
  commandId: string
  /** The zone for the effective time of a late posting; null for readers who may not post late. */
  lateIn: string | null
  /** Called when a command is sent, and (with null) when it is refused. */
  onPending: (line: Line | null) => void
  onAccepted: (account: AccountJson, event: EventJson) => void
}

/** A deposit or withdrawal form. Works without scripts; with them it previews the result. */
export function MovementForm({ type, account, commandId, lateIn, ...hears }: MovementFormProps) {
  const { action, id, key, doing } = KINDS[type]
  const form = useCommandForm(action, initialState(commandId, lateIn ?? ''))
  const { refusal, accepted, values } = form.state
  const amount = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useTyped(amount, form.state)
  useFocusShortcut(key, `${id}-amount`)
  useAnswer(form.state, () => {
    if (accepted) hears.onAccepted(accepted.account, accepted.event)
    if (refusal) hears.onPending(null)
    if (refusal?.field) document.getElementById(`${id}-${refusal.field}`)?.focus()
  })

  const preview = previewOf(account, type, typed)
  const refusalAt = (name: MovementField) => (refusal?.field === name ? refusal.sentence : null)
  return (
    <form
      action={form.formAction}
      onSubmit={() => hears.onPending(pendingLine(account, type, typed))}
      aria-labelledby={`${id}-title`}
      autoComplete="off"
      className="@container"
    >
      <h2 id={`${id}-title`} className="mb-3 font-medium text-14">
        {type}
      </h2>
      <input type="hidden" name="accountId" value={account.id} />
      <input type="hidden" name="commandId" value={form.commandId} autoComplete="off" />
      <div className={FIELDS}>
        <TextField
          ref={amount}
          id={`${id}-amount`}
          name="amount"
          label="Amount"
          unit={account.currency}
          inputMode="decimal"
          maxLength={60}
          defaultValue={values.amount}
          onInput={event => setTyped(event.currentTarget.value)}
          error={refusalAt('amount')}
          runsOn
          hint={<PreviewLine preview={preview} currency={account.currency} />}
        />
        <TextField
          id={`${id}-note`}
          name="note"
          label="Note"
          placeholder="Optional"
          maxLength={NOTE_LENGTH_MAX}
          defaultValue={values.note}
          error={refusalAt('note')}
        />
        <Button
          type="submit"
          look="primary"
          pending={form.pending}
          className="col-span-2 @md:col-span-1 @md:mt-5 @md:min-w-28"
        >
          {form.pending ? doing : type}
        </Button>
      </div>
      {lateIn !== null && (
        <EarlierFields
          id={id}
          values={{ ...values, zone: values.zone || lateIn }}
          error={refusalAt}
        />
      )}
      <Outcome
        general={refusal && refusal.field === null ? refusal.sentence : null}
        accepted={form.pending ? null : accepted}
      />
    </form>
  )
}

/** The text of the field, including what was typed before the scripts loaded. */
function useTyped(field: RefObject<HTMLInputElement | null>, state: MovementState) {
  const [typed, setTyped] = useState('')
  // An answer fills the field anew; the state is what changes with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again after each answer
  useEffect(() => setTyped(field.current?.value ?? ''), [field, state])
  return [typed, setTyped] as const
}

/** Calls `hear` once for each answer, but not for the initial state. */
function useAnswer(state: MovementState, hear: () => void) {
  const heard = useEffectEvent(hear)
  useEffect(() => {
    if (state.accepted || state.refusal) heard()
  }, [state])
}

/** Amount, note and button are in one row where there is room. */
const FIELDS = `grid grid-cols-2 items-start gap-3
  @md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]`

function PreviewLine({ preview, currency }: { preview: Preview | null; currency: string }) {
  if (preview?.outcome === 'refused') return preview.sentence
  if (preview) {
    return (
      <>
        Balance after <Amount value={preview.balance} className="font-medium text-ink" />
      </>
    )
  }
  return placesHint(currency)
}

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

function initialState(commandId: string, zone: string): MovementState {
  const values = { amount: '', note: '', date: '', time: '', zone }
  return { commandId, values, refusal: null, accepted: null }
}
