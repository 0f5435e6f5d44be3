import Link from 'next/link'
import { Amount } from '@/app/_ui/amount'
import type { BalanceSizeJson, InsightsJson } from '@/app/_wire/bank'
import { groupAmount } from '@/domain/money/money'

/** The number of accounts by size of balance, now. */
export function Sizes({ insights: { sizes, currency } }: { insights: InsightsJson }) {
  if (sizes.length === 0) return null
  const most = Math.max(...sizes.map(({ accounts }) => accounts))
  return (
    <section aria-labelledby="sizes" className="mt-14">
      <h2 id="sizes" className="font-medium text-16">{`Current balances by size, ${currency}`}</h2>
      <table className="mt-2 w-full max-w-3xl">
        <caption className="sr-only">{`Accounts by balance size, ${currency}`}</caption>
        <thead>
          <tr className={HEAD}>
            <th scope="col" className="text-left">
              Balance
            </th>
            <th scope="col" className="max-sm:hidden">
              <span className="sr-only">Share</span>
            </th>
            <th scope="col" className="text-right">
              Accounts
            </th>
            <th scope="col" className="text-right">{`Total, ${currency}`}</th>
          </tr>
        </thead>
        <tbody>
          {sizes.map(one => (
            <tr key={one.size} className="border-rule border-b [&>*]:py-2">
              <th scope="row" className="text-left font-normal text-soft">
                {sizeWords(one)}
              </th>
              <td className="w-1/4 px-4 max-sm:hidden">
                <span
                  aria-hidden
                  className="block h-2 rounded-[2px] bg-accent"
                  style={{ width: `${Math.max((one.accounts / most) * 100, 1)}%` }}
                />
              </td>
              <td className="text-right">
                <Link
                  prefetch={false}
                  href={`/bank/insights/sizes/${currency}/${one.size}`}
                  className={FIGURE}
                >
                  {one.accounts}
                </Link>
              </td>
              <td className="text-right font-medium">
                <Amount value={one.total} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The heads of the tables of the insights. */
export const HEAD = `text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2
  [&>th]:font-normal`

/** A figure that links to its details. */
export const FIGURE = `inline-block min-h-6 min-w-6 underline decoration-rule-strong
  underline-offset-4 hover:text-accent hover:decoration-accent`

export function sizeWords({ least, most }: Pick<BalanceSizeJson, 'least' | 'most'>): string {
  if (least === null) return 'Below zero'
  if (least === most) return 'Zero'
  return `${groupAmount(least)} to ${groupAmount(most)}`
}
