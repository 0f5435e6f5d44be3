import type { ReactNode } from 'react'
import { pathAfterEvent, pathAtVersion, pathOfView } from '@/app/_time/moment-path'
import { Amount } from '@/app/_ui/amount'
import { CopyButton } from '@/app/_ui/copy-button'
import { lineOf } from '@/app/_ui/event-words'
import { TextLink } from '@/app/_ui/text-link'
import { Time } from '@/app/_ui/time'
import { eventPath, isAccount, streamOf, streamPath } from '@/app/_wire/stream-path'
import { timelinePath } from '@/app/_wire/timeline'
import type { EventDetailJson, EventJson } from '@/app/_wire/types'
import { accountNumber } from '@/domain/money/account-number'
import { StateChange } from './state-change'

type EventFactsProps = {
  detail: EventDetailJson
  zone: string
  /** Shows the event's account. */
  accounts?: boolean
}

/** Everything recorded about one event: its data, its effect, and its stored form. */
export function EventFacts({ detail, zone, accounts = false }: EventFactsProps) {
  const { event, stored, title } = detail
  const { actor, money } = event
  const of = streamOf(event)
  const { word, note } = lineOf(event)
  return (
    <>
      <p className="font-medium text-20">
        {word} {money && <Amount value={money.change} signed currency={money.currency} />}
      </p>
      {note && <p className="mt-1 break-words text-soft">{note}</p>}
      <dl className={FACTS}>
        {accounts && (
          <Fact name={isAccount(of) ? 'Account' : event.aggregateType}>
            <FactLink href={streamPath(of)}>{title}</FactLink>{' '}
            <span className="font-mono">{isAccount(of) ? accountNumber(of.id) : of.id}</span>
          </Fact>
        )}
        <Fact name="Effective date">
          <Time instant={event.occurredAt} zone={zone} />
        </Fact>
        <Fact name="Recorded">
          <Time instant={event.createdAt} zone={zone} />
          {event.late && <span className="block">Recorded late, after newer entries.</span>}
        </Fact>
        <Fact name="By">
          {`${actor.name}, ${actor.role}`}{' '}
          <FactLink href={timelinePath(of, { by: actor.id, zone })}>Show only this person</FactLink>
        </Fact>
      </dl>
      <StateChange detail={detail} />
      <StoredFacts detail={detail} zone={zone} />
      <Json name="Payload" value={stored.data} />
      <Json name="Metadata" value={stored.metadata} />
      <p className="mt-3 -ml-1">
        <CopyButton text={JSON.stringify(event, null, 2)} what="event as JSON">
          Copy as JSON
        </CopyButton>
      </p>
    </>
  )
}

/** The identifiers of an event, and links to its other views. */
function StoredFacts({ detail: { event, stored }, zone }: EventFactsProps) {
  const { commandId, correlationId } = event
  const of = streamOf(event)
  return (
    <dl className={FACTS}>
      <Id name="Event ID" text={event.eventId} />
      {commandId && <Id name="Command ID" text={commandId} />}
      {correlationId && (
        <Id name="Correlation ID" text={correlationId}>
          <FactLink href={timelinePath(of, { correlation: correlationId, zone })}>
            Show all events with this ID
          </FactLink>
        </Id>
      )}
      <Fact name="Schema">{schemaWords(event.schemaVersion, stored.schemaVersion)}</Fact>
      <Fact name="See also">
        <span className="flex flex-wrap gap-x-4 gap-y-1 max-sm:gap-y-3 pointer-coarse:gap-y-3">
          {isAccount(of) ? <AccountLinks event={event} /> : <StreamLinks event={event} />}
          <FactLink href={eventPath(of, event.version)}>Permanent link</FactLink>
        </span>
      </Fact>
    </dl>
  )
}

function AccountLinks({ event: { accountId, version, commandId } }: { event: EventJson }) {
  return (
    <>
      <FactLink href={pathAtVersion(accountId, version)}>Account after this event</FactLink>
      <FactLink href={pathOfView(accountId, { segment: `v${version}` }, 'explain')}>
        Explain this balance
      </FactLink>
      {commandId && version > 1 && (
        <FactLink href={`/accounts/${accountId}/receipts/${commandId}`}>Receipt</FactLink>
      )}
    </>
  )
}

function StreamLinks({ event }: { event: EventJson }) {
  return <FactLink href={pathAfterEvent(streamOf(event), event.version)}>Steps</FactLink>
}

const FACTS = 'mt-4 grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-2 text-12'

/** Not prefetched: a panel has many links. */
function FactLink(props: { href: string; children: ReactNode }) {
  return <TextLink prefetch={false} {...props} />
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-words text-soft">{children}</dd>
    </>
  )
}

function Id({ name, text, children }: { name: string; text: string; children?: ReactNode }) {
  return (
    <Fact name={name}>
      <span className="flex items-start gap-1">
        {/* Lets an id wrap at its hyphens. */}
        <span className="min-w-0 font-mono">{text}</span>
        <CopyButton text={text} what={name} />
      </span>
      {children}
    </Fact>
  )
}

function schemaWords(present: number, stored: number): string {
  return stored === present
    ? `Version ${stored}`
    : `Stored as version ${stored}, read as ${present}`
}

function Json({ name, value }: { name: string; value: unknown }) {
  return (
    <section aria-label={name} className="mt-4">
      <p className="mb-1 text-12 text-faint">{name}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what is too wide */}
      <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-3 font-mono text-12">
        {JSON.stringify(value, null, 2)}
      </pre>
    </section>
  )
}
