import type { StaffOverview } from '@/app/_server/bank/staff-home'
import { ButtonLink } from '@/app/_ui/button-link'
import { AccountList } from './account-list'
import { AccountSearch } from './account-search'
import { Lately } from './lately'
import { RefreshOnReturn } from './refresh-on-return'
import { SearchSign } from './search-sign'
import { Today } from './today'
import { Unsearched } from './unsearched'
import { WaitingList } from './waiting-list'

type StaffHomeProps = {
  /** Null while accounts are searched. */
  overview: StaffOverview | null
  zone: string
  mayOpen: boolean
}

/** The home of tellers and auditors: search, what waits, what happened today, and all accounts. */
export function StaffHome({ overview, zone, mayOpen }: StaffHomeProps) {
  return (
    <>
      <div className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-3">
        <h1 className="mr-auto font-semibold text-20">Accounts</h1>
        <AccountSearch>
          <SearchSign />
        </AccountSearch>
        {mayOpen && (
          <ButtonLink href="/accounts/new" look="primary">
            New account
          </ButtonLink>
        )}
      </div>
      {overview && (
        <Unsearched>
          <RefreshOnReturn rendered={new Date().toISOString()} />
          <div className="mb-10 grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_20rem]">
            <WaitingList waiting={overview.waiting} />
            <Today overview={overview} zone={zone} />
            <Lately title="Newest events" events={overview.newest} zone={zone} />
          </div>
        </Unsearched>
      )}
      <section aria-label="All accounts">
        <AccountList zone={zone} mayOpen={mayOpen} />
      </section>
    </>
  )
}
