'use server'

import type { CommandFormState } from '@/app/_commands/form-state'
import { submitOn } from '../staff-command'

export type NameField = 'owner'
export type ReferenceField = 'reference'
export type CustomerField = 'customerEmail'
export type SecondField = 'customerEmail' | 'rights'

export async function renameAccount(
  _previous: CommandFormState<NameField>,
  sent: FormData,
): Promise<CommandFormState<NameField>> {
  return submitOn(sent, ['owner'], ({ owner }) => ({ type: 'RenameAccount', owner }))
}

export async function setReference(
  _previous: CommandFormState<ReferenceField>,
  sent: FormData,
): Promise<CommandFormState<ReferenceField>> {
  return submitOn(sent, ['reference'], ({ reference }) => ({
    type: 'SetReference',
    reference: reference.trim() || null,
  }))
}

/** An empty e-mail takes the account from its customer. */
export async function assignCustomer(
  _previous: CommandFormState<CustomerField>,
  sent: FormData,
): Promise<CommandFormState<CustomerField>> {
  return submitOn(sent, ['customerEmail'], ({ customerEmail }) => ({
    type: 'AssignCustomer',
    customerEmail: customerEmail.trim() || null,
  }))
}

export async function assignSecondCustomer(
  _previous: CommandFormState<SecondField>,
  sent: FormData,
): Promise<CommandFormState<SecondField>> {
  return submitOn(sent, ['customerEmail', 'rights'], ({ customerEmail, rights }) => ({
    type: 'AssignSecondCustomer',
    customerEmail: customerEmail.trim() || null,
    rights: rights === 'operate' ? 'operate' : 'read',
  }))
}
