'use client'

import { ZoneInput } from '@/app/_time/zone-input'
import { AmountField } from '@/app/_ui/amount-field'
import { describedBy, Field } from '@/app/_ui/field'
import type { AccountJson } from '@/app/_wire/types'
import { typedAmount } from '@/domain/money/read-amount'
import { StaffForm, useStaffForm } from '../staff-form'
import { setLimits, setOverdraftLimit } from './actions'

type FormProps<Shown extends keyof AccountJson> = {
  account: Pick<AccountJson, 'id' | 'currency' | Shown>
  commandId: string
}

/** How far the balance may go below zero. */
export function OverdraftForm({ account, commandId }: FormProps<'overdraftLimit'>) {
  const { id, currency, overdraftLimit } = account
  const form = useStaffForm('overdraft', setOverdraftLimit, commandId, {
    limit: typedAmount(overdraftLimit, currency),
  })
  return (
    <StaffForm
      form={form}
      accountId={id}
      labelledBy="overdraft-title"
      look="quiet"
      words={['Set overdraft limit', 'Setting…']}
    >
      <div className="max-w-64">
        <AmountField {...form.field('limit')} label="Overdraft limit" currency={currency} />
      </div>
    </StaffForm>
  )
}

/** What withdrawals and transfers may move, once and in a day. */
export function LimitsForm({ account, commandId }: FormProps<'limits'>) {
  const { id, currency, limits } = account
  const form = useStaffForm('limits', setLimits, commandId, {
    perMovement: limits?.perMovement ? typedAmount(limits.perMovement, currency) : '',
    perDay: limits?.perDay ? typedAmount(limits.perDay, currency) : '',
    zone: limits?.timeZone ?? 'UTC',
  })
  const { error, ...zone } = form.field('zone')
  return (
    <StaffForm
      form={form}
      accountId={id}
      labelledBy="limits-title"
      look="quiet"
      words={['Set limits', 'Setting…']}
    >
      <div className="grid items-start gap-3 @md:grid-cols-3">
        <AmountField
          {...form.field('perMovement')}
          currency={currency}
          label="Per movement"
          placeholder="No limit"
          hint="Per withdrawal or transfer"
        />
        <AmountField
          {...form.field('perDay')}
          currency={currency}
          label="Per day"
          placeholder="No limit"
          hint="Total per day"
        />
        <Field id={zone.id} label="Time zone of the day" error={error}>
          <ZoneInput
            {...zone}
            {...describedBy(zone.id, undefined, error)}
            className="box target w-full"
          />
        </Field>
      </div>
    </StaffForm>
  )
}
