'use client'

import { InstantFields } from '@/app/_time/instant-fields'
import { AmountField } from '@/app/_ui/amount-field'
import { TextField } from '@/app/_ui/field'
import { NOTE_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import { StaffForm, useStaffForm } from '../staff-form'
import { placeHold } from './actions'

type HoldFormProps = {
  account: { id: string; currency: string }
  commandId: string
  /** The initial day of expiry, and its zone. */
  date: string
  zone: string
}

/** Places a hold. */
export function HoldForm({ account, commandId, date, zone }: HoldFormProps) {
  const now = { amount: '', note: '', date, time: '', zone }
  const form = useStaffForm('hold', placeHold, commandId, now)
  return (
    <StaffForm
      form={form}
      accountId={account.id}
      labelledBy="place"
      words={['Place hold', 'Placing…']}
    >
      <div className="grid items-start gap-3 @md:grid-cols-2">
        <AmountField {...form.field('amount')} label="Amount" currency={account.currency} />
        <TextField
          {...form.field('note')}
          label="Note"
          placeholder="Optional"
          hint="Who the money is for"
          maxLength={bytesMaxOf(NOTE_LENGTH_MAX)}
        />
      </div>
      <InstantFields legend="Expiry" label="Expires on" placeholder="end of day" of={form.field} />
    </StaffForm>
  )
}
