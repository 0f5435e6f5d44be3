import type { Metadata } from 'next'
import Link from 'next/link'
import { getCaseFile, versionsUpTo } from '@/app/_server/case-files/case-files'
import { askedQuery, type Query } from '@/app/_server/http/address'
import { mayEnter } from '@/app/_server/people/denials'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { Button } from '@/app/_ui/button'
import { ChoiceField } from '@/app/_ui/choice-field'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { RevisionJson, WholeCaseFileJson } from '@/app/_wire/case-files'
import { casePath } from '@/app/_wire/stream-path'
import { NothingHere } from '@/app/nothing-here'
import { ChangedText } from '../../../changed-text'
import { linesWritten } from '../../../changes'
import { Markdown } from '../../../markdown'
import { versionIn } from '../../../version-in'
import { Versions } from '../../versions'
import { LineTable } from './line-table'

export const metadata: Metadata = { title: 'A version of a case' }

const VIEWS = { text: 'Text', changes: 'Changes', lines: 'Who wrote which line' } as const
type View = keyof typeof VIEWS

/** A version of a case's text: as it was, what changed in it, or who wrote which line. */
export default async function RevisionPage({
  params,
  searchParams,
}: PageProps<'/cases/[id]/revisions/[n]'>) {
  const [viewer, { id, n }, query, zone] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
    readerZone(),
  ])
  const asked = versionIn(n)
  if (mayEnter(viewer, 'readCases') || asked === null) return <NothingHere />
  const file = await getCaseFile(id, asked)
  const revision = file?.revisions.find(one => one.version === file.textVersion)
  if (!file || !revision) return <NothingHere />
  const { caseFileId, title, revisions, version: newest } = file
  const view = query.show === 'changes' || query.show === 'lines' ? query.show : 'text'
  const isPast = revision.version < newest
  return (
    <div {...(isPast && { 'data-tone': 'past' })}>
      <main id="main" className="column py-8">
        <p className="text-12">
          <TextLink href={casePath(caseFileId)}>
            <UserText>{title}</UserText>
          </TextLink>
        </p>
        <h1 className="mt-1 font-semibold text-20">
          {`Version ${revision.version} of ${newest}`}
          {isPast ? '' : ', the newest'}
        </h1>
        <Told revision={revision} zone={zone} />
        <nav aria-label="Views" className="mt-4 mb-5 flex flex-wrap gap-x-6 border-rule border-b">
          {(Object.keys(VIEWS) as View[]).map(one => (
            <Link
              key={one}
              prefetch={false}
              href={`${casePath(caseFileId)}/revisions/${n}${one === 'text' ? '' : `?show=${one}`}`}
              {...(one === view && { 'aria-current': 'page' as const })}
              className="target transition-calm inline-flex items-center whitespace-nowrap border-transparent border-b-2 text-soft hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
            >
              {VIEWS[one]}
            </Link>
          ))}
        </nav>
        {view === 'text' && <Markdown>{file.text}</Markdown>}
        {view === 'changes' && <Changes file={file} query={query} />}
        {view === 'lines' && <Lines file={file} zone={zone} />}
        <Versions {...{ caseFileId, revisions, zone }} shown={revision.version} />
      </main>
    </div>
  )
}

function Told({ revision, zone }: { revision: RevisionJson; zone: string }) {
  const { by, at, why } = revision
  return (
    <p className="wrap-anywhere text-soft">
      {'By '}
      <UserText>{by.name}</UserText>
      {', '}
      <Time instant={at} zone={zone} exact />
      {why !== null && (
        <>
          {': '}
          <UserText>{why}</UserText>
        </>
      )}
    </p>
  )
}

/** Lines that are older than so many versions are told to be of the first of these, or older. */
const VERSIONS_MAX = 100

async function Lines({ file, zone }: { file: WholeCaseFileJson; zone: string }) {
  const { textVersion, revisions } = file
  const lines = linesWritten(await versionsUpTo(file, textVersion, VERSIONS_MAX))
  const since = Math.max(1, textVersion - VERSIONS_MAX + 1)
  return <LineTable {...{ lines, revisions, zone, since }} />
}

/** The difference from another version, by default the one before. */
async function Changes({ file, query }: { file: WholeCaseFileJson; query: Query }) {
  const { caseFileId, textVersion, text, revisions } = file
  const from = versionIn(query.from) ?? Math.max(1, textVersion - 1)
  const other = await getCaseFile(caseFileId, from)
  return (
    <div className="max-w-3xl">
      <form className="mb-4 flex items-end gap-3">
        <input type="hidden" name="show" value="changes" />
        <ChoiceField
          id="from"
          name="from"
          label="Compared with"
          defaultValue={String(from)}
          error={null}
          options={revisions
            .filter(({ version }) => version !== textVersion)
            .map(({ version, by }) => [String(version), `Version ${version}, ${by.name}`])}
        />
        <Button type="submit">Compare</Button>
      </form>
      {!other && <p className="text-soft">{`There is no version ${from}.`}</p>}
      {other &&
        (other.text === text ? (
          <p className="text-soft">Both have the same text.</p>
        ) : (
          <ChangedText before={other.text} after={text} />
        ))}
    </div>
  )
}
