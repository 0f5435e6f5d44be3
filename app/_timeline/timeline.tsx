'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { type ReactNode, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react'
import { TIMELINE_PART } from '@/app/_queries/timeline'
import { useShortcut } from '@/app/_ui/shortcut'
import { isFiltered, listQuery, readTimelineView, type TimelineView } from '@/app/_wire/timeline'
import { EventPanel } from './event-panel'
import { ListHead } from './list-head'
import { NewsPill } from './news-pill'
import type { TimelineLine } from './timeline-line'
import { TimelineList } from './timeline-list'
import { useBothWays } from './use-both-ways'
import { type Parts, usePlainParts } from './use-parts'
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
  /** In a plain list opened at a moment: the line that is first then. */
  openedAt: number | null
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
  const search = listQuery(isPlain(props) ? { ...view, at: null } : view, newest)
  // A new key for each list, so that no state carries over.
  const list = { ...props, search }
  const Body = isPlain(props) ? PlainTimeline : FoundTimeline
  return <Body key={`${streamId} ${search} ${props.opened}`} {...list} />
}

type ListProps = TimelineProps & { search: string }

/** Whether the list has every event of the stream, so that versions give positions. */
function isPlain({ streamId, newest, view, start }: TimelineProps): boolean {
  return streamId !== null && newest !== null && start === null && !isFiltered(view)
}

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
    const place = selected === null ? drawn.first : placeOf(selected.version) + by
    if (place < 0 || place >= newest) return null
    drawn.reveal(place)
    return { streamId: streamId ?? '', version: versionAt(place) }
  }
  return <Shown {...props} parts={parts} drawn={drawn} body={body} neighbour={neighbour} />
}

function FoundTimeline(props: ListProps) {
  const { streamId, search, back, opened, start, view } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const [count, setCount] = useState(TIMELINE_PART)
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
  /** The next event in the list, skipping refused commands. */
  function neighbour(by: 1 | -1, selected: Selected | null) {
    let place = selected === null ? drawn.first - 1 : placeIn(parts, drawn, selected)
    if (place === null) return null
    for (place += by; place >= 0 && place < parts.count; place += by) {
      const item = parts.itemAt(place)
      if (!item) return null
      if ('refused' in item) continue
      drawn.reveal(place)
      return { streamId: item.accountId, version: item.version }
    }
    return null
  }
  return (
    <Shown {...props} parts={parts} drawn={drawn} body={body} neighbour={neighbour}>
      {head && <ListHead head={head} order={view.order} zone={view.zone} />}
    </Shown>
  )
}

type Selected = { streamId: string; version: number }

/** The position of an event among the rendered lines. */
function placeIn(
  parts: Parts,
  drawn: { first: number; last: number },
  { streamId, version }: Selected,
) {
  for (let place = drawn.first; place <= drawn.last; place++) {
    const item = parts.itemAt(place)
    if (item && !('refused' in item) && item.version === version && item.accountId === streamId) {
      return place
    }
  }
  return null
}

type ShownProps = ListProps & {
  parts: Parts
  drawn: ReturnType<typeof useWindow>
  body: React.RefObject<HTMLTableSectionElement | null>
  neighbour: (by: 1 | -1, selected: Selected | null) => Selected | null
  /** Shown above the lines. */
  children?: ReactNode
}

function Shown({ streamId, currency, money, view, newest, opened, ...props }: ShownProps) {
  const { parts, drawn, body, neighbour, children } = props
  const [selected, select] = useSelection(streamId)
  const press = useCallback(
    ({ stream, version }: TimelineLine) =>
      version !== null && select({ streamId: stream.id, version }),
    [select],
  )
  const move = (by: 1 | -1) => {
    // The address is ahead of the rendered state during fast key presses, and each one counts.
    const to = neighbour(by, selectionIn(window.location.search, streamId))
    if (to) select(to)
  }
  const isOpen = selected !== null
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
            selected={selected && `${selected.streamId}.${selected.version}`}
            onSelect={press}
          />
        </div>
        {selected && (
          <EventPanel
            streamId={selected.streamId}
            version={selected.version}
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

/** The selected event, kept in the address so that a link to it can be shared. */
function useSelection(streamId: string | null) {
  const path = usePathname()
  const selected = selectionIn(useSearchParams().toString(), streamId)
  const returnTo = useRef<Element | null>(null)
  const select = useCallback(
    (to: Selected | null) => {
      const params = new URLSearchParams(window.location.search)
      if (to === null) {
        params.delete('event')
        params.delete('account')
      } else {
        params.set('event', String(to.version))
        if (streamId === null) params.set('account', to.streamId)
        returnTo.current ??= document.activeElement
      }
      const search = params.toString()
      window.history.replaceState(null, '', search === '' ? path : `${path}?${search}`)
      if (to === null) {
        if (returnTo.current instanceof HTMLElement) returnTo.current.focus()
        returnTo.current = null
      }
    },
    [streamId, path],
  )
  return [selected, select] as const
}

function selectionIn(search: string, streamId: string | null): Selected | null {
  const { view } = readTimelineView(new URLSearchParams(search))
  const owner = streamId ?? view.account
  return view.event === null || owner === null ? null : { streamId: owner, version: view.event }
}
