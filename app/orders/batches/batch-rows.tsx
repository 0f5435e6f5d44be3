import { refusedWord } from '@/app/_orders/batch-words'
import { Amount } from '@/app/_ui/amount'
import { UserText } from '@/app/_ui/user-text'
import type { BatchPaymentJson, RefusedRowJson } from '@/app/_wire/payment-batches'

/** The most rows that a page shows; the rest are in the file. */
const SHOWN_MAX = 100

/** The rows of a file that are not paid, each with its line and why. */
export function RefusedRows({ rows }: { rows: readonly RefusedRowJson[] }) {
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="refused" className="mt-6">
      <h2 id="refused" className="font-medium text-16 text-red-ink">
        {refusedWord(rows.length)}
      </h2>
      <ul className="mt-2 border-rule border-t">
        {rows.slice(0, SHOWN_MAX).map(({ line, sentence }) => (
          <li key={line} className="flex gap-4 border-rule border-b py-2">
            <span className="w-20 shrink-0 text-soft">Line {line}</span>
            <span className="wrap-anywhere min-w-0">
              <UserText>{sentence}</UserText>
            </span>
          </li>
        ))}
      </ul>
      <More of={rows.length} />
    </section>
  )
}

type PaymentRowsProps = { rows: readonly BatchPaymentJson[]; currency: string }

/** The payments of a file, in its order. */
export function PaymentRows({ rows, currency }: PaymentRowsProps) {
  return (
    <section aria-labelledby="payments" className="mt-6">
      <h2 id="payments" className="font-medium text-16">
        Payments
      </h2>
      <ul className="mt-2 border-rule border-t">
        {rows.slice(0, SHOWN_MAX).map(({ line, to, amount, date, reference }) => (
          <li
            key={line}
            className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-rule border-b py-2"
          >
            <span className="w-20 shrink-0 text-12 text-soft">Line {line}</span>
            <span className="min-w-48 grow">
              <span className="wrap-anywhere">
                <UserText>{to.owner}</UserText>
              </span>{' '}
              <span className="font-mono text-12 text-soft">{to.number}</span>
              {reference !== null && (
                <span className="wrap-anywhere block text-12 text-soft">
                  <UserText>{reference}</UserText>
                </span>
              )}
            </span>
            <time dateTime={date} className="text-12 text-soft">
              {date}
            </time>
            <Amount value={amount} currency={currency} className="ml-auto" />
          </li>
        ))}
      </ul>
      <More of={rows.length} />
    </section>
  )
}

function More({ of }: { of: number }) {
  if (of <= SHOWN_MAX) return null
  const rest = (of - SHOWN_MAX).toLocaleString('en')
  return <p className="py-2 text-12 text-soft">And {rest} more, as in the file.</p>
}
