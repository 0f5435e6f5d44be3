import type { Metadata } from 'next'
import Link from 'next/link'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { listPeople, NAME_UNITS_MAX, readPeopleCursor } from '@/app/_server/directory/people'
import { askedQuery, type Query } from '@/app/_server/http/address'
import { takeSearch } from '@/app/_server/limits/take'
import { mayEnter } from '@/app/_server/people/denials'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { Field, TextField } from '@/app/_ui/field'
import { NothingHere } from '@/app/nothing-here'
import { TooMany } from '@/app/too-many'
import { InviteForm } from './invite-form'
import { PersonList } from './person-list'
import { ROLE_CHOICES } from './person-words'

export const metadata: Metadata = { title: 'People' }

/** Everybody who may come in: for administrators, who invite them, and for auditors. */
export default async function PeoplePage({ searchParams }: PageProps<'/people'>) {
  const [viewer, zone, query] = await Promise.all([
    requireViewer(),
    readerZone(),
    askedQuery(searchParams),
  ])
  if (mayEnter(viewer, 'readPeople')) return <NothingHere />
  const asked = { q: oneOf(query, 'q'), role: oneOf(query, 'role') }
  const tooMany = takeSearch(viewer.userId, asked.q)
  if (tooMany) return <TooMany problem={tooMany} />
  const cursor = readPeopleCursor(oneOf(query, 'cursor'))
  const page = await listPeople(viewer, { ...asked, cursor })
  if ('status' in page) return <NothingHere />
  const isSearched = asked.q !== '' || asked.role !== ''
  return (
    <main id="main" className="column py-8">
      <header className="mb-6 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h1 className="font-semibold text-20">People</h1>
        {may(viewer, 'manageTokens') && (
          <Link
            href="/people/tokens"
            className="target inline-flex items-center text-accent underline underline-offset-2"
          >
            API tokens
          </Link>
        )}
      </header>
      <Search {...asked} />
      {page.items.length === 0 ? (
        <EmptyState title="Nobody found">
          {isSearched && 'Search by the beginnings of words in name or e-mail address.'}
        </EmptyState>
      ) : (
        <PersonList people={page.items} zone={zone} />
      )}
      {page.isCut && <p className="pt-4 text-soft">The search paused after 20,000 people.</p>}
      {page.next && (
        <p className="py-4">
          <ButtonLink href={`/people?${new URLSearchParams({ ...asked, cursor: page.next })}`}>
            {page.isCut ? 'Search on' : 'More people'}
          </ButtonLink>
        </p>
      )}
      {may(viewer, 'managePeople') && (
        <section aria-labelledby="invite-title" className="mt-10 max-w-xl">
          <h2 id="invite-title" className="mb-4 font-semibold text-16">
            Invite somebody
          </h2>
          <InviteForm commandId={newCommandId()} nameMax={NAME_UNITS_MAX} />
        </section>
      )}
    </main>
  )
}

function oneOf(query: Query, name: string): string {
  const value = query[name]
  return typeof value === 'string' ? value : ''
}

function Search({ q, role }: { q: string; role: string }) {
  return (
    <search aria-label="People">
      <form className="mb-6 flex flex-wrap items-end gap-3">
        <div className="min-w-48 grow sm:max-w-80">
          <TextField id="q" name="q" type="search" label="Name or e-mail" defaultValue={q} />
        </div>
        <Field id="role" label="Role">
          <select id="role" name="role" defaultValue={role} className="box target">
            <option value="">Every role</option>
            {ROLE_CHOICES.map(([value, words]) => (
              <option key={value} value={value}>
                {words.split(':')[0]}
              </option>
            ))}
          </select>
        </Field>
        <Button type="submit">Search</Button>
      </form>
    </search>
  )
}
