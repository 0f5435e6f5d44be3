import { AccountTable } from '@/app/_accounts/account-table'
import { pathAt } from '@/app/_time/moment-path'
import { ButtonLink } from '@/app/_ui/button-link'
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
      <AccountTable
        caption="Accounts with balances, newest first"
        accounts={page.items}
        zone={zone}
        hrefOf={({ id }) => placeOf(id, clocks, zone)}
        column={{
          heading: 'Opened',
          cellOf: ({ openedAt, openedOn }) => <Day instant={openedAt} on={openedOn} zone={zone} />,
        }}
      />
      <p className="flex flex-wrap gap-2 py-3">
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
