'use client'

import { useEffect, useRef } from 'react'
import { TIMELINE_PART } from '@/app/_queries/timeline'
import { timeInWords } from '@/app/_time/written'
import { Button } from '@/app/_ui/button'
import { ListFailure } from '@/app/_ui/list-failure'
import { SkeletonRows } from '@/app/_ui/skeleton'
import type { TimelineItem } from '@/app/_wire/types'
import { type DayList, dayGroups, dayOf } from './day-groups'
import { EventFrame } from './event-frame'
import { EventLine } from './event-line'
import { keyOf, type TimelineLine, timelineLineOf } from './timeline-line'
import type { Parts } from './use-parts'
import type { Window } from './use-window'

type TimelineListProps = {
  parts: Parts
  window: Window
  body: React.RefObject<HTMLTableSectionElement | null>
  zone: string
  currency: string | null
  money: boolean
  caption: string
  accounts: boolean
  /** How the lines are grouped by day. */
  days: DayList
  /** The line that the list was opened at, and why it is marked. */
  here: { readonly place: number; readonly why: string } | null
  /** The key of the selected line. */
  selected: string | null
  onSelect: (line: TimelineLine) => void
}

/** The visible lines of a timeline, in a box as high as all of them. */
export function TimelineList({ parts, window, body, ...props }: TimelineListProps) {
  const { zone, currency, money, caption, accounts, days, here, selected, onSelect } = props
  const { first, above, below, rowHeight } = window
  if (parts.error && parts.count === 0) {
    return <ListFailure what="The audit trail" error={parts.error} retry={parts.retry} />
  }
  // A search without matches so far tells below how far it is.
  if (parts.count === 0 && parts.isPending && parts.searchedTo === null) {
    return <SkeletonRows rows={8} label="Loading the audit trail" />
  }
  const { itemAt, count } = parts
  const last = Math.min(window.last, count - 1)
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n)
  const groups = dayGroups({ first, last, count: parts.hasMore ? count + 1 : count, itemAt }, days)
  let day: string | null = null
  return (
    <>
      {count > 0 && (
        <EventFrame
          zone={zone}
          currency={currency}
          money={money}
          caption={caption}
          accounts={accounts}
          clock={days.clock}
          rowCount={parts.hasMore ? -1 : count + 1}
          bodyRef={body}
        >
          <Room height={above} />
          {indexes.map(index => {
            const item = itemAt(index)
            const group = groups.get(index)
            day = group?.day ?? day
            return item ? (
              <EventLine
                key={keyOf(item)}
                line={lineFor(item)}
                zone={zone}
                day={day ?? dayOf(item, days)}
                {...(group && { dayRows: group.rows, closing: group.closing })}
                selected={keyOf(item) === selected}
                onSelect={onSelect}
                index={index + 1}
                here={here?.place === index ? here.why : null}
                accounts={accounts}
                money={money}
              />
            ) : (
              <SkeletonLine key={index} height={rowHeight} />
            )
          })}
          <Room height={below} />
        </EventFrame>
      )}
      <End parts={parts} zone={zone} />
    </>
  )
}

const lines = new WeakMap<TimelineItem, TimelineLine>()

/** The same object for the same item, so that an unchanged line is not rendered again. */
function lineFor(item: TimelineItem): TimelineLine {
  const known = lines.get(item)
  if (known) return known
  const line = timelineLineOf(item)
  lines.set(item, line)
  return line
}

function Room({ height }: { height: number }) {
  if (height === 0) return null
  return (
    <tr aria-hidden className="block @4xl:table-row" style={{ height }}>
      <td className="block h-0 p-0 @4xl:table-cell" />
    </tr>
  )
}

function SkeletonLine({ height }: { height: number }) {
  return (
    <tr aria-hidden className="block border-rule border-b @4xl:table-row" style={{ height }}>
      <td className="block @4xl:hidden" />
      <td colSpan={3} className="block content-center @4xl:table-cell">
        <span className="block h-2.5 w-2/5 rounded-sm bg-sunken" />
      </td>
    </tr>
  )
}

/** The foot of the list: how far the search came, what failed, or the end. */
function End({ parts, zone }: { parts: Parts; zone: string }) {
  const { count, hasMore, fromStart, searchedTo, isSearching, error, more, stop } = parts
  const button = useRef<HTMLButtonElement>(null)
  const before = useRef(searchedTo)
  useEffect(() => {
    // Keeps the focus on the button when a search found nothing.
    if (before.current !== searchedTo && document.activeElement === document.body) {
      button.current?.focus({ preventScroll: true })
    }
    before.current = searchedTo
  }, [searchedTo])
  const counted = `${count} event${count === 1 ? '' : 's'}`
  return (
    <div className="flex min-h-16 flex-wrap items-center gap-x-4 gap-y-2 py-3 text-12 text-faint">
      {error ? (
        <>
          <p role="alert" className="text-red-ink">
            More events could not be loaded.
          </p>
          <Button look="bare" onClick={parts.retry}>
            Try again
          </Button>
        </>
      ) : searchedTo !== null ? (
        <>
          <p role="status">
            {isSearching ? 'Searching. ' : ''}
            {count === 0 ? 'No matches yet. ' : ''}
            {`Searched up to ${timeInWords(searchedTo, zone)}.`}
          </p>
          <Button ref={button} className="noscript:hidden" onClick={isSearching ? stop : more}>
            {isSearching ? 'Stop' : 'Keep searching'}
          </Button>
        </>
      ) : hasMore ? (
        <p role="status">{parts.isPending ? 'Loading more…' : `${counted} so far`}</p>
      ) : count === 0 ? (
        <p role="status" className="text-14 text-soft">
          No matching events. Remove or widen a filter.
        </p>
      ) : (
        <p role="status">
          {fromStart && count <= TIMELINE_PART ? `All ${counted}` : 'End of list'}
        </p>
      )}
    </div>
  )
}
