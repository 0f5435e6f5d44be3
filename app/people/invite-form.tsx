'use client'

import { TextField } from '@/app/_ui/field'
import { invitePerson } from './actions'
import { PersonForm, usePersonForm } from './person-form'
import { RoleField } from './role-field'

const BLANK = { role: 'customer', name: '', email: '' }

/** Invites somebody; their link is shown once. */
export function InviteForm({ commandId, nameMax }: { commandId: string; nameMax: number }) {
  const form = usePersonForm('invite', invitePerson, commandId, BLANK)
  return (
    <PersonForm
      form={form}
      labelledBy="invite-title"
      look="primary"
      words={['Invite', 'Inviting…']}
    >
      <RoleField {...form.field('role')} />
      <TextField {...form.field('name')} label="Name" required maxLength={nameMax} />
      <TextField {...form.field('email')} label="E-mail" type="email" required maxLength={254} />
    </PersonForm>
  )
}
