'use client'

import { StepForm } from '@/app/_commands/step-form'
import { Button } from '@/app/_ui/button'
import { decideRequest } from './actions'

type DecisionFormProps = {
  approvalId: string
  commandId: string
  /** Whether the reader asked for it, and may only withdraw it. */
  isOwn: boolean
}

/** Approve, reject with a reason, or withdraw. Works without scripts. */
export function DecisionForm({ approvalId, commandId, isOwn }: DecisionFormProps) {
  return (
    <StepForm
      action={decideRequest}
      label="Decision"
      prefix="decision"
      of={{ name: 'approvalId', id: approvalId }}
      commandId={commandId}
      reasonHint={isOwn ? null : 'Needed to reject'}
    >
      {pending => {
        const button = (move: string, word: string, look?: 'primary') => (
          <Button
            type="submit"
            name="move"
            value={move}
            pending={pending}
            {...(look && { look })}
            className="max-sm:grow"
          >
            {word}
          </Button>
        )
        if (isOwn) return button('WithdrawRequest', 'Withdraw request')
        return (
          <>
            {button('ApproveRequest', 'Approve', 'primary')}
            {button('RejectRequest', 'Reject')}
          </>
        )
      }}
    </StepForm>
  )
}
