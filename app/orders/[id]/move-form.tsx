'use client'

import Link from 'next/link'
import { useActionState, useEffect } from 'react'
import { ProofField } from '@/app/_commands/proof-field'
import { Button, buttonClasses } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import { REASON_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
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
  const before = { commandId, reason: '', refusal: null }
  const [state, formAction, pending] = useActionState(moveOrder, before)
  const { refusal, reason } = state
  useEffect(() => {
    if (refusal?.field) document.getElementById(`move-${refusal.field}`)?.focus()
  }, [refusal])
  return (
    <form
      action={formAction}
      aria-label="Payment order"
      autoComplete="off"
      className="@container mt-6 flex flex-col gap-4"
    >
      <input type="hidden" name="orderId" value={orderId} />
      <input type="hidden" name="commandId" value={state.commandId} autoComplete="off" />
      {moves.some(({ type }) => type === 'RejectPaymentOrder') && (
        <TextField
          id="move-reason"
          name="reason"
          label="Reason"
          hint="Needed to reject; the customer sees it"
          maxLength={bytesMaxOf(REASON_LENGTH_MAX)}
          defaultValue={reason}
          error={refusal?.field === 'reason' ? refusal.sentence : null}
        />
      )}
      <ProofField form="move" refusal={refusal} />
      <div className="flex flex-wrap gap-2">
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
      </div>
      <div role="status" className="min-h-4 text-12">
        {refusal?.field === null && <p className="text-red-ink">{refusal.sentence}</p>}
      </div>
    </form>
  )
}
