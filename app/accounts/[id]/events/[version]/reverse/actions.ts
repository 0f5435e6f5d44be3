'use server'

import { redirect } from 'next/navigation'
import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { submitCommand } from '@/app/_commands/submit-command'
import { takeForm } from '@/app/_server/http/form-answers'
import { readEffectiveTime } from '@/app/_time/effective-time'
import { approvalPath, eventPath } from '@/app/_wire/stream-path'
import { accountStream } from '@/domain/bank-account/account-stream'

/** `amount`, that of the entry, has no control; `allow` is the tick for overdrawing. */
export type ReversalField = 'reason' | 'date' | 'time' | 'zone' | 'allow' | 'version' | 'amount'
export type ReversalState = CommandFormState<ReversalField>

/** Reverses an entry, and goes to the event that did, or to the request that waits for approval. */
export async function reverseEntry(
  _previous: ReversalState,
  sent: FormData,
): Promise<ReversalState> {
  const form = takeForm(sent)
  const accountId = textOf(form, 'accountId')
  const state = await submitCommand(form, FIELDS, (values, commandId) => {
    const read = readEffectiveTime(values)
    if ('sentence' in read) return read
    return {
      commandId,
      type: 'ReverseEntry',
      accountId,
      version: Number(values.version),
      reason: values.reason,
      ...(values.allow === 'yes' && { allowOverdrawing: true }),
      ...read,
    }
  })
  if (state.requested) redirect(approvalPath(state.requested))
  if (!state.accepted) return state
  redirect(eventPath(accountStream(accountId), state.accepted.event.version))
}

const FIELDS: readonly ReversalField[] = [
  'reason',
  'date',
  'time',
  'zone',
  'allow',
  'version',
  'amount',
]
