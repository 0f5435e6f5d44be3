import type { Metadata } from 'next'
import { getCaseFile } from '@/app/_server/case-files/case-files'
import { draftKeyOf } from '@/app/_server/case-files/draft-key'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { askedQuery } from '@/app/_server/http/address'
import { mayEnter } from '@/app/_server/people/denials'
import { mayDo } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { WholeCaseFileJson } from '@/app/_wire/case-files'
import { casePath } from '@/app/_wire/stream-path'
import { NothingHere } from '@/app/nothing-here'
import { ChangedText } from '../../changed-text'
import { FoldedText } from '../../folded-text'
import { versionIn } from '../../version-in'
import { EditForm } from './edit-form'

export const metadata: Metadata = { title: 'Edit a case' }

/** The text of a case as it is written: `?base=` is the version that the reader saw. */
export default async function EditPage({ params, searchParams }: PageProps<'/cases/[id]/edit'>) {
  const [viewer, { id }, query, zone] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
    readerZone(),
  ])
  if (mayEnter(viewer, 'readCases')) return <NothingHere />
  const file = await getCaseFile(id)
  if (!file) return <NothingHere />
  const barred = mayDo(viewer, 'writeCases')
  const seen = versionIn(query.base)
  const base = seen !== null && seen < file.version ? await getCaseFile(id, seen) : null
  return (
    <main id="main" className="column py-8">
      <p className="text-12">
        <TextLink href={casePath(file.caseFileId)}>Back to the case</TextLink>
      </p>
      <h1 className="wrap-anywhere mt-1 font-semibold text-20">
        {'Edit '}
        <UserText>{file.title}</UserText>
      </h1>
      {barred || file.state === 'closed' ? (
        <p className="mt-6 text-soft">
          {barred?.detail ?? 'This case is closed. Reopen it to change its text.'}
        </p>
      ) : (
        <EditForm
          caseFileId={file.caseFileId}
          commandId={newCommandId()}
          text={file.text}
          version={file.version}
          draft={{ name: file.caseFileId, ...draftKeyOf(viewer) }}
          zone={zone}
        >
          {base && <Meanwhile file={file} base={base} zone={zone} />}
        </EditForm>
      )}
    </main>
  )
}

type MeanwhileProps = { file: WholeCaseFileJson; base: WholeCaseFileJson; zone: string }

/** What others changed since the version that the reader saw, and both texts. */
function Meanwhile({ file, base, zone }: MeanwhileProps) {
  const [newest] = file.revisions
  return (
    <section aria-labelledby="meanwhile" className="border-rule border-t pt-3">
      <h2 id="meanwhile" className="mb-2 font-medium">
        {`Changed since version ${base.textVersion}`}
      </h2>
      {newest && (
        <p className="mb-3 text-12 text-soft">
          {`Version ${newest.version} by `}
          <UserText>{newest.by.name}</UserText>
          {', '}
          <Time instant={newest.at} zone={zone} />
          {newest.why !== null && (
            <>
              {': '}
              <UserText>{newest.why}</UserText>
            </>
          )}
        </p>
      )}
      <ChangedText before={base.text} after={file.text} />
      <FoldedText word={`The newest text, version ${file.version}`} className="mt-2">
        {file.text}
      </FoldedText>
      <FoldedText
        word={`The text that both began with, version ${base.textVersion}`}
        className="mt-2"
      >
        {base.text}
      </FoldedText>
    </section>
  )
}
