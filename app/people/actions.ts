'use server'

import { textOf } from '@/app/_commands/form-text'
import { change, invite } from '@/app/_server/directory/changes'
import { problem } from '@/app/_server/http/problems'
import type { PersonFormState } from './form-state'
import { submitChange } from './submit'

export type InviteField = 'role' | 'name' | 'email'

export async function invitePerson(
  _previous: PersonFormState<InviteField>,
  sent: FormData,
): Promise<PersonFormState<InviteField>> {
  return submitChange(sent, ['role', 'name', 'email'], (viewer, values, commandId) =>
    invite(viewer, values, commandId),
  )
}

export async function changeRole(
  _previous: PersonFormState<'role'>,
  sent: FormData,
): Promise<PersonFormState<'role'>> {
  return submitChange(sent, ['role'], (viewer, { role }, commandId, form) =>
    change(viewer, textOf(form, 'personId'), { type: 'role', role }, commandId),
  )
}

/** The forms that are one button. */
const BUTTONS = ['disable', 'enable', 'end-sessions', 'reset'] as const

export async function changePerson(
  _previous: PersonFormState<never>,
  sent: FormData,
): Promise<PersonFormState<never>> {
  return submitChange(sent, [], async (viewer, _, commandId, form) => {
    const type = BUTTONS.find(name => name === textOf(form, 'change'))
    if (!type) return problem('Malformed', 'Open the page again, then try again.')
    return change(viewer, textOf(form, 'personId'), { type }, commandId)
  })
}
