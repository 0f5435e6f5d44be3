import type { Metadata } from 'next'
import { getCaseFile } from '@/app/_server/case-files/case-files'
import { type SubjectView, subjectOf } from '@/app/_server/case-files/case-views'
import { draftKeyOf } from '@/app/_server/case-files/draft-key'
import { askedQuery } from '@/app/_server/http/address'
import { mayEnter } from '@/app/_server/people/denials'
import { may } from '@/app/_server/people/rights'
import { currentViewer, requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { ButtonLink } from '@/app/_ui/button-link'
import { TextLink } from '@/app/_ui/text-link'
import { UserText } from '@/app/_ui/user-text'
import type { WholeCaseFileJson } from '@/app/_wire/case-files'
import { casePath } from '@/app/_wire/stream-path'
import { NothingHere } from '@/app/nothing-here'
import { Markdown } from '../markdown'
import { versionIn } from '../version-in'
import { CaseFacts } from './case-facts'
import { DraftNotice } from './draft-notice'
import { Versions } from './versions'

type Props = PageProps<'/cases/[id]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [viewer, { id }] = await Promise.all([currentViewer(), params])
  const file = viewer && may(viewer, 'readCases') ? await getCaseFile(id) : null
  return { title: file?.title ?? 'Page not found' }
}

/** One case: its newest text, how it stands, all versions of the text, and what can be done. */
export default async function CasePage({ params, searchParams }: Props) {
  const [viewer, { id }, query, zone] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
    readerZone(),
  ])
  if (mayEnter(viewer, 'readCases')) return <NothingHere />
  const file = await getCaseFile(id)
  if (!file) return <NothingHere />
  const { caseFileId, title, version, state, text, revisions } = file
  const subject = await subjectOf(file)
  const mayWrite = may(viewer, 'writeCases')
  const editHref = `${casePath(caseFileId)}/edit?base=${version}`
  return (
    <main id="main" className="column py-8">
      <p className="text-12">
        <TextLink href="/cases">Cases</TextLink>
      </p>
      <header className="mt-1 flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="mr-auto min-w-0">
          <h1 className="wrap-anywhere font-semibold text-20">
            <UserText>{title}</UserText>
          </h1>
          <p className="wrap-anywhere text-soft">
            {state === 'open' ? 'Open case about ' : 'Closed case about '}
            <Subject subject={subject} />
          </p>
        </div>
        {mayWrite && state === 'open' && (
          <ButtonLink href={editHref} prefetch={false} look="primary">
            Edit the text
          </ButtonLink>
        )}
      </header>
      {mayWrite && (
        <DraftNotice
          draft={{ name: caseFileId, ...draftKeyOf(viewer) }}
          others={[file.accountId ?? file.personId ?? 'new', 'new']}
          saved={versionIn(query.saved)}
          {...{ editHref, zone }}
        />
      )}
      <div className="mt-6 grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <article aria-label="Text" className="min-w-0">
          <Markdown>{text}</Markdown>
        </article>
        <CaseFacts {...{ file, mayWrite, zone }} />
      </div>
      <Versions {...{ caseFileId, revisions, zone }} />
      <History file={file} />
    </main>
  )
}

function Subject({ subject }: { subject: SubjectView }) {
  const { name, detail, accountId, query } = subject
  return (
    <>
      {accountId ? (
        <TextLink href={`/accounts/${accountId}`}>
          <UserText>{name}</UserText>
        </TextLink>
      ) : (
        <UserText>{name}</UserText>
      )}{' '}
      <span className="font-mono text-12">{detail}</span>
      {query !== '' && (
        <>
          {' · '}
          <TextLink href={`/cases?${query}`}>All its cases</TextLink>
        </>
      )}
    </>
  )
}

function History({ file: { caseFileId } }: { file: WholeCaseFileJson }) {
  return (
    <nav aria-label="History" data-chrome className="mt-6 flex flex-wrap gap-x-5">
      <TextLink href={`/streams/${caseFileId}`}>Audit trail</TextLink>
      <TextLink href={`/streams/${caseFileId}/fold`}>Step by step</TextLink>
      <TextLink href={`/streams/${caseFileId}/compare`}>Compare</TextLink>
    </nav>
  )
}
