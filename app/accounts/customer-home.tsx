import type { AccountCard } from '@/app/_server/accounts/cards'
import type { Overview } from '@/app/_server/accounts/overview'
import { ButtonLink } from '@/app/_ui/button-link'
import type { ComingPaymentJson } from '@/app/_wire/payment-orders'
import { AccountCards } from './account-cards'
import { AccountList } from './account-list'
import { AccountSearch } from './account-search'
import { Coming } from './coming'
import { Lately } from './lately'
import { RefreshOnReturn } from './refresh-on-return'
import { SearchSign } from './search-sign'
import { Totals } from './totals'

type CustomerHomeProps = {
  overview: Overview
  /** What payment orders pay next. */
  payments: readonly ComingPaymentJson[]
  /** Null: there are too many accounts for cards, or they are searched. */
  cards: readonly AccountCard[] | null
  /** The customer's own words for accounts, by id, where there are no cards. */
  nicknames: Readonly<Record<string, string>>
  zone: string
}

/** The home of a customer: what they have, what happened, what is coming, and *Transfer*. */
export function CustomerHome({ overview, payments, cards, nicknames, zone }: CustomerHomeProps) {
  const { totals, lately, coming, payerId } = overview
  return (
    <>
      <RefreshOnReturn rendered={new Date().toISOString()} />
      <div className="mb-6 flex flex-wrap items-center gap-2">
        <h1 className="mr-auto font-semibold text-20">Your accounts</h1>
        <ButtonLink href="/accounts/new" look={payerId === null ? 'primary' : 'quiet'}>
          New account
        </ButtonLink>
        {payerId !== null && (
          <ButtonLink href={`/accounts/${payerId}/transfer`} prefetch={false} look="primary">
            Transfer
          </ButtonLink>
        )}
      </div>
      {totals.length > 0 && <Totals totals={totals} />}
      <section aria-label="Your accounts" className="mt-8">
        {cards !== null && cards.length > 0 ? (
          <AccountCards cards={cards} zone={zone} />
        ) : (
          <>
            {cards === null && (
              <div className="mb-3 flex">
                <AccountSearch>
                  <SearchSign />
                </AccountSearch>
              </div>
            )}
            <AccountList zone={zone} mayOpen nicknames={nicknames} />
          </>
        )}
      </section>
      {lately.length + payments.length > 0 && (
        <div className="mt-8 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
          <Lately events={lately} zone={zone} />
          <Coming holds={coming} payments={payments} zone={zone} />
        </div>
      )}
    </>
  )
}
