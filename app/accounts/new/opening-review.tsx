import { ReviewForm } from '@/app/_commands/review-form'
import { amountText } from '@/app/_ui/amount'
import { FactRow } from '@/app/_ui/fact-row'
import type { OpeningReview as Asked, OpeningState } from './actions'

type OpeningReviewProps = {
  review: Asked
  state: OpeningState
  commandId: string
  formAction: (form: FormData) => void
  pending: boolean
  onChange: (() => void) | null
}

/** An account that opens with money, before the press that opens it. */
export function OpeningReview({ review, state, commandId, ...form }: OpeningReviewProps) {
  const { values, refusal } = state
  const { owner, currency, reference, customerEmail } = values
  const amount = amountText(review.amount, currency)
  return (
    <ReviewForm
      {...form}
      texts={{ ...values, commandId }}
      amount={review.amount}
      currency={currency}
      refusal={refusal?.sentence ?? null}
      words={[`Open account with ${amount}`, 'Opening…']}
    >
      <FactRow name="Owner">{owner.trim()}</FactRow>
      {reference.trim() && <FactRow name="Reference">{reference.trim()}</FactRow>}
      {customerEmail.trim() && <FactRow name="Customer">{customerEmail.trim()}</FactRow>}
      <FactRow name="Opening balance">{amount}</FactRow>
    </ReviewForm>
  )
}
