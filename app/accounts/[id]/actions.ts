'use server'

import type { CommandFormState } from '@/app/_commands/form-state'
import { textOf } from '@/app/_commands/form-text'
import { submitCommand } from '@/app/_commands/submit-command'
import { takeForm } from '@/app/_server/http/form-answers'
import { choicesOf, momentSentence } from '@/app/_time/moment-words'
import { readMoment } from '@/app/_time/wall-clock'

/** The fields of a deposit or withdrawal form. */
export type MovementField = 'amount' | 'note' | 'date' | 'time' | 'zone'
export type MovementState = CommandFormState<MovementField>

export async function deposit(_previous: MovementState, form: FormData): Promise<MovementState> {
  return move('Deposit', form)
}

export async function withdraw(_previous: MovementState, form: FormData): Promise<MovementState> {
  return move('Withdraw', form)
}

function move(type: 'Deposit' | 'Withdraw', sent: FormData): Promise<MovementState> {
  const form = takeForm(sent)
  const accountId = textOf(form, 'accountId')
  return submitCommand(form, FIELDS, (values, commandId) => {
    const read = readEarlier(values)
    if ('sentence' in read) return read
    const { amount, note } = values
    const movement = { commandId, type, accountId, amount: amount.trim(), ...read }
    return note.trim() ? { ...movement, note } : movement
  })
}

const FIELDS: readonly MovementField[] = ['amount', 'note', 'date', 'time', 'zone']

type Fault = { readonly field: MovementField; readonly sentence: string }

/**
 * The effective time, if the form has one; a form that is sent twice must mean the same instant.
 */
function readEarlier({
  date,
  time,
  zone,
}: Record<MovementField, string>): { occurredAt?: string } | Fault {
  if (date.trim() === '' && time.trim() === '') return {}
  if (time.trim() === '') {
    const fault = { field: 'time', reason: 'no-time' } as const
    return { field: fault.field, sentence: momentSentence(fault, 'required') }
  }
  const read = readMoment({ date, time, zone }, new Date())
  if (read.ok) return { occurredAt: read.instant }
  const sentence = momentSentence(read.fault, 'required')
  const [one, other] = choicesOf(read.fault).map(({ instant }) => instant.slice(0, 19))
  const inUtc = one && other && ` Enter it in the time zone UTC: ${one} or ${other}.`
  return { field: read.fault.field, sentence: `${sentence}${inUtc ?? ''}` }
}
