'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { EVENTS_PER_PAGE, eventsQuery } from '@/app/_queries/accounts'
import { dayGroups, dayOf, lateChanges } from '@/app/_timeline/day-groups'
import { EventFrame } from '@/app/_timeline/event-frame'
import { EventLine } from '@/app/_timeline/event-line'
import { Pill } from '@/app/_timeline/news-pill'
import { type TimelineLine, timelineLineOf } from '@/app/_timeline/timeline-line'
import { ListFailure } from '@/app/_ui/list-failure'
import { useShortcut } from '@/app/_ui/shortcut'
import { SkeletonRows } from '@/app/_ui/skeleton'
import { timelinePath } from '@/app/_wire/timeline'
import type { EventJson } from '@/app/_wire/types'
import { accountStream } from '@/domain/bank-account/account-stream'

const EventPanel = dynamic(() => import('@/app/_timeline/event-panel').then(m => m.EventPanel))

type AuditTrailProps = {
  id: string
  zone: string
  currency: string
  /** How many events there are. */
  version: number
  /** The newest shown event: the reader's own appear at once, those of others on request. */
  shown: number
  onShow: (version: number) => void
}

/** The newest events of an account, and a link to its whole timeline. */
export function AuditTrail({ id, zone, currency, version, shown, onShow }: AuditTrailProps) {
  const trail = useInfiniteQuery(eventsQuery(id))
  const events = (trail.data?.pages[0]?.items ?? []).filter(event => event.version <= shown)
  const newest = events[0]?.version ?? 0
  // Only rows that arrive while the page is open are animated.
  const [seen] = useState(newest)
  const [selected, select] = useState<number | null>(null)
  const days = dayHeads(events, zone)
  const press = ({ version }: TimelineLine) => select(version)
  function move(by: 1 | -1) {
    const place = events.findIndex(event => event.version === selected)
    const to = events[place < 0 ? 0 : place + by]
    if (to) select(to.version)
  }
  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))
  useShortcut('ArrowDown', () => move(1), selected !== null)
  useShortcut('ArrowUp', () => move(-1), selected !== null)
  return (
    <section aria-labelledby="trail" className="mt-12">
      <Head id={id} zone={zone} version={version} />
      <Pill count={version - shown} onPress={() => onShow(version)} />
      {trail.isPending ? (
        <SkeletonRows rows={6} label="Loading the audit trail" />
      ) : trail.isError && !trail.data ? (
        <ListFailure what="The audit trail" error={trail.error} retry={trail.refetch} />
      ) : (
        <div className={selected ? 'lg:grid lg:grid-cols-[minmax(0,1fr)_26rem] lg:gap-6' : ''}>
          <div className="min-w-0">
            <EventFrame zone={zone} currency={currency} caption="Events, newest first">
              {events.map((event, index) => (
                <EventLine
                  key={event.version}
                  line={timelineLineOf(event)}
                  zone={zone}
                  {...days(index)}
                  selected={event.version === selected}
                  onSelect={press}
                  arriving={seen > 0 && event.version > seen}
                />
              ))}
            </EventFrame>
            <Foot id={id} zone={zone} shown={events.length} version={version} />
          </div>
          {selected !== null && (
            <EventPanel
              streamId={id}
              version={selected}
              zone={zone}
              onMove={move}
              onClose={() => select(null)}
            />
          )}
        </div>
      )}
    </section>
  )
}

/** The day of each line; with its heading and closing balance on the first line of the day. */
function dayHeads(events: readonly EventJson[], zone: string) {
  const list = {
    zone,
    clock: 'occurred',
    order: 'desc',
    whole: true,
    lates: lateChanges(events, zone),
  } as const
  const lines = {
    first: 0,
    last: events.length - 1,
    count: events.length,
    itemAt: (n: number) => events[n],
  }
  const groups = dayGroups(lines, list)
  return (index: number) => {
    const start = [...groups.keys()].findLast(first => first <= index) ?? index
    const group = groups.get(start)
    const event = events[index]
    const day = group?.day ?? (event ? dayOf(event, list) : null)
    return start === index && group ? { day, dayRows: group.rows, closing: group.closing } : { day }
  }
}

function Head({ id, zone, version }: { id: string; zone: string; version: number }) {
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-3">
      <h2 id="trail" className="font-medium text-16">
        Audit trail
      </h2>
      <p className="text-12 text-faint">{version === 1 ? 'One event' : `${version} events`}</p>
      <Link
        prefetch={false}
        href={`/accounts/${id}/what-if`}
        className="target ml-auto inline-flex items-center text-accent underline underline-offset-4"
      >
        What if?
      </Link>
      <Link
        prefetch={false}
        href={timelinePath(accountStream(id), { zone })}
        className="target inline-flex items-center text-accent underline underline-offset-4"
      >
        Filter and export
      </Link>
    </div>
  )
}

type FootProps = { id: string; zone: string; shown: number; version: number }

function Foot({ id, zone, shown, version }: FootProps) {
  if (version <= EVENTS_PER_PAGE) {
    return (
      <p className="py-4 text-12 text-faint">{shown === 1 ? 'One event' : `All ${shown} events`}</p>
    )
  }
  return (
    <p className="py-4">
      <Link
        prefetch={false}
        href={timelinePath(accountStream(id), { zone })}
        className="target inline-flex items-center text-accent underline underline-offset-4"
      >
        {`Show all ${version} events`}
      </Link>
    </p>
  )
}
