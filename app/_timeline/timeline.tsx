'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { TIMELINE_PART, timelinePartQuery } from '@/app/_queries/timeline'
import { useShortcut } from '@/app/_ui/shortcut'
import { isFiltered, listQuery, type TimelineView } from '@/app/_wire/timeline'
import { AttemptPanel } from './attempt-panel'
import type { DayList, LateChange } from './day-groups'
import { EventPanel } from './event-panel'
import { written } from './filter-words'
import { ListHead } from './list-head'
import { NewsPill } from './news-pill'
import { keyOf, type TimelineLine } from './timeline-line'
import { TimelineList } from './timeline-list'
import { useBothWays } from './use-both-ways'
import { type Parts, usePlainParts } from './use-parts'
import {
  keyOfSelected,
  type Selected,
  selectedOf,
  selectionIn,
  useSelection,
} from './use-selection'
import { useWindow } from './use-window'

export type TimelineProps = {
  /** Null for the whole bank. */
  streamId: string | null
  currency: string | null
  /** Whether its events move money. */
  money: boolean
  /** The view, with its zone and order resolved. */
  view: TimelineView & { zone: string; order: 'asc' | 'desc' }
  /** The stream's newest event when the list was opened. */
  newest: number | null
  /** Whether the list has every event of the stream, so that versions give positions. */
  plain: boolean
  /** In a plain list opened at a moment: the line that is first then. */
  openedAt: number | null
  /** In a plain list of an account: its late entries, for closing balances; null: too many. */
  lates: readonly LateChange[] | null
  /** In any other list opened at a moment: the list of what lies on its other side. */
  back: string | null
  /** When the server opened the list. */
  opened: string
  /** The cursor that the list starts at, when it continues another page. */
  start: string | null
}

/** A timeline: the list, the selected event beside it, and the notice of new events. */
export function Timeline(props: TimelineProps) {
  const { streamId, view, newest } = props
  const search = listQuery(props.plain ? { ...view, at: null } : view, newest)
  // A new key for each list, so that no state carries over.
  const list = { ...props, search }
  const Body = props.plain ? PlainTimeline : FoundTimeline
  return <Body key={`${streamId} ${search} ${props.opened}`} {...list} />
}

type ListProps = TimelineProps & { search: string }

function PlainTimeline(props: ListProps) {
  const { streamId, search, opened: since, view, openedAt } = props
  const newest = props.newest ?? 0
  const desc = view.order === 'desc'
  const body = useRef<HTMLTableSectionElement>(null)
  const drawn = useWindow(body, newest, TIMELINE_PART)
  const parts = usePlainParts({ streamId, search, opened: since }, newest, desc, drawn)
  const placeOf = (version: number) => (desc ? newest - version : version - 1)
  const versionAt = (place: number) => (desc ? newest - place : place + 1)
  const opened = openedAt === null ? view.event : openedAt
  const open = useEffectEvent(() => {
    if (opened !== null && opened <= newest) drawn.reveal(placeOf(opened), openedAt !== null)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the positions depend on the row height
  useEffect(() => open(), [drawn.rowHeight])
  function neighbour(by: 1 | -1, selected: Selected | null) {
    const from = selected?.version ?? null
    const place = from === null ? drawn.first : placeOf(from) + by
    if (place < 0 || place >= newest) return null
    drawn.reveal(place)
    return { streamId: streamId ?? '', version: versionAt(place), attempt: null }
  }
  const here = openedAt === null ? null : placeOf(openedAt)
  return <Shown {...props} {...{ parts, drawn, body, neighbour, here }} />
}

function FoundTimeline(props: ListProps) {
  const { streamId, search, back, opened, start, view } = props
  const body = useRef<HTMLTableSectionElement>(null)
  // The first part is there from the start, so that no empty line is drawn below its end.
  const firstPart = timelinePartQuery({ streamId, search, opened }, start)
  const known = useQueryClient().getQueryData(firstPart.queryKey)?.items.length
  const [count, setCount] = useState(known ?? TIMELINE_PART)
  const drawn = useWindow(body, count, TIMELINE_PART)
  const { parts, head } = useBothWays({ streamId, search, opened }, { start, back, drawn })
  useEffect(() => setCount(parts.count), [parts.count])
  const reveal = useEffectEvent((place: number) => drawn.reveal(place, true))
  const headed = useRef(0)
  useEffect(() => {
    const come = (head?.shown ?? 0) - headed.current
    headed.current += come
    if (come > 0) reveal(come - 1)
  }, [head?.shown])
  function neighbour(by: 1 | -1, selected: Selected | null): Selected | null {
    const from = selected === null ? drawn.first - by : placeIn(parts, drawn, selected)
    const item = from === null ? undefined : parts.itemAt(from + by)
    if (from === null || !item) return null
    drawn.reveal(from + by)
    const streamId = item.accountId
    return 'refused' in item
      ? { streamId, version: null, attempt: item.commandId }
      : { streamId, version: item.version, attempt: null }
  }
  const here = back === null ? null : (head?.shown ?? 0)
  return (
    <Shown {...props} {...{ parts, drawn, body, neighbour, here }}>
      {head && <ListHead head={head} order={view.order} zone={view.zone} />}
    </Shown>
  )
}

/** The position of what is selected among the rendered lines. */
function placeIn(parts: Parts, drawn: { first: number; last: number }, selected: Selected) {
  for (let place = drawn.first; place <= drawn.last; place++) {
    const item = parts.itemAt(place)
    if (item && keyOf(item) === keyOfSelected(selected)) return place
  }
  return null
}

type ShownProps = ListProps & {
  parts: Parts
  drawn: ReturnType<typeof useWindow>
  body: React.RefObject<HTMLTableSectionElement | null>
  neighbour: (by: 1 | -1, selected: Selected | null) => Selected | null
  /** The line that the list was opened at. */
  here: number | null
  /** Shown above the lines. */
  children?: ReactNode
}

function Shown({ parts, drawn, body, neighbour, here, children, ...props }: ShownProps) {
  const { streamId, currency, money, view, newest, opened } = props
  const days = daysOf(props)
  const [selected, select] = useSelection(streamId)
  const press = useCallback(
    (line: TimelineLine) => {
      const to = selectedOf(line)
      if (to) select(to)
    },
    [select],
  )
  const move = (by: 1 | -1) => {
    // The address is ahead of the rendered state during fast key presses, and each one counts.
    const to = neighbour(by, selectionIn(window.location.search, streamId))
    if (to) select(to)
  }
  const isOpen = selected !== null
  // Beside the panel the lines get higher, and the selected one moves.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the lines change their height
  useEffect(() => {
    body.current?.querySelector('[data-selected]')?.scrollIntoView({ block: 'nearest' })
  }, [drawn.rowHeight])
  useShortcut('j', () => move(1))
  useShortcut('k', () => move(-1))
  useShortcut('ArrowDown', () => move(1), isOpen)
  useShortcut('ArrowUp', () => move(-1), isOpen)
  const oldestFirst = view.order === 'asc'
  return (
    <>
      <NewsPill {...{ streamId, newest, opened }} filtered={isFiltered(view)} />
      <div className={isOpen ? 'lg:grid lg:grid-cols-[minmax(0,1fr)_26rem] lg:gap-6' : ''}>
        <div className="min-w-0">
          {children}
          <TimelineList
            parts={parts}
            window={drawn}
            body={body}
            zone={view.zone}
            currency={currency}
            money={money}
            caption={`Events, ${oldestFirst ? 'oldest' : 'newest'} first`}
            accounts={streamId === null}
            days={days}
            here={
              here === null ? null : { place: here, why: `Jumped to ${written(view.at ?? '')}` }
            }
            selected={selected && keyOfSelected(selected)}
            onSelect={press}
          />
        </div>
        {selected && (
          <Panel
            selected={selected}
            zone={view.zone}
            accounts={streamId === null}
            onMove={move}
            onClose={() => select(null)}
          />
        )}
      </div>
    </>
  )
}

/** How a list is grouped by day. Only a list of every event of an account has closing balances. */
function daysOf(props: ListProps): DayList {
  const { zone, clock, order } = props.view
  const whole = props.plain
  return { zone, clock, order, whole, lates: whole && props.money ? props.lates : null }
}

type PanelProps = Pick<Parameters<typeof EventPanel>[0], 'accounts' | 'onMove' | 'onClose'> & {
  selected: Selected
  zone: string
}

function Panel({ selected, ...props }: PanelProps) {
  const { streamId, version, attempt } = selected
  return version === null ? (
    <AttemptPanel {...props} streamId={streamId} commandId={attempt} />
  ) : (
    <EventPanel {...props} streamId={streamId} version={version} />
  )
}
