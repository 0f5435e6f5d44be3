import type { MoneyMoved } from '@/domain/event-sourcing/aggregate'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { moneyOf } from '../codecs/registry'
import type { FeedEvent } from '../feed/read-feed'

/** An event that moved money; an opening is the first of its stream. */
export type Moved = MoneyMoved & { readonly recorded: RecordedEvent; readonly isOpening: boolean }

/** The events that moved money, in order. */
export function movedMoney(events: readonly Pick<FeedEvent, 'recorded'>[]): Moved[] {
  return events.flatMap(({ recorded }) => {
    const money = moneyOf(recorded.event)
    return money ? [{ ...money, recorded, isOpening: recorded.version === 1 }] : []
  })
}
