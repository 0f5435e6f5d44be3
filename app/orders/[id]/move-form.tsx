'use client'

import Link from 'next/link'
import { StepForm } from '@/app/_commands/step-form'
import { Button, buttonClasses } from '@/app/_ui/button'
import { moveOrder } from './actions'
import type { Move } from './moves'

type MoveFormProps = {
  orderId: string
  commandId: string
  moves: readonly Move[]
  /** The page on which its terms are changed; null if they can't be. */
  changeHref: string | null
}

/** What can be done with an order now, each by a button. Works without scripts. */
export function MoveForm({ orderId, commandId, moves, changeHref }: MoveFormProps) {
  const mayReject = moves.some(({ type }) => type === 'RejectPaymentOrder')
  return (
    <StepForm
      action={moveOrder}
      label="Payment order"
      prefix="move"
      of={{ name: 'orderId', id: orderId }}
      commandId={commandId}
      reasonHint={mayReject ? 'Needed to reject; the customer sees it' : null}
    >
      {pending => (
        <>
          {moves.map(({ type, word, look }) => (
            <Button
              key={type}
              type="submit"
              name="move"
              value={type}
              look={look}
              pending={pending}
              className="max-sm:grow"
            >
              {word}
            </Button>
          ))}
          {changeHref !== null && (
            <Link
              href={changeHref}
              prefetch={false}
              className={buttonClasses('quiet', 'max-sm:grow')}
            >
              Change
            </Link>
          )}
        </>
      )}
    </StepForm>
  )
}
