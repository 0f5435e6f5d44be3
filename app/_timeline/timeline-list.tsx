'use client'

import { useEffect, useRef } from 'react'
import { TIMELINE_PART } from '@/app/_queries/timeline'
import { Button } from '@/app/_ui/button'
import { ListFailure } from '@/app/_ui/list-failure'
import { SkeletonRows } from '@/app/_ui/skeleton'
import { Time } from '@/app/_ui/time'
import type { TimelineItem } from '@/app/_wire/types'
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
  /** The key of the selected line. */
  selected: string | null
  onSelect: (line: TimelineLine) => void
}

/** The visible lines of a timeline, in a box as high as all of them. */
export function TimelineList({ parts, window, body, ...props }: TimelineListProps) {
  const { zone, currency, money, caption, accounts, selected, onSelect } = props
  const { first, last, above, below, rowHeight } = window
  if (parts.error && parts.count === 0) {
    return <ListFailure what="The audit trail" error={parts.error} retry={parts.retry} />
  }
  if (parts.count === 0 && parts.isPending) {
    return <SkeletonRows rows={8} label="Loading the audit trail" />
  }
  const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n)
  return (
    <>
      {parts.count > 0 && (
        <EventFrame
          zone={zone}
          currency={currency}
          money={money}
          caption={caption}
          accounts={accounts}
          rowCount={parts.hasMore ? -1 : parts.count + 1}
          bodyRef={body}
        >
          <Room height={above} />
          {indexes.map(index => {
            const item = parts.itemAt(index)
            return item ? (
              <EventLine
                key={keyOf(item)}
                line={lineFor(item)}
                zone={zone}
                selected={keyOf(item) === selected}
                onSelect={onSelect}
                index={index + 1}
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
    <tr aria-hidden className="block @2xl:table-row" style={{ height }}>
      <td className="block h-0 p-0 @2xl:table-cell" />
    </tr>
  )
}

function SkeletonLine({ height }: { height: number }) {
  return (
    <tr aria-hidden className="block border-rule border-b @2xl:table-row" style={{ height }}>
      <td className="block @2xl:hidden" />
      <td colSpan={3} className="block content-center @2xl:table-cell">
        <span className="block h-2.5 w-2/5 rounded-sm bg-sunken" />
      </td>
    </tr>
  )
}

/** The foot of the list: how far the search came, what failed, or the end. */
function End({ parts, zone }: { parts: Parts; zone: string }) {
  const { count, hasMore, fromStart, searchedTo, error, more } = parts
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
            {count === 0 ? 'No matches yet. ' : ''}
            Searched up to <Time instant={searchedTo} zone={zone} />.
          </p>
          <Button ref={button} onClick={more}>
            Keep searching
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
