'use server'

import type { CommandFormState } from '@/app/_commands/form-state'
import { submitCommand, textOf } from '@/app/_commands/submit-command'
import { takeForm } from '@/app/_server/http/form-answers'
import { readMoment } from '@/app/_time/wall-clock'

/** What a deposit or withdrawal form holds. */
export type MovementField = 'amount' | 'note' | 'date' | 'time' | 'zone'
export type MovementState = CommandFormState<MovementField>

/** Deposits the amount of the form. */
export async function deposit(_previous: MovementState, form: FormData): Promise<MovementState> {
  return move('Deposit', form)
}

/** Withdraws the amount of the form. */
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

/** When it happened, if the form says so; a form that is sent twice must mean the same instant. */
function readEarlier({
  date,
  time,
  zone,
}: Record<MovementField, string>): { occurredAt?: string } | Fault {
  if (date.trim() === '' && time.trim() === '') return {}
  if (time.trim() === '') {
    return {
      field: 'time',
      sentence: 'Write the time at which it happened, such as 14:03.',
    }
  }
  const read = readMoment({ date, time, zone }, new Date())
  if (read.ok) return { occurredAt: read.instant }
  const [first, second] = read.choices ?? []
  if (!first || !second) return { field: read.field, sentence: read.sentence }
  const [one, other] = [first, second].map(({ instant }) => instant.slice(11, 19))
  const way = `Write it with the zone UTC: ${first.instant.slice(0, 10)} ${one} or ${other}.`
  return { field: read.field, sentence: `${read.sentence} ${way}` }
}
