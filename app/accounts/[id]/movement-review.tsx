import { ReviewForm } from '@/app/_commands/review-form'
import { timeInWords } from '@/app/_time/written'
import { amountText } from '@/app/_ui/amount'
import { FactRow } from '@/app/_ui/fact-row'
import type { AccountJson } from '@/app/_wire/types'
import type { MovementReview as Asked, MovementState } from './actions'
import { LATE_NOTE } from './earlier-fields'
import { previewOf } from './preview'
import { BalanceRows, Party } from './review-rows'

type MovementReviewProps = {
  type: 'Deposit' | 'Withdraw'
  account: AccountJson
  review: Asked
  state: MovementState
  zone: string
  commandId: string
  doing: string
  formAction: (form: FormData) => void
  pending: boolean
  onChange: (() => void) | null
}

/** A large or late deposit or withdrawal as the bank will do it, before the press that does it. */
export function MovementReview({ type, account, review, state, ...props }: MovementReviewProps) {
  const { zone, commandId, doing, ...form } = props
  const { values, refusal } = state
  const { amount, occurredAt } = review
  const { counter, note } = values
  const preview = previewOf(account, { type, amount, counter, isLate: occurredAt !== null })
  const effective = occurredAt === null ? null : timeInWords(occurredAt, zone)
  const does = `${type} ${amountText(amount, account.currency)}`
  return (
    <ReviewForm
      {...form}
      texts={{ ...values, accountId: account.id, commandId }}
      amount={amount}
      currency={account.currency}
      note={effective && LATE_NOTE}
      refusal={refusal?.sentence ?? (preview?.outcome === 'refused' ? preview.sentence : null)}
      words={[effective ? `${does} as of ${effective}` : does, doing]}
    >
      <FactRow name={type === 'Deposit' ? 'To' : 'From'}>
        <Party {...account} />
      </FactRow>
      {effective && (
        <FactRow name="Effective">
          {effective} <span className="text-soft">{zone}</span>
        </FactRow>
      )}
      {BOOKED.has(counter) && <FactRow name="Booked as">{BOOKED.get(counter)}</FactRow>}
      {note.trim() && <FactRow name="Note">{note.trim()}</FactRow>}
      <BalanceRows account={account} after={preview?.outcome === 'accepted' ? preview : null} />
    </ReviewForm>
  )
}

const BOOKED: ReadonlyMap<string, string> = new Map([
  ['interest', 'Interest'],
  ['fees', 'Fees'],
])
