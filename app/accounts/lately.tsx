import Link from 'next/link'
import { AccountName } from '@/app/_accounts/account-name'
import type { Overview } from '@/app/_server/accounts/overview'
import { isCredit, timelineLineOf } from '@/app/_timeline/timeline-line'
import { Amount } from '@/app/_ui/amount'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { eventPath } from '@/app/_wire/stream-path'

type LatelyProps = { title?: string; events: Overview['lately']; zone: string }

/** The newest events over several accounts. */
export function Lately({ title = 'Recent activity', events, zone }: LatelyProps) {
  return (
    <section aria-labelledby="lately" className="min-w-0">
      <h2 id="lately" className="mb-2 font-medium text-16">
        {title}
      </h2>
      <ul className="border-rule border-t">
        {events.map(({ owner, ...event }) => (
          <LatelyLine key={event.eventId} event={event} owner={owner} zone={zone} />
        ))}
      </ul>
    </section>
  )
}

type LatelyLineProps = {
  event: Parameters<typeof timelineLineOf>[0]
  owner: string
  zone: string
}

function LatelyLine({ event, owner, zone }: LatelyLineProps) {
  const line = timelineLineOf(event)
  const { stream, version, title, rest, at, on, delta, currency } = line
  return (
    <li className="transition-calm relative border-rule border-b py-2.5 hover:bg-sunken">
      <span className="flex items-baseline justify-between gap-4">
        <span className="cut min-w-0">
          <Link
            prefetch={false}
            href={eventPath(stream, version ?? 0)}
            className="font-semibold after:absolute after:inset-0"
          >
            <UserText>{title}</UserText>
          </Link>
          {rest.length > 0 && (
            <UserText className="pl-2 text-12 text-soft">{rest.join(' · ')}</UserText>
          )}
        </span>
        {delta !== null && (
          <Amount
            value={delta}
            signed
            {...(currency && { currency })}
            className={isCredit(line) ? 'text-credit' : ''}
          />
        )}
      </span>
      <span className="flex items-baseline justify-between gap-4 text-12 text-soft">
        {at !== null && <Time instant={at} zone={zone} on={on} />}
        <AccountName owner={owner} id={stream.id} />
      </span>
    </li>
  )
}
