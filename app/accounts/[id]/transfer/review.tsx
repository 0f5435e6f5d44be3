import { ProofField } from '@/app/_commands/proof-field'
import { ReviewForm } from '@/app/_commands/review-form'
import { amountText } from '@/app/_ui/amount'
import { FactRow } from '@/app/_ui/fact-row'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson, PayeeJson } from '@/app/_wire/types'
import { BalanceRows, Party } from '../review-rows'
import type { TransferState } from './actions'
import { previewTransfer } from './preview-transfer'

type ReviewProps = {
  account: AccountJson
  /** A decimal text. */
  amount: string
  payee: PayeeJson
  zone: string
  state: TransferState
  commandId: string
  formAction: (form: FormData) => void
  pending: boolean
  /** Goes back to the form; null without scripts, when a button posts it. */
  onChange: (() => void) | null
}

/** The transfer as the bank will do it, before the press that does it. */
export function Review({
  account,
  zone,
  amount: asked,
  payee,
  state,
  commandId,
  ...props
}: ReviewProps) {
  const { values, refusal } = state
  const preview = previewTransfer(account, { ...values, amount: asked }, payee, zone)
  const { currency } = account
  const amount = preview?.outcome === 'accepted' ? preview.amount : asked
  const said =
    (refusal?.field === 'proof' ? null : refusal?.sentence) ??
    (preview?.outcome === 'refused' ? preview.sentence : null)
  return (
    <ReviewForm
      {...props}
      texts={{ ...values, accountId: account.id, commandId }}
      amount={amount}
      currency={currency}
      refusal={said}
      proof={<ProofField form="review" refusal={refusal} />}
      words={[`Send ${amountText(amount, currency)}`, 'Sending…']}
    >
      <FactRow name="From">
        <Party {...account} />
      </FactRow>
      <FactRow name="To">
        <Party {...payee} />
      </FactRow>
      {values.reference.trim() && (
        <FactRow name="Reference">
          <UserText>{values.reference.trim()}</UserText>
        </FactRow>
      )}
      <BalanceRows account={account} after={preview?.outcome === 'accepted' ? preview : null} />
    </ReviewForm>
  )
}
