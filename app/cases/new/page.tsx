import type { Metadata } from 'next'
import { subjectOf } from '@/app/_server/case-files/case-views'
import { draftKeyOf } from '@/app/_server/case-files/draft-key'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { askedQuery, type Query } from '@/app/_server/http/address'
import { mayEnter } from '@/app/_server/people/denials'
import { mayDo } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { lookUpAccount } from '@/app/_server/streams/access'
import { readerZone } from '@/app/_time/reader'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import { NothingHere } from '@/app/nothing-here'
import { NewCaseForm } from './new-case-form'

export const metadata: Metadata = { title: 'New case' }

/** A new case: `?accountId=` or `?personId=` is what it is about, `?event=` an event of the account. */
export default async function NewCasePage({ searchParams }: PageProps<'/cases/new'>) {
  const [viewer, query, zone] = await Promise.all([
    requireViewer(),
    askedQuery(searchParams),
    readerZone(),
  ])
  if (mayEnter(viewer, 'readCases')) return <NothingHere />
  const barred = mayDo(viewer, 'writeCases')
  const about = { accountId: textIn(query, 'accountId'), personId: textIn(query, 'personId') }
  if (about.accountId && !(await lookUpAccount(viewer, about.accountId))) return <NothingHere />
  const subject = about.accountId || about.personId ? await subjectOf(about) : null
  if (subject && subject.query === '') return <NothingHere />
  const event = about.accountId ? textIn(query, 'event') : null
  return (
    <main id="main" className="column py-8">
      <p className="text-12">
        <TextLink href="/cases">Cases</TextLink>
      </p>
      <h1 className="mt-1 font-semibold text-20">New case</h1>
      {subject && (
        <p className="wrap-anywhere mt-1 text-soft">
          {'About '}
          <UserText>{subject.name}</UserText>{' '}
          <span className="font-mono text-12">{subject.detail}</span>
          {event && `, event ${event.slice(0, 10)}`}
        </p>
      )}
      {barred ? (
        <p className="mt-6 text-soft">{barred.detail}</p>
      ) : (
        <NewCaseForm
          {...about}
          event={event}
          commandId={newCommandId()}
          zone={zone}
          draft={{ name: about.accountId ?? about.personId ?? 'new', ...draftKeyOf(viewer) }}
        />
      )}
    </main>
  )
}

function textIn(query: Query, name: string): string | null {
  const text = query[name]
  return typeof text === 'string' && text !== '' ? text.slice(0, 64) : null
}
