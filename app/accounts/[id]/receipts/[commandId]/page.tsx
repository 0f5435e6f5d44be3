import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { getReceipt } from '@/app/_server/accounts/accounts'
import { askedQuery } from '@/app/_server/http/address'
import { requireViewer } from '@/app/_server/people/session'
import { pathAtVersion } from '@/app/_time/moment-path'
import { readerZone } from '@/app/_time/reader'
import { Amount } from '@/app/_ui/amount'
import { ButtonLink } from '@/app/_ui/button'
import { CopyButton } from '@/app/_ui/copy-button'
import { lineOf } from '@/app/_ui/event-words'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import type { ReceiptJson } from '@/app/_wire/types'
import { NothingHere } from '@/app/nothing-here'
import { NowBar } from '../../now-bar'

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
      <main id="main" className="mx-auto w-full max-w-xl px-4 py-8 sm:py-12">
        <h1 className="text-12 text-faint">Receipt</h1>
        <p className="mt-1 text-16 text-soft">{word}</p>
        <p className="font-medium text-32 sm:text-48">
          <Amount value={event.money?.change.replace('-', '') ?? ''} currency={account.currency} />
        </p>
        <ReceiptFacts account={account} event={event} zone={zone} />
        <div data-chrome className="mt-6 flex flex-wrap items-center gap-4">
          <ButtonLink href={`/accounts/${id}`}>Back to the account</ButtonLink>
          <CopyButton what="link to this receipt">Copy link</CopyButton>
        </div>
      </main>
    </>
  )
}

function ReceiptFacts({ account, event, zone }: ReceiptJson & { zone: string }) {
  const { version, balance, note, by } = lineOf(event)
  return (
    <dl className="mt-8 border-rule border-t">
      <Fact name="Account">
        <TextLink href={`/accounts/${account.id}`}>{account.owner}</TextLink>
      </Fact>
      <Fact name="Number">
        <span className="font-mono text-12">{account.number}</span>
      </Fact>
      <Fact name="Balance after">
        <Amount value={balance ?? account.balance} currency={account.currency} />
      </Fact>
      {note && <Fact name="Note">{note}</Fact>}
      <Fact name="Effective date">
        <Time instant={event.occurredAt} zone={zone} />
      </Fact>
      <Fact name="Recorded">
        <Time instant={event.createdAt} zone={zone} />
      </Fact>
      <Fact name="Time zone">{zone}</Fact>
      <Fact name="By">{by}</Fact>
      <Fact name="Event">
        <TextLink href={pathAtVersion(account.id, version)}>{`Event ${version}`}</TextLink>
      </Fact>
      <Fact name="Command ID">
        <span className="break-all font-mono text-12">{event.commandId}</span>
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[8rem_minmax(0,1fr)] gap-4 border-rule border-b py-2.5">
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  )
}
