import { Amount } from '@/app/_ui/amount'
import { UserText } from '@/app/_ui/user-text'
import type { AccountJson } from '@/app/_wire/types'
import { formatAmount, parseAmount } from '@/domain/money/money'

/** An account, and what a reversal changes on it. */
export type ReversedSide = { account: AccountJson; change: string }

/** What a reversal does on each side. */
export function SidesTable({ sides }: { sides: readonly ReversedSide[] }) {
  return (
    <table className="mb-6 block w-full border-rule border-t sm:table sm:border-t-0">
      <caption className="sr-only">What the reversal changes</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className="text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
          <th scope="col">Account</th>
          <th scope="col" className="text-right">
            Reversal
          </th>
          <th scope="col" className="pl-6 text-right">
            Balance now
          </th>
          <th scope="col" className="pl-6 text-right">
            Balance after
          </th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {sides.map(side => (
          <Side key={side.account.id} {...side} />
        ))}
      </tbody>
    </table>
  )
}

const ROW = `grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-rule border-b py-2.5
  align-top sm:table-row sm:[&>*]:border-rule sm:[&>*]:border-b sm:[&>*]:py-2.5`

function Side({ account, change }: ReversedSide) {
  const { owner, number, balance, currency } = account
  const short = shortOf(account, change)
  return (
    <tr className={ROW}>
      <th scope="row" className="wrap-anywhere min-w-0 text-left font-medium">
        <UserText>{owner}</UserText>
        <span className="block font-mono font-normal text-12 text-soft">{number}</span>
        {short && (
          <span className="block font-normal text-12 text-red-ink">
            <Amount value={short} currency={currency} /> short
          </span>
        )}
      </th>
      <td className="text-right">
        <Amount value={change} currency={currency} signed />
      </td>
      <td className="text-12 text-soft sm:pl-6 sm:text-right sm:text-14">
        <span className="sm:hidden">Balance now </span>
        <Amount value={balance} />
      </td>
      <td className="text-right text-12 sm:pl-6 sm:text-14">
        <span className="text-soft sm:hidden">then </span>
        <Amount value={sum(balance, change, currency)} className="font-medium" />
      </td>
    </tr>
  )
}

/** How much more than is available now would go out; null when there is enough. */
function shortOf({ available, currency }: AccountJson, change: string): string | null {
  if (!change.startsWith('-')) return null
  const left = sum(available, change, currency)
  return left.startsWith('-') ? left.slice(1) : null
}

function sum(one: string, other: string, currency: string): string {
  const [a, b] = [one, other].map(text => parseAmount(text, currency))
  return a?.ok && b?.ok ? formatAmount(a.minor + b.minor, currency) : one
}
