'use client'

import { useActionState, useEffect } from 'react'
import { ProofField } from '@/app/_commands/proof-field'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { REASON_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import { decideRequest } from './actions'

type DecisionFormProps = {
  approvalId: string
  commandId: string
  /** Whether the reader asked for it, and may only withdraw it. */
  isOwn: boolean
}

/** Approve, reject with a reason, or withdraw. Works without scripts. */
export function DecisionForm({ approvalId, commandId, isOwn }: DecisionFormProps) {
  const before = { commandId, reason: '', refusal: null }
  const [state, formAction, pending] = useActionState(decideRequest, before)
  const { refusal, reason } = state
  useEffect(() => {
    if (refusal?.field) document.getElementById(`decision-${refusal.field}`)?.focus()
  }, [refusal])
  const button = (decision: string, word: string, look?: 'primary') => (
    <Button
      type="submit"
      name="decision"
      value={decision}
      pending={pending}
      {...(look && { look })}
      className="max-sm:grow"
    >
      {word}
    </Button>
  )
  return (
    <form
      action={formAction}
      aria-label="Decision"
      autoComplete="off"
      className="@container mt-6 flex flex-col gap-4"
    >
      <input type="hidden" name="approvalId" value={approvalId} />
      <input type="hidden" name="commandId" value={state.commandId} autoComplete="off" />
      {!isOwn && (
        <TextField
          id="decision-reason"
          name="reason"
          label="Reason"
          hint="Needed to reject"
          maxLength={bytesMaxOf(REASON_LENGTH_MAX)}
          defaultValue={reason}
          error={refusal?.field === 'reason' ? refusal.sentence : null}
        />
      )}
      <ProofField form="decision" refusal={refusal} />
      <div className="flex flex-wrap gap-2">
        {isOwn ? (
          button('WithdrawRequest', 'Withdraw request')
        ) : (
          <>
            {button('ApproveRequest', 'Approve', 'primary')}
            {button('RejectRequest', 'Reject')}
          </>
        )}
      </div>
      <div role="status" className="min-h-4 text-12">
        {refusal?.field === null && <p className="text-red-ink">{refusal.sentence}</p>}
      </div>
    </form>
  )
}
