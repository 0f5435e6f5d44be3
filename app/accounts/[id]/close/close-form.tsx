'use client'

import { StaffForm, useStaffForm } from '../staff-form'
import { closeAccount } from './actions'

export function CloseForm({ accountId, commandId }: { accountId: string; commandId: string }) {
  const form = useStaffForm<never>('close', closeAccount, commandId, {})
  return (
    <StaffForm
      form={form}
      accountId={accountId}
      labelledBy="close-title"
      words={['Close account', 'Closing…']}
    />
  )
}
