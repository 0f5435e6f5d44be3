'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { eventsQuery } from '@/app/_queries/accounts'
import { type Line, lineOf } from '@/app/_ui/event-words'
import { ListEnd } from '@/app/_ui/list-end'
import { ListFailure } from '@/app/_ui/list-failure'
import { SkeletonRows } from '@/app/_ui/skeleton'
import type { EventJson } from '@/app/_wire/types'
import { EventRow } from './event-row'
import { EventTable } from './event-table'

type AuditTrailProps = {
  id: string
  zone: string
  currency: string
  /** How many events there are. */
  version: number
  /** What is being recorded; it stands on top until the book has it. */
  pending: Line | null
}

/** Every event of an account, newest first, a part at a time. */
export function AuditTrail({ id, zone, currency, version, pending }: AuditTrailProps) {
  const trail = useInfiniteQuery(eventsQuery(id))
  const events = trail.data?.pages.flatMap(page => page.items) ?? []
  const newest = events[0]?.version ?? 0
  // Rows that come while the page is open arrive; those that were there just stand.
  const [seen] = useState(newest)
  const isArriving = (version: number) => seen > 0 && version > seen
  const late = lateVersions(events)
  return (
    <section aria-labelledby="trail" className="mt-12">
      <div className="mb-2 flex items-baseline gap-3">
        <h2 id="trail" className="font-medium text-16">
          Audit trail
        </h2>
        <p className="text-12 text-faint">{version === 1 ? 'One event' : `${version} events`}</p>
      </div>
      {trail.isPending ? (
        <SkeletonRows rows={6} label="The audit trail is on its way" />
      ) : trail.isError && !trail.data ? (
        <ListFailure what="The audit trail" error={trail.error} retry={trail.refetch} />
      ) : (
        <>
          <EventTable zone={zone} currency={currency}>
            {pending && pending.version > newest && (
              <EventRow key={pending.version} line={pending} event={null} zone={zone} arriving />
            )}
            {events.map(event => (
              <EventRow
                key={event.version}
                line={lineOf(event)}
                event={event}
                zone={zone}
                arriving={isArriving(event.version)}
                late={late.has(event.version)}
              />
            ))}
          </EventTable>
          <ListEnd list={trail} count={events.length} noun="event" />
        </>
      )}
    </section>
  )
}

/** The events, newest first, that happened before one that had been recorded already. */
function lateVersions(events: readonly EventJson[]): ReadonlySet<number> {
  const late = new Set<number>()
  let frontier = ''
  for (const { occurredAt, version } of events.toReversed()) {
    if (occurredAt < frontier) late.add(version)
    else frontier = occurredAt
  }
  return late
}
