import { Amount } from '@/app/_ui/amount'
import type { BalanceSizeJson, InsightsJson } from '@/app/_wire/bank'
import { groupAmount } from '@/domain/money/money'
import { axisOf, countText } from './axis'
import { BarAxis, BarLink } from './bar-link'
import { HEAD, Part } from './part'

/** The number of accounts by size of balance, now. */
export function Sizes({ insights: { sizes, currency } }: { insights: InsightsJson }) {
  if (sizes.length === 0) return null
  const most = Math.max(...sizes.map(({ accounts }) => accounts))
  const axis = axisOf(BigInt(most))
  const figureCh = countText(most).length + 2
  return (
    <Part id="sizes" title={`Current balances by size, ${currency}`}>
      <table className="mt-2 block w-full sm:table">
        <caption className="sr-only">{`Accounts by balance size, ${currency}`}</caption>
        <thead className="sr-only sm:not-sr-only sm:table-header-group">
          <tr className={HEAD}>
            <th scope="col" className="text-left">
              Balance
            </th>
            <th scope="col" className="w-1/2 px-6">
              <BarAxis axis={axis} figureOf={countText} figureCh={figureCh}>
                Accounts
              </BarAxis>
            </th>
            <th scope="col" className="text-right">{`Total, ${currency}`}</th>
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          {sizes.map(one => (
            <tr
              key={one.size}
              className="border-rule border-b max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-3 max-sm:py-2 sm:[&>*]:py-2"
            >
              <th scope="row" className="text-left font-normal text-soft sm:whitespace-nowrap">
                {sizeWords(one)}
              </th>
              <td className="max-sm:order-3 max-sm:col-span-2 sm:px-6">
                <BarLink
                  href={`/bank/insights/sizes/${currency}/${one.size}`}
                  name={`${accountsText(one.accounts)}: ${sizeWords(one)} ${currency}`}
                  value={BigInt(one.accounts)}
                  axis={axis}
                  figureCh={figureCh}
                >
                  {countText(one.accounts)}
                </BarLink>
              </td>
              <td className="text-right font-medium">
                <Amount value={one.total} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  )
}

function accountsText(accounts: number): string {
  return accounts === 1 ? '1 account' : `${countText(accounts)} accounts`
}

export function sizeWords({ least, most }: Pick<BalanceSizeJson, 'least' | 'most'>): string {
  if (least === null) return 'Below zero'
  if (least === most) return 'Zero'
  return `${groupAmount(least)} to ${groupAmount(most)}`
}
