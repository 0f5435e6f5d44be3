import 'server-only'
import { findPeople, personText } from '@/app/_server/people/customers'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { customerIn, reversedIn } from '@/app/_wire/event-data'
import type { EventJson, TimelineItem } from '@/app/_wire/types'
import { keyOfEntry } from '@/db/timeline/reversals'

/** Whether an event is an entry that can be reversed: a movement, and no reversal. */
export function isReversible(event: EventJson): boolean {
  return event.version > 1 && event.money !== null && reversedIn(event) === null
}

/** The items with what connects them to others: which entry reversed them, whom they assign. */
export async function withTies<Item extends TimelineItem>(
  viewer: Viewer,
  items: readonly Item[],
): Promise<Item[]> {
  const events = items.filter(item => !('refused' in item)) as EventJson[] // the others are refusals
  const entries = events.filter(isReversible).map(keyOf)
  const assigned = may(viewer, 'readBank') ? events.map(customerIn).filter(id => id !== null) : []
  const [reversals, people] = await Promise.all([
    bank().store.readReversals(entries),
    findPeople(viewer, assigned),
  ])
  if (reversals.size === 0 && people.size === 0) return [...items]
  return items.map(item => {
    if ('refused' in item) return item
    const reversedBy = reversals.get(keyOfEntry(keyOf(item)))
    const customer = people.get(customerIn(item) ?? '')
    if (reversedBy === undefined && !customer) return item
    const ties = {
      ...(reversedBy !== undefined && { reversedBy }),
      ...(customer && { customer: personText(customer) }),
    }
    return { ...item, ties }
  })
}

function keyOf({ accountId, version }: EventJson) {
  return { aggregateId: accountId, version }
}
