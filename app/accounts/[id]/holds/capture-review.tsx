import { ReviewForm } from '@/app/_commands/review-form'
import { amountText } from '@/app/_ui/amount'
import { FactRow } from '@/app/_ui/fact-row'
import type { AccountJson, HoldJson } from '@/app/_wire/types'
import { formatAmount, parseAmount } from '@/domain/money/money'
import { BalanceRows } from '../review-rows'
import type { CaptureReview as Asked, SettleState } from './actions'

type CaptureReviewProps = {
  account: Pick<AccountJson, 'id' | 'currency' | 'balance' | 'available'>
  hold: HoldJson
  review: Asked
  state: SettleState
  commandId: string
  formAction: (form: FormData) => void
  pending: boolean
  onChange: (() => void) | null
}

/** A large capture, before the press that does it. */
export function CaptureReview({
  account,
  hold,
  review,
  state,
  commandId,
  ...form
}: CaptureReviewProps) {
  const { currency, balance, available } = account
  const { amount } = review
  return (
    <ReviewForm
      {...form}
      texts={{ ...state.values, accountId: account.id, commandId }}
      amount={amount}
      currency={currency}
      refusal={state.refusal?.sentence ?? null}
      words={[`Capture ${amountText(amount, currency)}`, 'Capturing…']}
    >
      <FactRow name="Hold">{hold.note ?? 'Hold'}</FactRow>
      <FactRow name="Held">{amountText(hold.amount, currency)}</FactRow>
      {/* What is captured was held, so that it was not available. */}
      <BalanceRows
        account={account}
        after={{ balance: difference(balance, amount, currency), available }}
      />
    </ReviewForm>
  )
}

function difference(one: string, other: string, currency: string): string {
  const [a, b] = [one, other].map(text => parseAmount(text, currency))
  if (!a?.ok || !b?.ok) throw new RangeError(`Not amounts in ${currency}: ${one}, ${other}`)
  return formatAmount(a.minor - b.minor, currency)
}
