'use client'

import type { ReactNode } from 'react'
import type { TimelineItem } from '@/app/_wire/types'
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
  return (
    <EventFrame zone={zone} currency={currency} caption={caption}>
      {items.map(item => {
        const line = timelineLineOf(item)
        const { version } = line
        return (
          <EventLine
            key={keyOf(item)}
            line={line}
            zone={zone}
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
