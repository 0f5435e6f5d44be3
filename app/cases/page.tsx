import type { Metadata } from 'next'
import { listCaseFiles } from '@/app/_server/case-files/case-files'
import { type CaseFilesParams, caseFilesAsked } from '@/app/_server/case-files/case-params'
import { subjectOf, subjectsOf } from '@/app/_server/case-files/case-views'
import { askedQuery } from '@/app/_server/http/address'
import { takeSearch } from '@/app/_server/limits/take'
import { mayEnter } from '@/app/_server/people/denials'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { ChoiceField } from '@/app/_ui/choice-field'
import { EmptyState } from '@/app/_ui/empty-state'
import { TextField } from '@/app/_ui/field'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import { NothingHere } from '@/app/nothing-here'
import { TooMany } from '@/app/too-many'
import { dayIn } from '@/domain/bank-account/business-day'
import { CaseList } from './case-list'

export const metadata: Metadata = { title: 'Cases' }

/** The staff's case files, those changed last first; by words, state, assignee and subject. */
export default async function CasesPage({ searchParams }: PageProps<'/cases'>) {
  const [viewer, query, zone] = await Promise.all([
    requireViewer(),
    askedQuery(searchParams),
    readerZone(),
  ])
  if (mayEnter(viewer, 'readCases')) return <NothingHere />
  const asked = caseFilesAsked(query)
  const tooMany = takeSearch(viewer.userId, asked.q)
  if (tooMany) return <TooMany problem={tooMany} />
  const { items, nextCursor } = await listCaseFiles(viewer, asked)
  const subjects = await subjectsOf(items)
  const { cursor: _, ...kept } = asked
  const about = { accountId: asked.accountId ?? null, personId: asked.personId ?? null }
  const subject = about.accountId || about.personId ? await subjectOf(about) : null
  const isFiltered = Object.keys(kept).length > 0
  return (
    <main id="main" className="column py-8">
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <h1 className="mr-auto font-semibold text-20">Cases</h1>
        {may(viewer, 'writeCases') && (
          <ButtonLink
            href={subject ? `/cases/new?${subject.query}` : '/cases/new'}
            prefetch={false}
            look="primary"
          >
            New case
          </ButtonLink>
        )}
      </div>
      {subject && (
        <p className="mb-4 flex flex-wrap items-center gap-x-4">
          <span>
            {'About '}
            {subject.accountId ? (
              <TextLink href={`/accounts/${subject.accountId}`}>
                <UserText>{subject.name}</UserText>
              </TextLink>
            ) : (
              <UserText>{subject.name}</UserText>
            )}{' '}
            <span className="font-mono text-12 text-soft">{subject.detail}</span>
          </span>
          <TextLink href="/cases">All cases</TextLink>
        </p>
      )}
      <Filters asked={asked} />
      {items.length === 0 ? (
        <EmptyState
          title={isFiltered ? 'No cases found' : 'No cases yet'}
          action={isFiltered && <TextLink href="/cases">Show all cases</TextLink>}
        >
          {isFiltered
            ? 'Words are searched by their beginnings, in titles and newest texts.'
            : 'A case keeps the notes of the staff about an account or a person, with every version of them.'}
        </EmptyState>
      ) : (
        <CaseList
          {...{ items, subjects, zone }}
          search={asked.q ?? ''}
          today={dayIn(zone, new Date())}
        />
      )}
      {nextCursor !== null && (
        <p className="py-4">
          <ButtonLink
            href={`/cases?${new URLSearchParams({ ...kept, cursor: nextCursor } as never)}`}
          >
            Older cases
          </ButtonLink>
        </p>
      )}
    </main>
  )
}

const STATES = [
  ['', 'Open and closed'],
  ['open', 'Open'],
  ['closed', 'Closed'],
] as const

const ASSIGNEES = [
  ['', 'Anybody'],
  ['me', 'Me'],
  ['none', 'Nobody'],
] as const

function Filters({ asked }: { asked: CaseFilesParams }) {
  const { q, state, assignee, accountId, personId } = asked
  return (
    <search aria-label="Cases">
      <form className="mb-6 flex flex-wrap items-end gap-3">
        {accountId && <input type="hidden" name="accountId" value={accountId} />}
        {personId && <input type="hidden" name="personId" value={personId} />}
        <div className="min-w-48 grow sm:max-w-80">
          <TextField id="q" name="q" type="search" label="Words" defaultValue={q} />
        </div>
        <ChoiceField
          id="state"
          name="state"
          label="State"
          defaultValue={state ?? ''}
          error={null}
          options={STATES}
        />
        <ChoiceField
          id="assignee"
          name="assignee"
          label="Assigned to"
          defaultValue={assignee ?? ''}
          error={null}
          options={ASSIGNEES}
        />
        <Button type="submit">Search</Button>
      </form>
    </search>
  )
}
