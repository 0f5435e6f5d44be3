'use client'

import { StepForm } from '@/app/_commands/step-form'
import { Button } from '@/app/_ui/button'
import { decideBatch } from './actions'

type DecisionFormProps = { batchId: string; commandId: string; mayApprove: boolean; isOwn: boolean }

/** What can be decided on a batch that waits. Works without scripts. */
export function DecisionForm({ batchId, commandId, mayApprove, isOwn }: DecisionFormProps) {
  return (
    <StepForm
      action={decideBatch}
      label="Decision"
      prefix="decision"
      of={{ name: 'batchId', id: batchId }}
      commandId={commandId}
      reasonHint={mayApprove ? 'Needed to reject; whoever uploaded the file sees it' : null}
      className="max-w-xl"
    >
      {pending => (
        <>
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
        </>
      )}
    </StepForm>
  )
}
