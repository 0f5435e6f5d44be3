'use client'

import { useSuspenseQuery } from '@tanstack/react-query'
import { useCommandForm } from '@/app/_commands/use-command-form'
import { useReviewStep } from '@/app/_commands/use-review-step'
import { accountQuery } from '@/app/_queries/accounts'
import { useLiveAccount } from '@/app/_queries/live-account'
import type { PayeeChoices } from '@/app/_server/accounts/payees'
import { Available } from '../available'
import { BalanceLine } from '../balance'
import { type TransferState, transfer } from './actions'
import { Review } from './review'
import { Sources } from './sources'
import { TransferForm } from './transfer-form'

type TransferNowProps = {
  id: string
  zone: string
  /** The command id of the form without scripts. */
  commandId: string
  /** The account number that the form begins with. */
  number: string
  choices: PayeeChoices
}

/** A transfer in its two steps. Works without scripts. */
export function TransferNow({ id, zone, commandId, number, choices }: TransferNowProps) {
  const { data: account } = useSuspenseQuery(accountQuery(id))
  useLiveAccount(id)
  const form = useCommandForm(transfer, initialState(commandId, number))
  const step = useReviewStep(form.state)
  const { formAction, pending } = form
  const both = { account, zone, commandId: form.commandId, formAction, pending }
  if (form.state.review && step.isReviewed) {
    return <Review {...both} {...form.state.review} state={form.state} onChange={step.leave} />
  }
  return (
    <>
      <Sources sources={choices.sources} />
      <BalanceLine value={account.balance} currency={account.currency}>
        <Available account={account} zone={zone} />
      </BalanceLine>
      <TransferForm {...both} choices={choices} state={form.state} />
    </>
  )
}

function initialState(commandId: string, number: string): TransferState {
  const values = { amount: '', reference: '', number, payee: '' }
  return { commandId, values, refusal: null, accepted: null, review: null }
}
