'use client'

import { changePerson, changeRole } from '../actions'
import { PersonForm, usePersonForm } from '../person-form'
import { RoleField } from '../role-field'

type FormProps = { personId: string; commandId: string }

export function RoleForm({ personId, commandId, role }: FormProps & { role: string }) {
  const form = usePersonForm('role', changeRole, commandId, { role })
  return (
    <PersonForm
      form={form}
      hidden={{ personId }}
      labelledBy="role-title"
      words={['Change role', 'Changing…']}
    >
      <RoleField {...form.field('role')} />
      <p className="text-12 text-faint">Ends their sessions: they sign in again.</p>
    </PersonForm>
  )
}

type Change = 'disable' | 'enable' | 'end-sessions' | 'reset'

const TITLES: Readonly<Record<Change, string>> = {
  disable: 'access-title',
  enable: 'access-title',
  'end-sessions': 'sessions-title',
  reset: 'reset-title',
}

const WORDS: Readonly<Record<Change, readonly [string, string]>> = {
  disable: ['Disable', 'Disabling…'],
  enable: ['Enable', 'Enabling…'],
  'end-sessions': ['End all sessions', 'Ending…'],
  reset: ['Reset sign-in', 'Resetting…'],
}

const HINTS: Readonly<Record<Change, string>> = {
  disable: 'They are signed out at once and can’t sign in until they are enabled.',
  enable: 'They can sign in again, with the password that they had.',
  'end-sessions': 'Signs them out everywhere. They can sign in again.',
  reset: 'Removes both, signs them out, and makes a link by which they set a new password.',
}

type ChangeFormProps = FormProps & { change: Change; isInvited?: boolean }

/** A change that is one button. */
export function ChangeForm({ personId, commandId, change, isInvited = false }: ChangeFormProps) {
  const form = usePersonForm<never>(change, changePerson, commandId, {})
  const words = isInvited ? (['Make a new link', 'Making…'] as const) : WORDS[change]
  return (
    <PersonForm form={form} hidden={{ personId, change }} labelledBy={TITLES[change]} words={words}>
      <p className="text-soft">
        {isInvited ? 'Replaces the link of their invitation.' : HINTS[change]}
      </p>
    </PersonForm>
  )
}
