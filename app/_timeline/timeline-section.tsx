import 'server-only'
import type { ReactNode } from 'react'
import { queryClient } from '@/app/_queries/client'
import { LiveState } from '@/app/_queries/live-state'
import { stateText } from '@/app/_queries/state-text'
import { newestQuery, TIMELINE_PART, timelinePartQuery } from '@/app/_queries/timeline'
import { type TimelineCursor, writeTimelineCursor } from '@/app/_server/http/cursors'
import type { Viewer } from '@/app/_server/people/viewer'
import { eventTypesOf } from '@/app/_server/streams/event-types'
import { filterChoices } from '@/app/_server/timeline/filter-choices'
import { bankTimeline, streamTimeline } from '@/app/_server/timeline/timeline'
import { resolveView } from '@/app/_server/timeline/timeline-query'
import { openingVersion, readLates } from '@/app/_server/timeline/timeline-start'
import { wallTime } from '@/app/_time/instant'
import { ZoneNote } from '@/app/_time/zone-note'
import {
  isFiltered,
  listQuery,
  type ReadTimelineView,
  timelinePath,
  turnedAt,
} from '@/app/_wire/timeline'
import { timelineSentence } from '@/app/_wire/timeline-faults'
import type { TimelinePage } from '@/app/_wire/types'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { CanonicalAddress } from './canonical-address'
import { lateChanges } from './day-groups'
import { Faults } from './faults'
import { FilterBar } from './filter-bar'
import { labelOf } from './filter-words'
import { Timeline } from './timeline'

type Shown = StreamRef & { readonly version: number; readonly currency: string | null }

type TimelineSectionProps = {
  viewer: Viewer
  /** The stream; null for the whole bank. */
  stream: Shown | null
  read: ReadTimelineView
  /** The reader's, when the address has none. */
  zone: string
  order: 'asc' | 'desc'
  /** Where the next page starts, for the link without scripts. */
  cursor: TimelineCursor | null
  /** Whether the reader has scripts, as far as the address tells. */
  scripts: boolean
}

/** A timeline's filters and list; the first page is rendered on the server. */
export async function TimelineSection({
  viewer,
  stream,
  read,
  cursor,
  scripts,
  ...reader
}: TimelineSectionProps) {
  const { zone, order } = {
    zone: read.view.zone ?? reader.zone,
    order: read.view.order ?? reader.order,
  }
  const view = { ...read.view, zone, order }
  const of = stream && { type: stream.type, id: stream.id }
  const newest = stream?.version ?? null
  const money = stream === null || stream.currency !== null
  const resolution = resolveView(view, stream === null)
  const faults = [...read.faults, ...(resolution.ok ? [] : resolution.faults)].map(fault => ({
    field: fault.field,
    sentence: timelineSentence(fault, labelOf),
  }))
  const opened = new Date().toISOString()
  const today = wallTime(opened, zone).date
  const choices = await filterChoices(viewer, stream === null)
  const types = eventTypesOf(stream?.type ?? null)
  const bar = <FilterBar {...{ of, types, money, choices, view, faults, today, newest }} />
  if (!resolution.ok || faults.length > 0) {
    return (
      <>
        {bar}
        <Faults of={of} faults={faults} />
      </>
    )
  }
  const { resolved } = resolution
  // Without scripts a list can't scroll to a date, so it begins there.
  const isScrolled = scripts || resolved.at === null
  const isPlain = stream !== null && cursor === null && !isFiltered(view) && isScrolled
  const openedAt = isPlain ? await openingVersion(stream.id, resolved, stream.version) : null
  const hasBalances = isPlain && stream.currency !== null
  const lates = hasBalances ? await readLates(stream.id, stream.version) : null
  const client = queryClient()
  const search = listQuery(isPlain ? { ...view, at: null } : view, newest)
  const place = { limit: TIMELINE_PART, ...(newest === null ? {} : { through: newest }) }
  const asked = isPlain ? { ...resolved, at: null } : resolved
  const part = (from: TimelineCursor | null): Promise<TimelinePage | null> =>
    stream
      ? streamTimeline(viewer, stream.id, asked, { ...place, cursor: from })
      : bankTimeline(viewer, asked, { ...place, cursor: from })
  const back = isPlain || cursor !== null ? null : turnedAt(view, resolved.at)
  const first = await part(cursor)
  if (first === null) return null
  const start = cursor && writeTimelineCursor(cursor)
  client.setQueryData(
    timelinePartQuery({ streamId: of?.id ?? null, search, opened }, start).queryKey,
    first,
  )
  if (stream) client.setQueryData(newestQuery(stream.id).queryKey, stream.version)
  return (
    <>
      <ZoneNote shown={zone} />
      {bar}
      <LiveState state={stateText(client)}>
        <Timeline
          streamId={of?.id ?? null}
          currency={stream?.currency ?? null}
          money={money}
          view={view}
          newest={newest}
          plain={isPlain}
          openedAt={openedAt}
          lates={lates && lateChanges(lates, zone)}
          back={back && listQuery(back, newest)}
          start={start}
          opened={opened}
        />
      </LiveState>
      <CanonicalAddress zone={zone} order={order} />
      <noscript>
        <p className="flex gap-x-6">
          {first.nextCursor !== null && (
            <PlainLink href={`${timelinePath(of, view)}&scripts=off&cursor=${first.nextCursor}`}>
              {first.searchedTo === null ? 'Next page' : 'Keep searching'}
            </PlainLink>
          )}
          {back && (
            <PlainLink href={`${timelinePath(of, back)}&scripts=off`}>
              {order === 'desc' ? 'Newer events' : 'Older events'}
            </PlainLink>
          )}
        </p>
      </noscript>
    </>
  )
}

function PlainLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a className="target inline-flex items-center text-accent underline" href={href}>
      {children}
    </a>
  )
}
