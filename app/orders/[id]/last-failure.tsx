import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { OrderHappeningJson, PaymentOrderJson } from '@/app/_wire/payment-orders'
import { dayInWords } from '@/domain/date-words'

type LastFailureProps = {
  order: PaymentOrderJson
  happened: readonly OrderHappeningJson[]
  zone: string
}

/** Why the last payment was refused, in the account's words, unless a later one was made. */
export function LastFailure({ order, happened, zone }: LastFailureProps) {
  const last = happened.find(({ type }) => type === 'PaymentFailed' || type === 'PaymentExecuted')
  if (last?.type !== 'PaymentFailed' || last.date === null) return null
  const isTriedAgain = order.open?.date === last.date && order.open.retryAt !== null
  return (
    <div className="mt-4 border-red-ink border-l-2 pl-3">
      <p className="wrap-anywhere">
        <span className="font-medium text-red-ink">{`The payment of ${dayInWords(last.date)} was refused. `}</span>
        {last.told !== null && <UserText>{last.told}</UserText>}
      </p>
      <p className="text-12 text-soft">
        {isTriedAgain && order.open?.retryAt ? (
          <>
            {'Tried again from '}
            <Time instant={order.open.retryAt} zone={zone} />
            {order.status === 'paused' && ', after the order is resumed'}
          </>
        ) : (
          'It is not tried again.'
        )}
      </p>
    </div>
  )
}
