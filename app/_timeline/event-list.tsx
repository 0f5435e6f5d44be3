'use client'

import type { ReactNode } from 'react'
import type { TimelineItem } from '@/app/_wire/types'
import { dayOf } from './day-groups'
import { EventFrame } from './event-frame'
import { EventLine } from './event-line'
import { keyOf, timelineLineOf } from './timeline-line'

export type EventListProps = {
  /** In display order. */
  items: readonly TimelineItem[]
  zone: string
  /** The account's currency; null when each line has its own. */
  currency: string | null
  /** The table's caption for screen readers. */
  caption: string
  /** The selected event's number, which another component may share. */
  selected: number | null
  onSelect: (version: number) => void
  /** A labelled rule above the event of that number: "This moment". */
  rule?: { above: number; label: ReactNode }
  /** Whether an event is later than the shown moment, and so a shade lighter. */
  isFaded?: (version: number) => boolean
}

/** Events of one account, one of which can be selected by click, by Enter or by the parent. */
export function EventList({ items, zone, currency, caption, ...props }: EventListProps) {
  const { selected, onSelect, rule, isFaded } = props
  const dayAt = (index: number) => {
    const item = items[index]
    return item ? dayOf(item, { zone, clock: 'occurred' }) : null
  }
  const isRuled = (index: number) => {
    const item = items[index]
    return rule !== undefined && item && 'version' in item && item.version === rule.above
  }
  // A rule across the list parts a day in two.
  const startsAt = (index: number) => dayAt(index) !== dayAt(index - 1) || isRuled(index)
  const rowsFrom = (start: number) => {
    let end = start + 1
    while (end < items.length && !startsAt(end)) end++
    return end - start
  }
  return (
    <EventFrame zone={zone} currency={currency} caption={caption}>
      {items.map((item, index) => {
        const line = timelineLineOf(item)
        const { version } = line
        const day = dayAt(index)
        return (
          <EventLine
            key={keyOf(item)}
            line={line}
            zone={zone}
            day={day}
            {...(startsAt(index) && { dayRows: rowsFrom(index) })}
            selected={version !== null && version === selected}
            onSelect={({ version }) => version !== null && onSelect(version)}
            faded={version !== null && (isFaded?.(version) ?? false)}
            ruleAbove={rule && rule.above === version ? rule.label : undefined}
          />
        )
      })}
    </EventFrame>
  )
}
