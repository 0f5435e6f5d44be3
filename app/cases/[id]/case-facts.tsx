import type { ReactNode } from 'react'
import { tellers } from '@/app/_server/case-files/case-views'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { WholeCaseFileJson } from '@/app/_wire/case-files'
import { dayIn } from '@/domain/bank-account/business-day'
import { Due } from '../due'
import { AssignForm, DueForm, LinkForm, StateForm, TitleForm, UnlinkForm } from './change-form'

type CaseFactsProps = { file: WholeCaseFileJson; mayWrite: boolean; zone: string }

/** How a case stands, and the forms that change that. */
export async function CaseFacts({ file, mayWrite, zone }: CaseFactsProps) {
  const { caseFileId, title, state, assignee, due, openedAt, changedAt, accountId } = file
  const isOpen = state === 'open'
  const mayChange = mayWrite && isOpen
  const people = mayChange ? await tellers() : []
  const of = () => ({ caseFileId, commandId: newCommandId() })
  const own = people.find(({ name }) => name === assignee?.name)
  return (
    <aside aria-label="How it stands" className="min-w-0">
      <dl className="border-rule border-t">
        <Fact name="Assigned to">
          {assignee ? (
            <UserText>{assignee.name}</UserText>
          ) : (
            <span className="text-faint">Nobody</span>
          )}
        </Fact>
        <Fact name="Due">
          {due === null ? (
            <span className="text-faint">No date</span>
          ) : (
            <Due due={due} today={dayIn(zone, new Date())} isOpen={isOpen} />
          )}
        </Fact>
        <Fact name="Opened">
          <Time instant={openedAt} zone={zone} />
        </Fact>
        <Fact name="Changed">
          <Time instant={changedAt} zone={zone} />
        </Fact>
      </dl>
      <Links file={file} mayChange={mayChange} />
      {mayWrite && (
        <div data-chrome className="mt-5 flex flex-col gap-4">
          {isOpen && (
            <>
              <TitleForm key={`t${title}`} {...of()} title={title} />
              <AssignForm
                key={`a${assignee?.id}`}
                {...of()}
                assignee={own?.email ?? null}
                tellers={people}
              />
              <DueForm key={`d${due}`} {...of()} due={due} />
              <LinkForm key={`l${file.links.length}`} {...of()} isOfAccount={accountId !== null} />
            </>
          )}
          <StateForm key={state} {...of()} isOpen={isOpen} />
        </div>
      )}
    </aside>
  )
}

function Links({ file, mayChange }: { file: WholeCaseFileJson; mayChange: boolean }) {
  const { caseFileId, links, accountId } = file
  if (links.length === 0) return null
  return (
    <section aria-labelledby="events-title" className="mt-5">
      <h2 id="events-title" className="text-12 text-faint">
        About events
      </h2>
      <ul>
        {links.map(({ streamId, version }) => (
          <li
            key={`${streamId} ${version}`}
            className="flex items-center justify-between gap-2 border-rule border-b"
          >
            <TextLink
              href={`/${streamId === accountId ? 'accounts' : 'streams'}/${streamId}/events/${version}`}
            >
              {`Event ${version}`}
              {streamId !== accountId && ` of ${streamId.slice(0, 8)}…`}
            </TextLink>
            {mayChange && (
              <UnlinkForm {...{ caseFileId, streamId, version }} commandId={newCommandId()} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6rem_minmax(0,1fr)] gap-4 border-rule border-b py-2">
      <dt className="text-faint">{name}</dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </div>
  )
}
