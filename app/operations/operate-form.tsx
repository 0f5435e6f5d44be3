'use client'

import { useActionState, useEffect, useId } from 'react'
import { ProofField } from '@/app/_commands/proof-field'
import { Button } from '@/app/_ui/button'
import { type OperateState, operateBank } from './actions'

const NOTHING: OperateState = { told: null, refusal: null }

export type OperateFormProps = {
  operation: string
  subject: string
  /** The button, and its name for those who don't see what it stands beside. */
  word: string
  label: string
  onDone: () => void
}

/** One button, and what came of it beside it. Works without scripts. */
export function OperateForm({ operation, subject, word, label, onDone }: OperateFormProps) {
  const id = useId()
  const [{ told, refusal }, action, pending] = useActionState(operateBank, NOTHING)
  useEffect(() => {
    if (told !== null) onDone()
  }, [told, onDone])
  const sentence = refusal && refusal.field === null ? refusal.sentence : told
  return (
    <form action={action} className="flex flex-wrap items-end gap-y-2">
      <input type="hidden" name="operation" value={operation} />
      <input type="hidden" name="subject" value={subject} />
      {refusal?.field === 'proof' && (
        <div className="mr-3 w-72 max-w-full">
          <ProofField form={id} refusal={refusal} />
        </div>
      )}
      <Button type="submit" aria-label={label} pending={pending}>
        {word}
      </Button>
      <p
        role="status"
        className={`min-w-0 self-center text-12 not-empty:ml-3 ${refusal ? 'text-red-ink' : 'text-soft'}`}
      >
        {!pending && sentence}
      </p>
    </form>
  )
}
