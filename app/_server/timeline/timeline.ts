import 'server-only'
import { type TimelineCursor, writeTimelineCursor } from '@/app/_server/http/cursors'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { readableStream } from '@/app/_server/streams/access'
import { PEOPLE_TYPES } from '@/app/_server/streams/people-streams'
import { withTies } from '@/app/_server/streams/ties'
import type { TimelinePage } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { findByNumber } from '@/db/accounts/accounts'
import type { TimelineFilter } from '@/db/timeline/timeline-filter'
import { CASE_FILE_TYPE } from '@/domain/case-file/case-file'
import { groupNumber } from '@/domain/money/account-number'
import { isInTimeline, REFUSALS_SCAN_MAX, refusalJson } from './refusals'
import { mergeTimeline, type Refusals } from './timeline-merge'
import type { ResolvedView } from './timeline-query'

/** The paging parameters of a timeline. */
export type TimelinePlace = {
  readonly cursor: TimelineCursor | null
  readonly limit: number
  /** In one stream's timeline: the newest event to include. */
  readonly through?: number
}

/** A page of a stream's timeline; null when the viewer may not read the stream. */
export async function streamTimeline(
  viewer: Viewer,
  id: string,
  view: ResolvedView,
  { cursor, limit, through }: TimelinePlace,
): Promise<TimelinePage | null> {
  const stream = await readableStream(viewer, id)
  if (!stream) return null
  const newest = Math.min(through ?? stream.version, stream.version)
  const filter = await withActor(view)
  const { order, refused } = view
  const start = cursor ?? (await startAt(stream.id, view, newest))
  const [events, refusals] = await Promise.all([
    refused === 'only'
      ? NOTHING
      : bank().store.readTimeline(stream.id, {
          filter,
          order,
          newest,
          limit,
          ...(start.version === null ? {} : { after: start.version }),
        }),
    refused === null
      ? NO_REFUSALS
      : readRefused(stream.id, { filter, order, start, limit, currency: stream.currency }),
  ])
  const write = (version: number | null, refusal: TimelineCursor['refusal']) =>
    writeTimelineCursor({ version: version ?? start.version, event: null, refusal })
  const page = mergeTimeline(
    { events, refusals, order, limit, start },
    {
      timeOf: event => event.createdAt,
      placeOf: event => event.version,
      write,
    },
  )
  return { ...page, items: await withTies(viewer, page.items) }
}

/** A page of the whole bank's timeline; for staff only. */
export async function bankTimeline(
  viewer: Viewer,
  view: ResolvedView,
  { cursor, limit }: TimelinePlace,
): Promise<TimelinePage | null> {
  if (!may(viewer, 'readBankEvents')) return null
  if (view.account !== null) return accountIn(viewer, view.account, view, { cursor, limit })
  const filter = { ...(await withActor(view)), ...withoutUnseen(viewer) }
  const { order, clock, refused, at } = view
  const opened = at === null || cursor !== null ? filter : openedAt(filter, view, at)
  const start = cursor ?? NO_PLACE
  const [events, refusals] = await Promise.all([
    refused === 'only'
      ? NOTHING
      : bank().store.readLogTimeline({
          filter: opened,
          order,
          clock,
          limit,
          ...(start.event === null ? {} : { after: start.event }),
        }),
    refused === null
      ? NO_REFUSALS
      : readRefused(null, { filter: opened, order, start, limit, currency: null }),
  ])
  const page = mergeTimeline(
    { events, refusals, order, limit, start },
    {
      timeOf: event => (clock === 'occurred' ? event.occurredAt : event.createdAt),
      placeOf: event => ({
        at: clock === 'occurred' ? event.occurredAt : event.createdAt,
        aggregateId: event.aggregateId,
        version: event.version,
      }),
      write: (event, refusal) =>
        writeTimelineCursor({ version: null, event: event ?? start.event, refusal }),
    },
  )
  return { ...page, items: await withTies(viewer, page.items) }
}

/** The part of the whole bank's timeline that is about one account; by its own order. */
async function accountIn(
  viewer: Viewer,
  account: string,
  view: ResolvedView,
  place: TimelinePlace,
): Promise<TimelinePage> {
  const [found] = isUuid(account)
    ? [{ id: account }]
    : await findByNumber(bank().db, [groupNumber(account)])
  const page = found && (await streamTimeline(viewer, found.id, view, place))
  return page ?? { items: [], nextCursor: null, searchedTo: null }
}

const NO_PLACE: TimelineCursor = { version: null, event: null, refusal: null }
const NOTHING = { events: [], next: null, searchedTo: null } as const

const NO_REFUSALS: Refusals = { found: [], next: null }

/**
 * What the bank's staff does to people's access is for auditors and administrators, and what it writes
 * about people is not for every program.
 */
function withoutUnseen(viewer: Viewer): Pick<TimelineFilter, 'withoutTypes'> {
  const withoutTypes = [
    ...(may(viewer, 'readPeople') ? [] : PEOPLE_TYPES),
    ...(may(viewer, 'readCases') ? [] : [CASE_FILE_TYPE]),
  ]
  return withoutTypes.length === 0 ? {} : { withoutTypes }
}

/** A complete id matches one person exactly; any other text matches part of a name. */
async function withActor({ filter, by }: ResolvedView): Promise<TimelineFilter> {
  if (by === null) return filter
  const known = await bank().store.readLog({ actor: by, order: 'desc', limit: 1 })
  return known.events.length > 0 ? { ...filter, actorId: by } : { ...filter, actorName: by }
}

/** The first cursor of a stream's timeline: at its beginning, or at a moment. */
async function startAt(id: string, view: ResolvedView, newest: number): Promise<TimelineCursor> {
  const { at, order, clock } = view
  if (at === null) return NO_PLACE
  const column = clock === 'occurred' ? 'frontier_at' : 'created_at'
  const exclusive = order === 'asc'
  const last = await bank().store.lastVersionAt(id, column, { instant: at, newest, exclusive })
  const version = order === 'asc' ? last || null : last + 1
  return { version, event: null, refusal: edgeOf(at, id, order) }
}

/** A cursor just before all refusals of a moment. */
function edgeOf(at: Date, aggregateId: string, order: 'asc' | 'desc'): TimelineCursor['refusal'] {
  const commandId =
    order === 'asc'
      ? '00000000-0000-0000-0000-000000000000'
      : 'ffffffff-ffff-ffff-ffff-ffffffffffff'
  return { at, aggregateId, commandId }
}

function openedAt(
  filter: TimelineFilter,
  { clock, order }: ResolvedView,
  at: Date,
): TimelineFilter {
  const edge = `${clock}${order === 'asc' ? 'From' : 'To'}` as const
  const asked = filter[edge]
  const isTighter = asked !== undefined && (order === 'asc' ? asked > at : asked < at)
  return isTighter ? filter : { ...filter, [edge]: at }
}

type RefusedQuery = {
  readonly filter: TimelineFilter
  readonly order: 'asc' | 'desc'
  readonly start: TimelineCursor
  readonly limit: number
  readonly currency: string | null
}

async function readRefused(
  id: string | null,
  { filter, order, start, limit, currency }: RefusedQuery,
): Promise<Refusals> {
  const { firstDay, lastDay } = filter
  const from = latest(firstDay?.instant ?? filter.occurredFrom, filter.recordedFrom)
  const to = earliest(earliest(lastDay?.instant, filter.occurredTo), filter.recordedTo)
  const rows = await bank().store.readRefusals(id, {
    order,
    limit: REFUSALS_SCAN_MAX,
    ...(from && { from }),
    ...(to && { to }),
    ...(start.refusal && { after: start.refusal }),
  })
  const matching = rows.filter(row => isInTimeline(row, filter, currency))
  const found = matching.slice(0, limit).map(of => ({ of, json: refusalJson(of, currency) }))
  if (matching.length > limit) return { found, next: found.at(-1)?.of ?? null }
  return { found, next: rows.length === REFUSALS_SCAN_MAX ? (rows.at(-1) ?? null) : null }
}

function latest(a: Date | undefined, b: Date | undefined): Date | undefined {
  return a && b ? (a > b ? a : b) : (a ?? b)
}

function earliest(a: Date | undefined, b: Date | undefined): Date | undefined {
  return a && b ? (a < b ? a : b) : (a ?? b)
}
