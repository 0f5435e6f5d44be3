import Link from 'next/link'
import type { ReactNode } from 'react'
import { LEDGER_WORDS } from '@/app/_timeline/filter-words'
import { Amount } from '@/app/_ui/amount'
import { EmptyState } from '@/app/_ui/empty-state'
import type { LedgerAccountJson, LedgerJson, TrialBalanceJson } from '@/app/_wire/bank'
import { timelinePath } from '@/app/_wire/timeline'
import { isZero } from '@/domain/money/money'
import { FIGURE, HEAD } from '../insights/part'

type BooksProps = { found: TrialBalanceJson; zone: string }

/** The bank's books, a table for each currency. */
export function Books({ found, zone }: BooksProps) {
  if (found.currencies.length === 0) {
    return (
      <EmptyState title="No accounts yet">
        No account was open on this date. Choose a later date.
      </EmptyState>
    )
  }
  const { asOf, knownAt } = found
  return found.currencies.map(book => (
    <Book
      key={book.currency}
      book={book}
      hrefOf={ledger =>
        timelinePath(null, { ledger, currency: book.currency, asOf, knownAt, zone })
      }
    />
  ))
}

type Account = LedgerAccountJson['account']
type BookProps = { book: LedgerJson; hrefOf: (account: Account) => string }

/** On narrow screens a line has its name and its figure, with the side before it. */
const LINE = `border-rule border-b align-baseline max-sm:grid max-sm:grid-cols-[1fr_auto]
  max-sm:gap-x-3 max-sm:py-1.5 sm:[&>*]:py-2`

function Book({ book, hrefOf }: BookProps) {
  const { currency, accounts, debit, credit, total } = book
  const isBalanced = isZero(total)
  return (
    <section aria-labelledby={`books-${currency}`} className="mt-10 first-of-type:mt-0">
      <h2 id={`books-${currency}`} className="mb-1 font-medium text-16">
        {currency}
      </h2>
      {!isBalanced && (
        <p role="alert" className="my-2 text-red-ink">
          Debits and credits differ. Report this to the administrator: npm run projections:check
          finds the cause.
        </p>
      )}
      <table className="block w-full sm:table">
        <caption className="sr-only">{`Trial balance in ${currency}`}</caption>
        <thead className="sr-only sm:not-sr-only sm:table-header-group">
          <tr className={HEAD}>
            <th scope="col" className="text-left">
              Ledger account
            </th>
            <th scope="col" className="w-1/3 text-right">
              Debit
            </th>
            <th scope="col" className="w-1/3 text-right">
              Credit
            </th>
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          {accounts.map(line => (
            <Line key={line.account} line={line} href={hrefOf(line.account)} />
          ))}
        </tbody>
        <tfoot className="block font-medium sm:table-footer-group">
          <tr className={LINE}>
            <th scope="row" className="text-left font-medium max-sm:row-span-2">
              Sum
            </th>
            <Side name="Debit">
              <Amount value={debit} />
            </Side>
            <Side name="Credit">
              <Amount value={credit} />
            </Side>
          </tr>
          <tr className={LINE}>
            <th scope="row" className="text-left font-semibold">
              Total
              <span className="pl-2 font-normal text-12 text-faint max-sm:block max-sm:pl-0">
                Debits minus credits
              </span>
            </th>
            <td
              colSpan={2}
              className={`text-right font-semibold ${isBalanced ? '' : 'text-red-ink'}`}
            >
              <Amount value={total} />
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  )
}

/** A figure of zero stands on the debit side, since it has events too. */
function Line({
  line: { account, debit, credit },
  href,
}: {
  line: LedgerAccountJson
  href: string
}) {
  const isCredit = !isZero(credit)
  const figure = (
    <Link prefetch={false} href={href} className={FIGURE}>
      <Amount value={isCredit ? credit : debit} />
      <span className="sr-only">{`: events of ${LEDGER_WORDS[account]}`}</span>
    </Link>
  )
  return (
    <tr className={LINE}>
      <th scope="row" className="text-left font-normal">
        {LEDGER_WORDS[account]}
      </th>
      <Side name="Debit">{isCredit ? null : figure}</Side>
      <Side name="Credit">{isCredit ? figure : null}</Side>
    </tr>
  )
}

function Side({ name, children }: { name: string; children: ReactNode }) {
  return (
    <td
      className={`text-right max-sm:col-start-2 max-sm:min-w-44 max-sm:items-baseline max-sm:justify-between ${children === null ? 'max-sm:hidden' : 'max-sm:flex'}`}
    >
      {children !== null && <span className="pr-3 text-12 text-faint sm:hidden">{name}</span>}
      {children}
    </td>
  )
}
