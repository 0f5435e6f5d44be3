import type { Metadata } from 'next'
import { getReceipt } from '@/app/_server/accounts/accounts'
import { askedQuery } from '@/app/_server/http/address'
import { may } from '@/app/_server/people/rights'
import { requireViewer } from '@/app/_server/people/session'
import { pathAtVersion } from '@/app/_time/moment-path'
import { readerZone } from '@/app/_time/reader'
import { Amount } from '@/app/_ui/amount'
import { ButtonLink } from '@/app/_ui/button-link'
import { CopyButton } from '@/app/_ui/copy-button'
import { lineOf } from '@/app/_ui/event-words'
import { FactRow } from '@/app/_ui/fact-row'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { Wordmark } from '@/app/_ui/wordmark'
import type { ReceiptJson } from '@/app/_wire/types'
import { NothingHere } from '@/app/nothing-here'
import { NowBar } from '../../now-bar'
import { otherSideOf } from './other-side'
import { PrintButton } from './print-button'

export const metadata: Metadata = { title: 'Receipt' }

/** The permanent receipt of one command; neither the address nor the content ever changes. */
export default async function ReceiptPage({
  params,
  searchParams,
}: PageProps<'/accounts/[id]/receipts/[commandId]'>) {
  const [viewer, { id, commandId }, query] = await Promise.all([
    requireViewer(),
    params,
    askedQuery(searchParams),
  ])
  const [receipt, zone] = await Promise.all([
    getReceipt(viewer, id, commandId),
    readerZone(query.zone),
  ])
  if (!receipt) return <NothingHere />
  const { account, event } = receipt
  const { word } = lineOf(event)
  return (
    <>
      <NowBar id={id} zone={zone} />
      <main id="main" className="column-narrow py-8 sm:py-12 print:max-w-none">
        <p className="mb-10 hidden print:block">
          <Wordmark />
        </p>
        <h1 className="text-12 text-faint">Receipt</h1>
        <p className="mt-1 text-16 text-soft">{word}</p>
        {event.money && (
          <p className="font-medium text-32 sm:text-48">
            <Amount value={event.money.change.replace('-', '')} currency={account.currency} />
          </p>
        )}
        <ReceiptFacts
          account={account}
          event={event}
          zone={zone}
          linksOther={may(viewer, 'readBank')}
        />
        <div data-chrome className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-2">
          <ButtonLink href={`/accounts/${id}`}>Back to the account</ButtonLink>
          <PrintButton />
          <CopyButton what="link to this receipt">Copy link</CopyButton>
        </div>
      </main>
    </>
  )
}

type ReceiptFactsProps = ReceiptJson & {
  zone: string
  /** Whether the reader may open the other account of a transfer. */
  linksOther: boolean
}

function ReceiptFacts({ account, event, zone, linksOther }: ReceiptFactsProps) {
  const { version, balance, note, by } = lineOf(event)
  const other = otherSideOf(event)
  return (
    <dl className="mt-8 border-rule border-t">
      <FactRow name={other ? (other.direction === 'out' ? 'From' : 'To') : 'Account'}>
        <TextLink href={`/accounts/${account.id}`}>
          <UserText>{account.owner}</UserText>
        </TextLink>
        <AccountNumber text={account.number} />
      </FactRow>
      {other && (
        <FactRow name={other.direction === 'out' ? 'To' : 'From'}>
          {linksOther ? (
            <TextLink href={`/accounts/${other.accountId}`}>
              <UserText>{other.owner}</UserText>
            </TextLink>
          ) : (
            <UserText>{other.owner}</UserText>
          )}
          <AccountNumber text={other.number} />
        </FactRow>
      )}
      {note && (
        <FactRow name={other ? 'Reference' : 'Note'}>
          <UserText>{note}</UserText>
        </FactRow>
      )}
      <FactRow name="Balance after">
        <Amount value={balance ?? account.balance} currency={account.currency} />
      </FactRow>
      <FactRow name="Effective date">
        <Time instant={event.occurredAt} on={event.occurredOn} zone={zone} exact />
      </FactRow>
      <FactRow name="Recorded">
        <Time instant={event.createdAt} zone={zone} exact />
      </FactRow>
      <FactRow name="Time zone">{zone}</FactRow>
      <FactRow name="By">
        <UserText>{by}</UserText>
      </FactRow>
      <FactRow name="Event">
        <TextLink href={pathAtVersion(account.id, version)}>{`Event ${version}`}</TextLink>
      </FactRow>
      <FactRow name="Command ID">
        <span className="break-all font-mono text-12">{event.commandId}</span>
      </FactRow>
    </dl>
  )
}

function AccountNumber({ text }: { text: string }) {
  return <span className="block font-mono text-12 text-soft">{text}</span>
}
