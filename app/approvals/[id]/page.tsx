import type { Metadata } from 'next'
import { getAccount } from '@/app/_server/accounts/accounts'
import { getApproval } from '@/app/_server/approvals/approvals'
import { newCommandId } from '@/app/_server/commands/command-ids'
import { mayEnter } from '@/app/_server/people/denials'
import { mayDo } from '@/app/_server/people/rights'
import { requireViewer, type Viewer } from '@/app/_server/people/session'
import { readerZone } from '@/app/_time/reader'
import { Amount } from '@/app/_ui/amount'
import { FactRow } from '@/app/_ui/fact-row'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { ApprovalJson } from '@/app/_wire/approvals'
import type { AccountJson } from '@/app/_wire/types'
import { NothingHere } from '@/app/nothing-here'
import { kindWord, statusWord } from '../approval-words'
import { DecisionForm } from './decision-form'
import { Foreseen } from './foreseen'

export const metadata: Metadata = { title: 'Request for approval' }

/** One request: the command as it will be done, what it changes, and the decision. */
export default async function ApprovalPage({ params }: PageProps<'/approvals/[id]'>) {
  const [viewer, { id }, zone] = await Promise.all([requireViewer(), params, readerZone()])
  if (mayEnter(viewer, 'readBank')) return <NothingHere />
  const found = await getApproval(viewer, id, zone)
  if (!found) return <NothingHere />
  const { approval, foreseen } = found
  const { kind, amount, currency, status, approvalId } = approval
  const isOwn = approval.askedBy.id === viewer.userId
  return (
    <main id="main" className="column-narrow py-8 sm:py-12">
      <h1 className="text-16 text-soft">{`${kindWord(kind)} for approval`}</h1>
      <p className="font-medium text-32 sm:text-48">
        <Amount value={amount} currency={currency} />
      </p>
      <p role="status" className="mt-2">
        {isOwn && status === 'requested'
          ? 'Sent for approval. Another teller decides; nothing is done until then.'
          : `${statusWord(status)}.`}
      </p>
      <Facts
        approval={approval}
        account={await getAccount(viewer, approval.accountId)}
        zone={zone}
      />
      {foreseen && <Foreseen foreseen={foreseen} />}
      {status === 'requested' && <Decision {...{ viewer, approvalId, isOwn }} />}
      <p className="mt-8 flex flex-wrap gap-x-5">
        <TextLink href="/approvals">All approvals</TextLink>
        <TextLink href={`/streams/${approvalId}`}>Audit trail of this request</TextLink>
      </p>
    </main>
  )
}

type DecisionProps = { viewer: Viewer; approvalId: string; isOwn: boolean }

function Decision({ viewer, approvalId, isOwn }: DecisionProps) {
  const barred = mayDo(viewer, 'approve')
  if (barred) return <p className="mt-6 text-soft">{barred.detail}</p>
  return <DecisionForm approvalId={approvalId} commandId={newCommandId()} isOwn={isOwn} />
}

type FactsProps = { approval: ApprovalJson; account: AccountJson | null; zone: string }

function Facts({ approval, account, zone }: FactsProps) {
  const { accountId, command, askedBy, askedAt, decidedBy, changedAt, reason, failure } = approval
  const { commandId } = approval
  const { occurredAt } = command
  const note = command.reason ?? command.note
  return (
    <dl className="mt-6 border-rule border-t">
      <FactRow name="Account">
        <TextLink href={`/accounts/${accountId}`}>
          <UserText>{account?.owner ?? accountId}</UserText>
        </TextLink>
        <span className="block font-mono text-12 text-soft">{account?.number}</span>
      </FactRow>
      {command.type === 'ReverseEntry' && (
        <FactRow name="Entry">
          <TextLink href={`/accounts/${accountId}/events/${command.version}`}>
            {`Event ${command.version}`}
          </TextLink>
          {command.allowOverdrawing === true && ', the account may be overdrawn'}
        </FactRow>
      )}
      {typeof command.counter === 'string' && <FactRow name="Booked as">{command.counter}</FactRow>}
      <FactRow name="Effective date">
        {typeof occurredAt === 'string' ? <Time instant={occurredAt} zone={zone} exact /> : 'Now'}
      </FactRow>
      {typeof note === 'string' && (
        <FactRow name={command.type === 'ReverseEntry' ? 'Reason' : 'Note'}>
          <UserText>{note}</UserText>
        </FactRow>
      )}
      <FactRow name="Requested by">
        <UserText>{askedBy.name}</UserText>
        {', '}
        <Time instant={askedAt} zone={zone} />
      </FactRow>
      {decidedBy !== null && (
        <FactRow name="Decided by">
          <UserText>{decidedBy}</UserText>
          {', '}
          <Time instant={changedAt} zone={zone} />
        </FactRow>
      )}
      {reason !== null && (
        <FactRow name="Rejected because">
          <UserText>{reason}</UserText>
        </FactRow>
      )}
      {failure !== null && <FactRow name="The account says">{failure}</FactRow>}
      {commandId !== null && failure === null && (
        <FactRow name="Result">
          <TextLink href={`/accounts/${accountId}/receipts/${commandId}`}>Receipt</TextLink>
        </FactRow>
      )}
    </dl>
  )
}
