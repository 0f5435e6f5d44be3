import { pathAfterEvent, pathAtVersion, pathOfView } from '@/app/_time/moment-path'
import { Amount } from '@/app/_ui/amount'
import { CopyButton } from '@/app/_ui/copy-button'
import { lineOf } from '@/app/_ui/event-words'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { EventDetailJson } from '@/app/_wire/event-detail'
import { eventPath, isAccount, streamOf, streamPath } from '@/app/_wire/stream-path'
import { timelinePath } from '@/app/_wire/timeline'
import type { EventJson } from '@/app/_wire/types'
import { accountNumber } from '@/domain/money/account-number'
import { FACTS, Fact, FactLink, Id, Json } from './fact'
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
  const { word, detail: told } = lineOf(event)
  return (
    <>
      <p className="font-medium text-20">
        {word} {money && <Amount value={money.change} signed currency={money.currency} />}
      </p>
      {told && (
        <p className="mt-1 break-words text-soft">
          <UserText>{told}</UserText>
        </p>
      )}
      <dl className={FACTS}>
        {accounts && (
          <Fact name={isAccount(of) ? 'Account' : event.aggregateType}>
            <FactLink href={streamPath(of)}>
              <UserText>{title}</UserText>
            </FactLink>{' '}
            <span className="font-mono">{isAccount(of) ? accountNumber(of.id) : of.id}</span>
          </Fact>
        )}
        <Ties detail={detail} zone={zone} />
        <Fact name="Effective date">
          <Time instant={event.occurredAt} on={event.occurredOn} zone={zone} exact />
        </Fact>
        <Fact name="Recorded">
          <Time instant={event.createdAt} zone={zone} exact />
          {event.late && <span className="block">Recorded late, after newer entries.</span>}
        </Fact>
        <Fact name="By">
          <UserText>{actor.name}</UserText>
          {`, ${actor.role}`}{' '}
          <FactLink href={timelinePath(of, { by: actor.id, zone })}>Show only this person</FactLink>
        </Fact>
      </dl>
      <StateChange detail={detail} zone={zone} />
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

/** What an event is tied to: another account, the other one of a reversal, a hold. */
function Ties({ detail: { event, other, placedBy }, zone }: EventFactsProps) {
  const of = streamOf(event)
  const { reverses } = lineOf(event)
  const reversedBy = event.ties?.reversedBy ?? null
  const { expiresAt } = event.data
  const entry = (name: string, version: number | null) =>
    version !== null && (
      <Fact name={name}>
        <FactLink href={eventPath(of, version)}>{`Event ${version}`}</FactLink>
      </Fact>
    )
  return (
    <>
      {other && (
        <Fact name={event.money?.change.startsWith('-') ? 'To' : 'From'}>
          {other.version === null ? (
            <UserText>{other.owner}</UserText>
          ) : (
            <FactLink href={eventPath({ type: of.type, id: other.accountId }, other.version)}>
              <UserText>{other.owner}</UserText>
            </FactLink>
          )}{' '}
          <span className="whitespace-nowrap font-mono">{other.number}</span>
        </Fact>
      )}
      {entry('Reverses', reverses)}
      {entry('Reversed by', reversedBy)}
      {entry('Hold', placedBy)}
      {typeof expiresAt === 'string' && (
        <Fact name="Expires">
          <Time instant={expiresAt} zone={zone} exact />
        </Fact>
      )}
    </>
  )
}

/** The identifiers of an event, and links to its other views. */
function StoredFacts({ detail: { event, stored, mayReverse }, zone }: EventFactsProps) {
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
        <span className="flex flex-wrap gap-x-4 gap-y-2 max-sm:gap-y-3 pointer-coarse:gap-y-3">
          {isAccount(of) ? (
            <AccountLinks event={event} mayReverse={mayReverse} />
          ) : (
            <StreamLinks event={event} />
          )}
          <FactLink href={eventPath(of, event.version)}>Permanent link</FactLink>
        </span>
      </Fact>
    </dl>
  )
}

type AccountLinksProps = { event: EventJson; mayReverse: boolean }

function AccountLinks({ event, mayReverse }: AccountLinksProps) {
  const { accountId, version, commandId, money } = event
  return (
    <>
      <FactLink href={pathAtVersion(accountId, version)}>Account after this event</FactLink>
      <FactLink href={pathOfView(accountId, { segment: `v${version}` }, 'explain')}>
        Explain this balance
      </FactLink>
      {commandId && money && version > 1 && (
        <FactLink href={`/accounts/${accountId}/receipts/${commandId}`}>Receipt</FactLink>
      )}
      {version > 1 && (
        <FactLink href={`/accounts/${accountId}/what-if?without=${version}`}>
          What if this had not happened?
        </FactLink>
      )}
      {mayReverse && (
        <FactLink href={`${eventPath(streamOf(event), version)}/reverse`}>
          Reverse this entry
        </FactLink>
      )}
    </>
  )
}

function StreamLinks({ event }: { event: EventJson }) {
  return <FactLink href={pathAfterEvent(streamOf(event), event.version)}>Steps</FactLink>
}

function schemaWords(present: number, stored: number): string {
  return stored === present
    ? `Version ${stored}`
    : `Stored as version ${stored}, read as ${present}`
}
