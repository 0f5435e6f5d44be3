'use client'

import type { ReactNode } from 'react'
import type { TimelineItem } from '@/app/_wire/types'
import { EventFrame } from './event-frame'
import { EventLine } from './event-line'
import { keyOf, timelineLineOf } from './timeline-line'

export type EventListProps = {
  /** In the order in which they are shown. */
  items: readonly TimelineItem[]
  zone: string
  /** Of the account; null when each line says its own. */
  currency: string | null
  /** What the table is, for those who can't see where it stands. */
  caption: string
  /** The number of the selected event, which another component may share. */
  selected: number | null
  onSelect: (version: number) => void
  /** A line across the list, above the event of that number: "This moment". */
  rule?: { above: number; label: ReactNode }
  /** Whether an event stands after what is looked at: a shade lighter. */
  isFaded?: (version: number) => boolean
}

/** Some events of one account, one of which can be selected: by press, by Enter, from outside. */
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
