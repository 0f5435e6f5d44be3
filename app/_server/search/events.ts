import 'server-only'
import { accountOfRow } from '@/app/_server/accounts/wire'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { lookUpAccount, readableStream } from '@/app/_server/streams/access'
import { eventJson } from '@/app/_server/streams/wire'
import { happenedInWords } from '@/app/_time/written'
import type { SearchHitJson } from '@/app/_wire/search'
import { eventPath } from '@/app/_wire/stream-path'
import { timelinePath } from '@/app/_wire/timeline'
import { isUuid } from '@/app/_wire/uuid'
import type { AccountRow } from '@/db/accounts/account-rows'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'

/** `event 30`, `#30`, or on an account its number alone. */
const NUMBERED = /^(?:(event|entry|version|no\.?|v|#) ?#? ?)?([1-9]\d{0,8})$/i

/** The event with that number on the account that the viewer is on, or on some of their own. */
export async function findNumbered(
  q: string,
  rows: readonly AccountRow[],
  isHere: boolean,
  zone: string,
): Promise<SearchHitJson[]> {
  const [, word, number] = NUMBERED.exec(q) ?? []
  if (number === undefined || (word === undefined && !isHere)) return []
  const version = Number(number)
  const found = await Promise.all(
    rows
      .filter(row => version <= row.version)
      .map(async ({ id, owner }) => {
        const events = await bank().store.getEventStream(id, version, version)
        return events.map(event => eventHit(event, owner, zone))
      }),
  )
  return found.flat()
}

/** What an id leads to, if the viewer may see it: an account, an event, or what a command did. */
export async function findById(viewer: Viewer, id: string, zone: string): Promise<SearchHitJson[]> {
  if (TRACE_ID.test(id)) return findTrace(viewer, id)
  if (!isUuid(id)) return []
  const { store } = bank()
  const [account, event, places, correlated] = await Promise.all([
    lookUpAccount(viewer, id),
    store.findEvent(id),
    store.findCommand(id),
    may(viewer, 'readBank') ? store.readLog({ correlationId: id, order: 'desc', limit: 1 }) : null,
  ])
  const ofCommand = await Promise.all(
    places.map(({ aggregateId, version }) => store.getEventStream(aggregateId, version, version)),
  )
  const events = await Promise.all(
    [event, ...ofCommand.flat()]
      .filter(one => one !== null)
      .map(async one => {
        const stream = await readableStream(viewer, one.aggregateId)
        return stream ? [eventHit(one, stream.title, zone)] : []
      }),
  )
  return [
    ...(account ? [ofAccount(account)] : []),
    ...events.flat(),
    ...(correlated && correlated.events.length > 0 ? [ofCorrelation(id)] : []),
  ]
}

const TRACE_ID = /^[0-9a-f]{32}$/

/** The events whose correlation is the trace of the request that recorded them. */
async function findTrace(viewer: Viewer, id: string): Promise<SearchHitJson[]> {
  if (!may(viewer, 'readBank')) return []
  const { events } = await bank().store.readLog({ correlationId: id, order: 'desc', limit: 1 })
  return events.length > 0 ? [ofCorrelation(id)] : []
}

function eventHit(recorded: RecordedEvent, of: string, zone: string): SearchHitJson {
  const { aggregateType: type, aggregateId: id, version } = recorded
  const event = eventJson(recorded)
  return {
    title: `Event ${version}`,
    detail: `${of} · ${happenedInWords(event, zone)}`,
    href: eventPath({ type, id }, version),
    amount: event.money && { value: event.money.change, currency: event.money.currency },
  }
}

function ofAccount(row: AccountRow): SearchHitJson {
  const { id, owner, number, balance, currency } = accountOfRow(row)
  return {
    title: owner,
    detail: number,
    href: `/accounts/${id}`,
    amount: { value: balance, currency },
  }
}

function ofCorrelation(id: string): SearchHitJson {
  const href = timelinePath(null, { correlation: id })
  return { title: 'Events with this correlation ID', detail: id, href, amount: null }
}
