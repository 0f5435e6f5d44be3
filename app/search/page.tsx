import type { Metadata } from 'next'
import Link from 'next/link'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { readSearchParams, search } from '@/app/_server/search/search'
import { readerZone } from '@/app/_time/reader'
import { Amount } from '@/app/_ui/amount'
import { Button } from '@/app/_ui/button'
import { EmptyState } from '@/app/_ui/empty-state'
import { Part } from '@/app/_ui/part'
import { UserText } from '@/app/_ui/user-text'
import { SEARCH_LENGTH_MAX, type SearchGroupJson } from '@/app/_wire/search'

export const metadata: Metadata = { title: 'Search' }

/** Search from anywhere as a page: for browsers without scripts, and for links. */
export default async function SearchPage({ searchParams }: PageProps<'/search'>) {
  const [viewer, zone, query] = await Promise.all([
    requireViewer(),
    readerZone(),
    askedQuery(searchParams),
  ])
  const q = typeof query.q === 'string' ? query.q : ''
  const read = readSearchParams(`http://bank/?${new URLSearchParams({ q })}`)
  const groups = read.ok ? (await search(viewer, { ...read.params, zone })).groups : []
  return (
    <main id="main" className="column-narrow py-8">
      <h1 className="mb-6 font-semibold text-20">Search</h1>
      <search>
        <form action="/search" className="flex gap-2">
          <input
            type="search"
            name="q"
            aria-label="Search accounts, events, dates, amounts and pages"
            aria-describedby={read.ok ? undefined : 'search-fault'}
            aria-invalid={!read.ok}
            placeholder="Owner, number, event, date or amount"
            defaultValue={q.slice(0, SEARCH_LENGTH_MAX)}
            maxLength={SEARCH_LENGTH_MAX}
            autoComplete="off"
            className="box target w-full min-w-0"
          />
          <Button type="submit" look="primary">
            Search
          </Button>
        </form>
      </search>
      {!read.ok && (
        <p id="search-fault" role="alert" className="mt-2 text-red-ink">
          Search for a text of at most {SEARCH_LENGTH_MAX} letters, digits and signs.
        </p>
      )}
      {groups.map(group => (
        <Group key={group.name} {...group} />
      ))}
      {read.ok && groups.length === 0 && (
        <div className="mt-8">
          <EmptyState title={`No results for “${q.length > 60 ? `${q.slice(0, 60)}…` : q}”`}>
            Try an owner, an account number, a date such as last week, or an amount such as over
            500.
          </EmptyState>
        </div>
      )}
    </main>
  )
}

function Group({ name, hits }: SearchGroupJson) {
  const id = `found-${name.toLowerCase().replaceAll(' ', '-')}`
  return (
    <Part id={id} title={name}>
      <ul className="border-rule border-t">
        {hits.map(({ title, detail, href, amount }) => (
          <li
            key={`${href} ${title}`}
            className="relative flex min-h-11 items-center justify-between gap-4 border-rule border-b py-2 hover:bg-sunken"
          >
            <span className="min-w-0">
              <Link
                prefetch={false}
                href={href}
                className="block truncate font-medium after:absolute after:inset-0"
              >
                <UserText>{title}</UserText>
              </Link>
              {detail !== null && (
                <UserText className="block truncate text-12 text-soft">{detail}</UserText>
              )}
            </span>
            {amount && <Amount value={amount.value} currency={amount.currency} />}
          </li>
        ))}
      </ul>
    </Part>
  )
}
