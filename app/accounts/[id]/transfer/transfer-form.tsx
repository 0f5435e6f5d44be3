'use client'

import { useEffect } from 'react'
import { CommandOf } from '@/app/_commands/command-of'
import { NumberField } from '@/app/_payee/number-field'
import type { PayeeChoices } from '@/app/_server/accounts/payees'
import { AmountField } from '@/app/_ui/amount-field'
import { Button } from '@/app/_ui/button'
import { TextField } from '@/app/_ui/field'
import type { AccountJson } from '@/app/_wire/types'
import { TRANSFER_REFERENCE_LENGTH_MAX } from '@/domain/bank-account/rules'
import { bytesMaxOf } from '@/domain/text/clean'
import { previewLine } from '../preview-line'
import type { TransferField, TransferState } from './actions'
import { PayeeList } from './payee-list'
import { previewTransfer } from './preview-transfer'

type TransferFormProps = {
  account: AccountJson
  zone: string
  choices: PayeeChoices
  state: TransferState
  commandId: string
  formAction: (form: FormData) => void
  pending: boolean
}

/** The first step of a transfer: how much, to whom. Every button of it leads to the review. */
export function TransferForm({ account, choices, state, commandId, ...props }: TransferFormProps) {
  const { zone, formAction, pending } = props
  const { values, refusal } = state
  useEffect(() => {
    const field = refusal?.field
    if (field) document.getElementById(`transfer-${field}`)?.focus()
  }, [refusal])
  const refusalAt = (field: TransferField) => (refusal?.field === field ? refusal.sentence : null)
  return (
    <form action={formAction} aria-label="Transfer" autoComplete="off" className="mt-6">
      <CommandOf accountId={account.id} commandId={commandId} />
      <div className="flex flex-col gap-5">
        <AmountField
          id="transfer-amount"
          name="amount"
          label="Amount"
          currency={account.currency}
          defaultValue={values.amount}
          error={refusalAt('amount')}
          effect={amount =>
            previewLine(previewTransfer(account, { amount, reference: '' }, null, zone))
          }
        />
        <TextField
          id="transfer-reference"
          name="reference"
          label="Reference"
          placeholder="Optional"
          hint="The payee sees it"
          maxLength={bytesMaxOf(TRANSFER_REFERENCE_LENGTH_MAX)}
          defaultValue={values.reference}
          error={refusalAt('reference')}
        />
        <NumberField
          id="transfer-number"
          currency={account.currency}
          defaultValue={values.number}
          error={refusalAt('number')}
        />
        {refusal && refusal.field === null && (
          <p role="alert" className="text-red-ink">
            {refusal.sentence}
          </p>
        )}
        <div>
          <Button
            type="submit"
            look="primary"
            pending={pending}
            className="max-sm:w-full sm:min-w-32"
          >
            {pending ? 'Checking…' : 'Review'}
          </Button>
        </div>
      </div>
      <PayeeList choices={choices} error={refusalAt('payee')} />
    </form>
  )
}
