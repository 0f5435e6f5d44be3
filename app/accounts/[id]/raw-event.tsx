import Link from 'next/link'
import type { ReactNode } from 'react'
import { CopyButton } from '@/app/_ui/copy-button'
import { Time } from '@/app/_ui/time'
import type { EventJson } from '@/app/_wire/types'

/** An event with everything that its envelope says, and the JSON that is stored. */
export function RawEvent({ event, zone }: { event: EventJson; zone: string }) {
  const json = JSON.stringify(event, null, 2)
  const { accountId, version, commandId, actor } = event
  return (
    <div className="animate-arrive pt-3 pb-5">
      <dl className="mb-4 grid grid-cols-[5rem_minmax(0,1fr)] items-center gap-x-4 gap-y-1.5 text-12">
        <Fact name="Happened">
          <Time instant={event.occurredAt} zone={zone} />
        </Fact>
        <Fact name="Recorded">
          <Time instant={event.createdAt} zone={zone} />
        </Fact>
        <Fact name="By">{`${actor.name}, ${actor.role}`}</Fact>
        {event.data.note && <Fact name="Note">{event.data.note}</Fact>}
        <Fact name="Event id">
          <Id text={event.eventId} what="event id" />
        </Fact>
        {commandId && (
          <Fact name="Command id">
            <Id text={commandId} what="command id" />
          </Fact>
        )}
        <Fact name="See also">
          <span className="flex flex-wrap gap-x-4 gap-y-1 [&>a]:target-inline [&>a]:inline-flex [&>a]:items-center [&>a]:text-accent [&>a]:underline [&>a]:underline-offset-2">
            <Link prefetch={false} href={`/accounts/${accountId}/at/v${version}`}>
              The account after this event
            </Link>
            {commandId && version > 1 && (
              <Link prefetch={false} href={`/accounts/${accountId}/receipts/${commandId}`}>
                Receipt
              </Link>
            )}
          </span>
        </Fact>
      </dl>
      <div className="relative">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what is too wide */}
        <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-4 font-mono text-12">
          {json}
        </pre>
        <span className="absolute top-3 right-3">
          <CopyButton text={json} what="raw event" />
        </span>
      </div>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words text-soft">{children}</dd>
    </>
  )
}

function Id({ text, what }: { text: string; what: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 align-middle">
      <span className="break-all font-mono">{text}</span>
      <CopyButton text={text} what={what} />
    </span>
  )
}
