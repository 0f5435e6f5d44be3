import Link from 'next/link'
import { Amount } from '@/app/_ui/amount'
import { UserText } from '@/app/_ui/user-text'
import type {
  ForecastHoldJson,
  ForecastPaymentJson,
  ForecastStepJson,
} from '@/app/_wire/payment-orders'
import { orderPath } from '@/app/_wire/stream-path'

type ForecastStepsProps = {
  caption: string
  steps: readonly ForecastStepJson[]
  currency: string
}

const HEADS = '[&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal'

/** Foreseen payments, with what would be available after each. */
export function ForecastSteps({ caption, steps, currency }: ForecastStepsProps) {
  return (
    <table className="block w-full border-rule border-t sm:table sm:border-t-0">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className={`text-left text-12 text-faint ${HEADS}`}>
          <th scope="col">Date</th>
          <th scope="col">What</th>
          <th scope="col" className="text-right">
            Amount
          </th>
          <th scope="col" className="text-right">
            Available after
          </th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {steps.map((step, at) =>
          step.kind === 'hold' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: nothing else is one of its kind
            <HoldEnd key={at} step={step} currency={currency} />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: an order can pay twice on one day
            <Payment key={at} step={step} currency={currency} />
          ),
        )}
      </tbody>
    </table>
  )
}

const ROW = `transition-calm relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-rule border-b
  py-2.5 hover:bg-sunken sm:table-row sm:[&>*]:py-2.5 sm:[&>*]:align-baseline`

type RowProps<Step> = { step: Step; currency: string }

function Payment({ step, currency }: RowProps<ForecastPaymentJson>) {
  const { orderId, other, change, outcome, refusal, isAtMost } = step
  const isOut = change.startsWith('-')
  return (
    <tr className={ROW}>
      <Day on={step.on} />
      <th scope="row" className="order-1 min-w-0 text-left font-medium">
        <Link
          prefetch={false}
          href={orderPath(orderId)}
          className="wrap-anywhere after:absolute after:inset-0"
        >
          {outcome === 'nothing' || isOut ? 'To ' : 'From '}
          <UserText>{other.owner}</UserText>
        </Link>
        {refusal && (
          <span className="block font-normal text-12 text-red-ink">
            {`Would be refused. ${refusal.sentence}`}
          </span>
        )}
      </th>
      <td className="order-2 text-right">
        {outcome === 'nothing' ? (
          <span className="text-12 text-soft">nothing to pay</span>
        ) : (
          <span className={outcome === 'refused' ? 'text-soft line-through' : ''}>
            {isAtMost && <span className="text-12 text-soft">up to </span>}
            <Amount value={change} currency={currency} signed />
          </span>
        )}
      </td>
      <Left available={step.available} />
    </tr>
  )
}

function HoldEnd({ step: { on, amount, note, available }, currency }: RowProps<ForecastHoldJson>) {
  return (
    <tr className={ROW}>
      <Day on={on} />
      <th scope="row" className="wrap-anywhere order-1 min-w-0 text-left font-normal">
        A hold expires{note !== null && ': '}
        {note !== null && <UserText>{note}</UserText>}
      </th>
      <td className="order-2 text-right text-soft">
        <Amount value={amount} currency={currency} />
        <span className="sr-only"> no longer held</span>
      </td>
      <Left available={available} />
    </tr>
  )
}

function Day({ on }: { on: string }) {
  return (
    <td className="order-3 text-12 text-soft sm:w-32 sm:text-14">
      <time dateTime={on}>{on}</time>
    </td>
  )
}

function Left({ available }: { available: string }) {
  return (
    <td className="order-4 text-right text-12 text-soft sm:text-14">
      <span className="sm:hidden">then </span>
      <Amount value={available} />
    </td>
  )
}
