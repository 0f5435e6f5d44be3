import type { Metadata } from 'next'
import { getAccount } from '@/app/_server/accounts/accounts'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { eventDetail } from '@/app/_server/timeline/event-detail'
import { lineOf } from '@/app/_ui/event-words'
import { TextLink } from '@/app/_ui/text-link'
import { TimeInWords } from '@/app/_ui/time-in-words'
import type { EventDetailJson } from '@/app/_wire/event-detail'
import { eventPath } from '@/app/_wire/stream-path'
import { NothingHere } from '@/app/nothing-here'
import { accountStream } from '@/domain/bank-account/account-stream'
import { Part } from '../../../part'
import { titleOf } from '../../../read-account'
import { readForStaff, type StaffView } from '../../../read-staff'
import { StaffFrame } from '../../../staff-frame'
import { ReversalForm } from './reversal-form'
import { SidesTable } from './sides-table'

export async function generateMetadata({
  params,
}: PageProps<'/accounts/[id]/events/[version]/reverse'>): Promise<Metadata> {
  const { id, version } = await params
  return { title: await titleOf(id, `reverse event ${version.slice(0, 10)}`) }
}

/** Reverses one entry, after a look at what that changes. */
export default async function ReversePage({
  params,
}: PageProps<'/accounts/[id]/events/[version]/reverse'>) {
  const { id, version } = await params
  const view = await readForStaff(id, 'reverse')
  const detail = view?.mayChange ? await eventDetail(view.viewer, id, version) : null
  if (!view || !detail) return <NothingHere />
  const { event, mayReverse } = detail
  const isClosed = view.account.status === 'closed'
  return (
    <StaffFrame view={view} title="Reverse an entry" part={null}>
      <Part id="reversal-title" title={`Reverse event ${event.version}`}>
        <Entry detail={detail} zone={view.zone} />
        {mayReverse && !isClosed ? (
          <>
            <SidesTable sides={await sidesOf(view, detail)} />
            <ReversalForm
              accountId={id}
              version={event.version}
              commandId={newCommandId()}
              zone={view.zone}
            />
          </>
        ) : (
          <WhyNot detail={detail} isClosed={isClosed} />
        )}
      </Part>
    </StaffFrame>
  )
}

/** The entry in one line. */
function Entry({ detail: { event }, zone }: { detail: EventDetailJson; zone: string }) {
  const { word, detail } = lineOf(event)
  return (
    <p className="mb-4 max-w-[72ch] break-words text-soft">
      <TextLink href={eventPath(accountStream(event.accountId), event.version)}>{word}</TextLink>
      {detail && ` ${detail}`}, effective{' '}
      <TimeInWords instant={event.occurredAt} on={event.occurredOn} zone={zone} />
    </p>
  )
}

/** The account and, of a transfer, the other one: each gets the opposite of what happened. */
async function sidesOf({ viewer, account }: StaffView, { event, other }: EventDetailJson) {
  const change = event.money?.change ?? '0'
  const opposite = change.startsWith('-') ? change.slice(1) : `-${change}`
  const otherAccount = other && (await getAccount(viewer, other.accountId))
  return [
    { account, change: opposite },
    ...(otherAccount ? [{ account: otherAccount, change }] : []),
  ]
}

function WhyNot({ detail: { event }, isClosed }: { detail: EventDetailJson; isClosed: boolean }) {
  const reversedBy = event.ties?.reversedBy
  if (reversedBy !== undefined) {
    return (
      <p>
        This entry was already reversed, by{' '}
        <TextLink href={eventPath(accountStream(event.accountId), reversedBy)}>
          {`event ${reversedBy}`}
        </TextLink>
        .
      </p>
    )
  }
  return (
    <p>
      {isClosed
        ? 'Entries of a closed account can’t be reversed.'
        : 'Only deposits, withdrawals and transfers can be reversed. A reversal can’t.'}
    </p>
  )
}
