import type { Metadata } from 'next'
import { AccountTable } from '@/app/_accounts/account-table'
import { COUNT_MAX, listWaiting, WAITING, type WaitingKind } from '@/app/_server/bank/staff-home'
import { requireViewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { ButtonLink } from '@/app/_ui/button-link'
import { EmptyState } from '@/app/_ui/empty-state'
import { NothingHere } from '@/app/nothing-here'

type Props = PageProps<'/accounts/waiting/[kind]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { kind } = await params
  return { title: isKind(kind) ? WAITING[kind] : 'Page not found' }
}

/** The accounts of one kind that wait for the staff. */
export default async function WaitingPage({ params }: Props) {
  const [viewer, zone, { kind }] = await Promise.all([requireViewer(), readerZone(), params])
  const list = isKind(kind) ? await listWaiting(viewer, kind, zone) : null
  if (!isKind(kind) || !list) return <NothingHere />
  return (
    <main id="main" className="column py-8">
      <h1 className="mb-6 font-semibold text-20">{WAITING[kind]}</h1>
      {list.accounts.length === 0 ? (
        <EmptyState title="No accounts" />
      ) : (
        <AccountTable caption={WAITING[kind]} accounts={list.accounts} zone={zone} />
      )}
      {list.isMore && (
        <p className="py-3 text-12 text-faint">{`The first ${COUNT_MAX} are shown.`}</p>
      )}
      <ButtonLink href="/accounts" look="bare" className="mt-4 -ml-3">
        Back to accounts
      </ButtonLink>
    </main>
  )
}

function isKind(kind: string): kind is WaitingKind {
  return Object.hasOwn(WAITING, kind)
}
