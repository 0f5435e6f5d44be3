import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { getPerson } from '@/app/_server/directory/people'
import { mayEnter } from '@/app/_server/people/denials'
import { may } from '@/app/_server/people/rights'
import { currentViewer, requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { roleWord } from '@/app/_ui/event-words'
import { UserText } from '@/app/_ui/user-text'
import { NothingHere } from '@/app/nothing-here'
import { LastSignIn } from '../person-list'
import { STANDINGS } from '../person-words'
import { ChangeForm, RoleForm } from './change-forms'
import { History } from './history'

type Props = PageProps<'/people/[id]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [viewer, { id }] = await Promise.all([currentViewer(), params])
  const person = viewer && (await getPerson(viewer, decodeURIComponent(id)))
  return { title: person?.name ?? 'Page not found' }
}

/** One person: what they may do, what an administrator can change, and their history. */
export default async function PersonPage({ params }: Props) {
  const [viewer, { id }, zone] = await Promise.all([requireViewer(), params, readerZone()])
  if (mayEnter(viewer, 'readPeople')) return <NothingHere />
  const person = await getPerson(viewer, decodeURIComponent(id))
  if (!person) return <NothingHere />
  const { name, email, role, standing, lastSignInAt, streamId } = person
  const isOwn = person.id === viewer.userId
  const mayChange = may(viewer, 'managePeople')
  const of = () => ({ personId: person.id, commandId: newCommandId() })
  return (
    <main id="main" className="column-narrow py-8">
      <header>
        <p className="text-12">
          <Link href="/people" className="text-accent underline underline-offset-2">
            People
          </Link>
        </p>
        <h1 className="mt-1 break-words font-semibold text-20">
          <UserText>{name}</UserText>
        </h1>
        <p className="mt-1 break-words text-soft">{email}</p>
        <p className="mt-3">
          {`${roleWord(role)} · ${STANDINGS[standing]}`}
          <span className="block text-12 text-soft">
            <LastSignIn at={lastSignInAt} zone={zone} />
          </span>
        </p>
        <p className="mt-2">
          <Link
            href={`/cases?${new URLSearchParams({ personId: person.id })}`}
            prefetch={false}
            className="text-accent underline underline-offset-2"
          >
            Cases
          </Link>
        </p>
      </header>
      {mayChange && isOwn && (
        <p className="mt-6 text-soft">
          This is you. Another administrator can change your role or disable you.
        </p>
      )}
      {mayChange && !isOwn && (
        <>
          <Part id="role-title" title="Role">
            <RoleForm {...of()} role={role} />
          </Part>
          <Part id="access-title" title="Access">
            {standing === 'disabled' ? (
              <ChangeForm {...of()} change="enable" />
            ) : (
              <ChangeForm {...of()} change="disable" />
            )}
          </Part>
        </>
      )}
      {mayChange && standing !== 'disabled' && (
        <>
          <Part id="sessions-title" title="Sessions">
            <ChangeForm {...of()} change="end-sessions" />
          </Part>
          {!isOwn && (
            <Part id="reset-title" title="Password and second factor">
              <ChangeForm {...of()} change="reset" isInvited={standing === 'invited'} />
            </Part>
          )}
        </>
      )}
      <History viewer={viewer} streamId={streamId} zone={zone} />
    </main>
  )
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="mb-3 font-semibold text-16">
        {title}
      </h2>
      {children}
    </section>
  )
}
