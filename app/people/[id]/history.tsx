import Link from 'next/link'
import type { Viewer } from '@/app/_server/people/viewer'
import { streamTimeline } from '@/app/_server/timeline/timeline'
import { resolveView } from '@/app/_server/timeline/timeline-query'
import { lineOf } from '@/app/_ui/event-words'
import { Time } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { PLAIN_TIMELINE } from '@/app/_wire/timeline'
import type { EventJson } from '@/app/_wire/types'

const SHOWN = 20

type HistoryProps = { viewer: Viewer; streamId: string; zone: string }

/** The newest events of a person's stream, and the ways to all of it and to its past. */
export async function History({ viewer, streamId, zone }: HistoryProps) {
  const read = resolveView(PLAIN_TIMELINE, false)
  const page =
    read.ok &&
    (await streamTimeline(viewer, streamId, read.resolved, { cursor: null, limit: SHOWN }))
  const events = page ? (page.items as EventJson[]) : [] // a plain view has no refused commands
  return (
    <section aria-labelledby="history-title" className="mt-10">
      <h2 id="history-title" className="mb-3 font-semibold text-16">
        History
      </h2>
      {events.length === 0 ? (
        <p className="text-soft">Nothing is recorded yet. It begins with the first change.</p>
      ) : (
        <>
          <ul className="border-rule border-t">
            {events.map(event => (
              <Entry key={event.version} event={event} streamId={streamId} zone={zone} />
            ))}
          </ul>
          <p className="mt-3 flex flex-wrap gap-x-6">
            <Way href={`/streams/${streamId}`}>Whole history</Way>
            <Way href={`/streams/${streamId}/fold`}>Event by event</Way>
            <Way href={`/streams/${streamId}/compare`}>Then and now</Way>
          </p>
        </>
      )}
    </section>
  )
}

type EntryProps = { event: EventJson; streamId: string; zone: string }

function Entry({ event, streamId, zone }: EntryProps) {
  const { word, by } = lineOf(event)
  return (
    <li className="border-rule border-b">
      <Link
        href={`/streams/${streamId}/events/${event.version}`}
        prefetch={false}
        className="transition-calm flex flex-wrap justify-between gap-x-6 py-2 hover:bg-sunken"
      >
        <span>
          {word}
          <span className="text-soft">{roleIn(event)}</span>
        </span>
        <span className="text-12 text-soft leading-5">
          <Time instant={event.occurredAt} zone={zone} />, by <UserText>{by}</UserText>
        </span>
      </Link>
    </li>
  )
}

/** The part of an event's line that says the role; the person is known here. */
function roleIn(event: EventJson): string {
  const { detail } = lineOf({ ...event, ties: {} })
  return detail ? ` · ${detail}` : ''
}

function Way({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="target inline-flex items-center text-accent underline underline-offset-2"
    >
      {children}
    </Link>
  )
}
