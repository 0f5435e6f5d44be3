import { listEvents } from '@/app/_server/accounts'
import type { Viewer } from '@/app/_server/session'
import { lineOf } from '@/app/_ui/event-words'
import type { AccountJson, EventJson } from '@/app/_wire/types'
import { EventRow } from '../../event-row'
import { EventTable } from '../../event-table'

type BookAroundProps = {
  viewer: Viewer
  account: AccountJson
  /** The first event after the moment. */
  before: EventJson | null
  late: readonly EventJson[]
  zone: string
}

/** How many events are shown on either side of the moment. */
const AFTER_MAX = 2
const UNTIL_MAX = 10

/** The page of the book that the moment lies on, with the moment drawn as a line across it. */
export async function BookAround({ viewer, account, before, late, zone }: BookAroundProps) {
  const { id, version, currency } = account
  const [after, until] = await Promise.all([
    listEvents(viewer, id, { order: 'asc', cursor: String(version), limit: AFTER_MAX }),
    listEvents(viewer, id, { order: 'desc', cursor: String(version + 1), limit: UNTIL_MAX }),
  ])
  const counted = new Set(late.map(event => event.version))
  const rest = version - (until?.items.length ?? 0)
  return (
    <section aria-labelledby="book" className="mt-12">
      <h2 id="book" className="mb-2 font-medium text-16">
        The book around this moment
      </h2>
      <EventTable zone={zone} currency={currency} caption="Events around the moment, newest first">
        {before &&
          after?.items
            .toReversed()
            .map(event => (
              <EventRow
                key={event.version}
                line={lineOf(event)}
                event={event}
                zone={zone}
                later={!counted.has(event.version)}
              />
            ))}
        <MomentRow />
        {until?.items.map(event => (
          <EventRow key={event.version} line={lineOf(event)} event={event} zone={zone} />
        ))}
      </EventTable>
      {rest > 0 && (
        <p className="py-3 text-12 text-faint">{`${rest} earlier event${rest === 1 ? '' : 's'}`}</p>
      )}
    </section>
  )
}

function MomentRow() {
  return (
    <tr className="block sm:table-row">
      <td colSpan={7} className="block border-amber border-b-2 py-1 text-12 sm:table-cell">
        <span className="font-medium text-amber-ink">This moment</span>
      </td>
    </tr>
  )
}
