import 'server-only'
import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { accountQuery } from '@/app/_queries/accounts'
import { queryClient } from '@/app/_queries/client'
import { TIMELINE_PART, timelinePartQuery } from '@/app/_queries/timeline'
import { type TimelineCursor, writeTimelineCursor } from '@/app/_server/http/cursors'
import type { Viewer } from '@/app/_server/people/viewer'
import { accountTimeline, bankTimeline } from '@/app/_server/timeline/timeline'
import { resolveView } from '@/app/_server/timeline/timeline-query'
import { openingVersion } from '@/app/_server/timeline/timeline-start'
import { wallTime } from '@/app/_time/instant'
import {
  isFiltered,
  listQuery,
  type ReadTimelineView,
  timelinePath,
  turnedAt,
} from '@/app/_wire/timeline'
import { timelineSentence } from '@/app/_wire/timeline-faults'
import type { AccountJson, TimelinePage } from '@/app/_wire/types'
import { CanonicalAddress } from './canonical-address'
import { Faults } from './faults'
import { FilterBar } from './filter-bar'
import { labelOf } from './filter-words'
import { Timeline } from './timeline'

type TimelineSectionProps = {
  viewer: Viewer
  /** Whose timeline; null for the whole bank. */
  account: AccountJson | null
  read: ReadTimelineView
  /** Of the reader, where the address has none. */
  zone: string
  order: 'asc' | 'desc'
  /** Without scripts, the list goes on by a link from here. */
  cursor: TimelineCursor | null
}

/** The filters and the list of a timeline; the first part of it comes with the page. */
export async function TimelineSection({
  viewer,
  account,
  read,
  cursor,
  ...reader
}: TimelineSectionProps) {
  const { zone, order } = {
    zone: read.view.zone ?? reader.zone,
    order: read.view.order ?? reader.order,
  }
  const view = { ...read.view, zone, order }
  const accountId = account?.id ?? null
  const newest = account?.version ?? null
  const resolution = resolveView(view, account === null)
  const faults = [...read.faults, ...(resolution.ok ? [] : resolution.faults)].map(fault => ({
    field: fault.field,
    sentence: timelineSentence(fault, labelOf),
  }))
  const opened = new Date().toISOString()
  const today = wallTime(opened, zone).date
  const bar = <FilterBar {...{ accountId, view, faults, today, newest }} />
  if (!resolution.ok || faults.length > 0) {
    return (
      <>
        {bar}
        <Faults accountId={accountId} faults={faults} />
      </>
    )
  }
  const { resolved } = resolution
  const isPlain = account !== null && cursor === null && !isFiltered(view)
  const openedAt = isPlain ? await openingVersion(account.id, resolved, account.version) : null
  const client = queryClient()
  const search = listQuery(isPlain ? { ...view, at: null } : view, newest)
  const place = { limit: TIMELINE_PART, ...(newest === null ? {} : { through: newest }) }
  const asked = isPlain ? { ...resolved, at: null } : resolved
  const part = (from: TimelineCursor | null): Promise<TimelinePage | null> =>
    account
      ? accountTimeline(viewer, account.id, asked, { ...place, cursor: from })
      : bankTimeline(viewer, asked, { ...place, cursor: from })
  const back = isPlain || cursor !== null ? null : turnedAt(view, resolved.at)
  const first = await part(cursor)
  if (first === null) return null
  const start = cursor && writeTimelineCursor(cursor)
  client.setQueryData(timelinePartQuery({ accountId, search, opened }, start).queryKey, first)
  if (account) client.setQueryData(accountQuery(account.id).queryKey, account)
  return (
    <>
      {bar}
      <HydrationBoundary state={dehydrate(client)}>
        <Timeline
          accountId={accountId}
          currency={account?.currency ?? null}
          view={view}
          newest={newest}
          openedAt={openedAt}
          back={back && listQuery(back, newest)}
          start={start}
          opened={opened}
        />
      </HydrationBoundary>
      <CanonicalAddress zone={zone} order={order} />
      <noscript>
        <p className="flex gap-x-6">
          {first.nextCursor !== null && (
            <PlainLink href={`${timelinePath(accountId, view)}&cursor=${first.nextCursor}`}>
              Next page
            </PlainLink>
          )}
          {back && (
            <PlainLink href={timelinePath(accountId, back)}>
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
