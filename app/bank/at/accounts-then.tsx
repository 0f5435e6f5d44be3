import Link from 'next/link'
import { pathAt } from '@/app/_time/moment-path'
import { Amount } from '@/app/_ui/amount'
import { ButtonLink } from '@/app/_ui/button'
import { Day } from '@/app/_ui/time'
import type { AccountJson, Page } from '@/app/_wire/types'
import { bankPath, type Clocks } from './asked'

type AccountsThenProps = {
  page: Page<AccountJson>
  clocks: Clocks
  zone: string
  /** Whether this page continues an earlier one. */
  goesOn: boolean
}

/** The accounts that existed at the moment, each with its balance then. */
export function AccountsThen({ page, clocks, zone, goesOn }: AccountsThenProps) {
  if (page.items.length === 0 && page.nextCursor === null && !goesOn) return null
  const here = bankPath(clocks, zone)
  const join = here.includes('?') ? '&' : '?'
  return (
    <section aria-labelledby="accounts-then" className="mt-12">
      <h2 id="accounts-then" className="mb-2 font-medium text-16">
        {clocks.asOf ? 'Accounts open on this date' : 'Accounts'}
      </h2>
      <table className="w-full max-w-2xl">
        <caption className="sr-only">Accounts with balances, newest first</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Owner</th>
            <th scope="col">Opened</th>
            <th scope="col">Balance</th>
          </tr>
        </thead>
        <tbody>
          {page.items.map(({ id, owner, openedAt, balance, currency }) => (
            <tr key={id} className="border-rule border-t align-baseline [&>*]:py-2.5">
              <th scope="row" className="w-full max-w-0 cut pr-4 text-left font-medium">
                <Link
                  prefetch={false}
                  href={placeOf(id, clocks, zone)}
                  className="inline-block min-h-6 underline decoration-rule-strong underline-offset-4 hover:text-accent"
                >
                  {owner}
                </Link>
              </th>
              <td className="whitespace-nowrap pr-4 text-12 text-soft max-sm:hidden">
                opened <Day instant={openedAt} zone={zone} />
              </td>
              <td className="text-right">
                <Amount value={balance} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="flex max-w-2xl flex-wrap gap-2 border-rule border-t py-3">
        {page.nextCursor && (
          <ButtonLink href={`${here}${join}cursor=${page.nextCursor}#accounts-then`} look="bare">
            Next page
          </ButtonLink>
        )}
        {goesOn && (
          <ButtonLink href={`${here}#accounts-then`} look="bare">
            First page
          </ButtonLink>
        )}
      </p>
    </section>
  )
}

function placeOf(id: string, { asOf, knownAt }: Clocks, zone: string): string {
  if (!asOf && !knownAt) return `/accounts/${id}`
  // With only a recording clock, the business clock is the same instant.
  const path = pathAt(id, asOf ?? knownAt ?? '', zone)
  return knownAt ? `${path}&knownAt=${knownAt}` : path
}
