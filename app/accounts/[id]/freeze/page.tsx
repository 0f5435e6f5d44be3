import type { Metadata } from 'next'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { NothingHere } from '@/app/nothing-here'
import { titleOf } from '../read-account'
import { readForStaff } from '../read-staff'
import { ReadOnly, StaffFrame } from '../staff-frame'
import { FreezeForms } from './freeze-form'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/freeze'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'freeze') }
}

/** Freezes an account or ends that; its standing says since when it is frozen, by whom and why. */
export default async function FreezePage({ params }: PageProps<'/accounts/[id]/freeze'>) {
  const { id } = await params
  const view = await readForStaff(id, 'freeze')
  if (!view) return <NothingHere />
  const { freeze, status } = view.account
  const mayChange = view.mayChange && status !== 'closed'
  return (
    <StaffFrame view={view} title="Freeze" part="freeze">
      {status === 'open' && !mayChange && <p className="mt-8 text-soft">Not frozen.</p>}
      {mayChange ? (
        <FreezeForms
          accountId={id}
          commandIds={{ freeze: newCommandId(), unfreeze: newCommandId() }}
          freeze={freeze}
        />
      ) : (
        <ReadOnly view={view} />
      )}
    </StaffFrame>
  )
}
