'use client'

import { useActionState } from 'react'
import { ProofField } from '@/app/_commands/proof-field'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { REASON_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import { decideBatch } from './actions'

type DecisionFormProps = { batchId: string; commandId: string; mayApprove: boolean; isOwn: boolean }

/** What can be decided on a batch that waits. Works without scripts. */
export function DecisionForm({ batchId, commandId, mayApprove, isOwn }: DecisionFormProps) {
  const before = { commandId, reason: '', refusal: null }
  const [state, formAction, pending] = useActionState(decideBatch, before)
  const { refusal, reason } = state
  return (
    <form
      action={formAction}
      aria-label="Decision"
      autoComplete="off"
      className="@container mt-6 flex max-w-xl flex-col gap-4"
    >
      <input type="hidden" name="batchId" value={batchId} />
      <input type="hidden" name="commandId" value={state.commandId} autoComplete="off" />
      {mayApprove && (
        <TextField
          id="decision-reason"
          name="reason"
          label="Reason"
          hint="Needed to reject; whoever uploaded the file sees it"
          maxLength={bytesMaxOf(REASON_LENGTH_MAX)}
          defaultValue={reason}
          error={refusal?.field === 'reason' ? refusal.sentence : null}
        />
      )}
      <ProofField form="decision" refusal={refusal} />
      <div className="flex flex-wrap gap-2">
        {mayApprove && (
          <>
            <Button
              type="submit"
              name="move"
              value="ApprovePaymentBatch"
              look="primary"
              pending={pending}
            >
              Approve
            </Button>
            <Button type="submit" name="move" value="RejectPaymentBatch" pending={pending}>
              Reject
            </Button>
          </>
        )}
        {isOwn && (
          <Button type="submit" name="move" value="WithdrawPaymentBatch" pending={pending}>
            Withdraw
          </Button>
        )}
      </div>
      <div role="status" className="min-h-4 text-12">
        {refusal?.field === null && <p className="text-red-ink">{refusal.sentence}</p>}
      </div>
    </form>
  )
}
