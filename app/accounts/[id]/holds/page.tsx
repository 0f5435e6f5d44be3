import type { Metadata } from 'next'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { wallTime } from '@/app/_time/instant'
import { readerZone } from '@/app/_time/reader'
import { Amount } from '@/app/_ui/amount'
import { NothingHere } from '@/app/nothing-here'
import { Part } from '../part'
import { readAccount, titleOf } from '../read-account'
import { ReadOnly, StaffFrame } from '../staff-frame'
import { HoldForm } from './hold-form'
import { HoldList } from './hold-list'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/holds'>): Promise<Metadata> {
  return { title: await titleOf((await params).id, 'holds') }
}

const DAY_MS = 86_400_000

/** The open holds: everybody who may read the account sees them, tellers place and end them. */
export default async function HoldsPage({ params }: PageProps<'/accounts/[id]/holds'>) {
  const [viewer, zone, { id }] = await Promise.all([requireViewer(), readerZone(), params])
  const account = await readAccount(id)
  if (!account) return <NothingHere />
  const right = 'manageHolds'
  const mayChange = may(viewer, right) && account.status !== 'closed'
  const view = { viewer, account, zone, right, mayChange } as const
  const { date } = wallTime(new Date(Date.now() + 7 * DAY_MS).toISOString(), zone)
  const { holds, held, currency, balance, available } = account
  return (
    <StaffFrame view={view} title="Holds" part="holds">
      <Part id="open" title="Open holds">
        {holds.length > 1 && (
          <p className="mb-2 text-soft">
            {`${holds.length} holds, in total `}
            <Amount value={held} currency={currency} className="font-medium text-ink" />
          </p>
        )}
        <HoldList
          account={{ id, currency, balance, available, holds }}
          commandId={mayChange ? newCommandId() : null}
          zone={zone}
        />
      </Part>
      {mayChange ? (
        <Part id="place" title="Place a hold">
          <p className="mb-3 max-w-[60ch] text-soft">
            Reserves money for a later payment. A hold reduces the available balance and can’t use
            the overdraft.
          </p>
          <HoldForm account={{ id, currency }} commandId={newCommandId()} date={date} zone={zone} />
        </Part>
      ) : (
        <ReadOnly view={view} />
      )}
    </StaffFrame>
  )
}
