import { Amount } from '@/app/_ui/amount'
import { EmptyState } from '@/app/_ui/empty-state'
import type { BankAtJson, BankComparisonJson } from '@/app/_wire/bank'

const HEAD = `text-left text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2
  [&>th]:font-normal`
const ROW = 'border-rule border-b [&>*]:py-3 align-baseline'

/** On narrow screens a figure has a line of its own, with its label before it. */
const LINE =
  'max-sm:col-span-2 max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:py-1!'

/** The bank's totals, by currency. */
export function TotalsTable({ totals }: { totals: BankAtJson['totals'] }) {
  if (totals.length === 0) return <NothingYet />
  return (
    <table className="w-full">
      <caption className="sr-only">Total balances by currency</caption>
      <thead>
        <tr className={HEAD}>
          <th scope="col">Currency</th>
          <th scope="col" className="text-right">
            Accounts
          </th>
          <th scope="col" className="text-right">
            Total balance
          </th>
        </tr>
      </thead>
      <tbody>
        {totals.map(({ currency, accounts, total }) => (
          <tr key={currency} className={ROW}>
            <th scope="row" className="text-left font-medium">
              {currency}
            </th>
            <td className="text-right text-soft">{accounts}</td>
            <td className="text-right font-medium text-16 sm:text-20">
              <Amount value={total} aligned />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type ChangesTableProps = {
  comparison: BankComparisonJson
  /** The two moments, as headings of their columns. */
  names: readonly [string, string]
}

/** The changes between two moments, by currency; on narrow screens in three lines each. */
export function ChangesTable({ comparison, names: [first, second] }: ChangesTableProps) {
  if (comparison.changes.length === 0) return <NothingYet />
  return (
    <table className="block w-full sm:table">
      <caption className="sr-only">{`Total balances, ${first} and ${second}`}</caption>
      <thead className="sr-only sm:not-sr-only sm:table-header-group">
        <tr className={HEAD}>
          <th scope="col">Currency</th>
          <th scope="col" className="text-right">{`Accounts, ${first}`}</th>
          <th scope="col" className="text-right">{`Total, ${first}`}</th>
          <th scope="col" className="text-right">{`Total, ${second}`}</th>
          <th scope="col" className="text-right">
            Change
          </th>
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {comparison.changes.map(({ currency, from, to, change, accounts }) => (
          <tr key={currency} className={`${ROW} max-sm:grid max-sm:grid-cols-2 max-sm:py-2`}>
            <th scope="row" className="text-left font-medium max-sm:py-1!">
              {currency}
            </th>
            <td className="text-right text-soft max-sm:py-1!">
              {from.accounts}
              {accounts !== 0 && <span className="text-12">{` ${signed(accounts)}`}</span>}
              <span className="sm:hidden">{from.accounts === 1 ? ' account' : ' accounts'}</span>
            </td>
            <td className={`text-right font-medium sm:text-16 ${LINE}`}>
              <Label>{first}</Label>
              <Amount value={from.total} aligned />
            </td>
            <td className={`text-right ${LINE}`}>
              <Label>{second}</Label>
              <Amount value={to.total} aligned />
            </td>
            <td className={`text-right ${LINE}`}>
              <Label>Change</Label>
              <Amount value={change} signed aligned />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Label({ children }: { children: string }) {
  return (
    <span className="block text-12 text-faint first-letter:uppercase sm:hidden">{children}</span>
  )
}

function signed(count: number): string {
  return count < 0 ? `−${-count}` : `+${count}`
}

function NothingYet() {
  return (
    <EmptyState title="No accounts yet">
      No account was open on this date. Choose a later date.
    </EmptyState>
  )
}
