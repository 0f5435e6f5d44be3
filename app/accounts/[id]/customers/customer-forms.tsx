'use client'

import { ChoiceField } from '@/app/_ui/choice-field'
import { TextField } from '@/app/_ui/field'
import { OWNER_LENGTH_MAX, REFERENCE_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import { StaffForm, useStaffForm } from '../staff-form'
import { assignCustomer, assignSecondCustomer, renameAccount, setReference } from './actions'

type FormProps = { accountId: string; commandId: string }

export function NameForm({ owner, commandId, accountId }: FormProps & { owner: string }) {
  const form = useStaffForm('name', renameAccount, commandId, { owner })
  return (
    <StaffForm
      form={form}
      accountId={accountId}
      labelledBy="name-title"
      look="quiet"
      words={['Rename', 'Renaming…']}
    >
      <TextField
        {...form.field('owner')}
        label="Name on the account"
        maxLength={bytesMaxOf(OWNER_LENGTH_MAX)}
      />
    </StaffForm>
  )
}

type ReferenceFormProps = FormProps & { reference: string }

export function ReferenceForm({ reference, commandId, accountId }: ReferenceFormProps) {
  const form = useStaffForm('reference', setReference, commandId, { reference })
  return (
    <StaffForm
      form={form}
      accountId={accountId}
      labelledBy="reference-title"
      look="quiet"
      words={['Set reference', 'Setting…']}
    >
      <TextField
        {...form.field('reference')}
        label="Reference in another system"
        placeholder="None"
        maxLength={bytesMaxOf(REFERENCE_LENGTH_MAX)}
      />
    </StaffForm>
  )
}

const EMAIL = {
  type: 'email',
  placeholder: 'Nobody',
  hint: 'Blank: no customer',
  maxLength: 200,
} as const

type CustomerFormProps = FormProps & { email: string }

/** Gives the account to a customer, or takes it from them. */
export function CustomerForm({ email, commandId, accountId }: CustomerFormProps) {
  const form = useStaffForm('customer', assignCustomer, commandId, { customerEmail: email })
  return (
    <StaffForm
      form={form}
      accountId={accountId}
      labelledBy="customer-title"
      look="quiet"
      words={['Set customer', 'Setting…']}
    >
      <TextField {...form.field('customerEmail')} {...EMAIL} label="Customer’s e-mail" />
    </StaffForm>
  )
}

const RIGHTS = [
  ['read', 'May read'],
  ['operate', 'May operate'],
] as const

type SecondFormProps = CustomerFormProps & { rights: 'read' | 'operate' }

export function SecondCustomerForm({ email, rights, commandId, accountId }: SecondFormProps) {
  const now = { customerEmail: email, rights }
  const form = useStaffForm('second', assignSecondCustomer, commandId, now)
  return (
    <StaffForm
      form={form}
      accountId={accountId}
      labelledBy="second-title"
      look="quiet"
      words={['Set second customer', 'Setting…']}
    >
      <div className="grid items-start gap-3 @md:grid-cols-[minmax(0,1fr)_14rem]">
        <TextField {...form.field('customerEmail')} {...EMAIL} label="Second customer’s e-mail" />
        <ChoiceField {...form.field('rights')} label="Rights" options={RIGHTS} />
      </div>
    </StaffForm>
  )
}
