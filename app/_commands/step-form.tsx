'use client'

import { type ReactNode, useActionState, useEffect } from 'react'
import { TextField } from '@/app/_ui/field'
import { REASON_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import type { StepState } from './form-state'
import { ProofField } from './proof-field'

type StepFormProps = {
  action: (previous: StepState, form: FormData) => Promise<StepState>
  label: string
  /** The prefix of the ids of its fields. */
  prefix: string
  /** What the form names, such as an order. */
  of: { readonly name: string; readonly id: string }
  commandId: string
  /** Below the reason; null when there is nothing to reject. */
  reasonHint: string | null
  className?: string
  /** The buttons. */
  children: (pending: boolean) => ReactNode
}

/** What can be done with something now, each by a button. Works without scripts. */
export function StepForm(props: StepFormProps) {
  const { action, label, prefix, of, commandId, reasonHint, className = '', children } = props
  const before = { commandId, reason: '', refusal: null }
  const [state, formAction, pending] = useActionState(action, before)
  const { refusal, reason } = state
  useEffect(() => {
    if (refusal?.field) document.getElementById(`${prefix}-${refusal.field}`)?.focus()
  }, [refusal, prefix])
  return (
    <form
      action={formAction}
      aria-label={label}
      autoComplete="off"
      className={`@container mt-6 flex flex-col gap-4 ${className}`}
    >
      <input type="hidden" name={of.name} value={of.id} />
      <input type="hidden" name="commandId" value={state.commandId} autoComplete="off" />
      {reasonHint !== null && (
        <TextField
          id={`${prefix}-reason`}
          name="reason"
          label="Reason"
          hint={reasonHint}
          maxLength={bytesMaxOf(REASON_LENGTH_MAX)}
          defaultValue={reason}
          error={refusal?.field === 'reason' ? refusal.sentence : null}
        />
      )}
      <ProofField form={prefix} refusal={refusal} />
      <div className="flex flex-wrap gap-2">{children(pending)}</div>
      <div role="status" className="min-h-4 text-12">
        {refusal?.field === null && <p className="text-red-ink">{refusal.sentence}</p>}
      </div>
    </form>
  )
}
