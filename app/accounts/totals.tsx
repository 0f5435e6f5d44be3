import type { Total } from '@/app/_server/accounts/overview'
import { Amount } from '@/app/_ui/amount'

/** What a customer has in each currency, and what of it is available. */
export function Totals({ totals }: { totals: readonly Total[] }) {
  return (
    <dl className="flex flex-wrap gap-x-14 gap-y-5">
      {totals.map(({ currency, accounts, balance, available }) => (
        <div key={currency}>
          <dt className="text-12 text-faint">
            {`${currency}, ${accounts === 1 ? 'one account' : `${accounts} accounts`}`}
          </dt>
          <dd className="font-medium text-32">
            <Amount value={balance} currency={currency} />
          </dd>
          {available !== balance && (
            <dd className="text-12 text-soft">
              <Amount value={available} currency={currency} /> available
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
