import type { Sql } from '../connection'
import { OCCURRED_ON_SQL } from '../day-zone'
import { andKnown, lateAfter } from '../streams/state-at'
import { changeSql } from '../timeline/event-amounts'
import type { Point } from './course'

// Plain SQL throughout: width_bucket() and optimization fences, on which the plans depend.

/** The balance of a stream by effective date, after everything dated up to `at`. */
export type DatedPoint = {
  /** The event that led to it; null at an end of the range that no read event is dated at. */
  readonly version: number | null
  readonly at: Date
  /** The calendar date of that event, if it came without a time of day. */
  readonly occurredOn?: string
  readonly balance: bigint
  readonly isLate: boolean
}

/** An event recorded after others that were dated later. */
export type LateEntry = {
  readonly version: number
  readonly occurredAt: Date
  readonly occurredOn?: string
  readonly createdAt: Date
  /** In minor units; 0 for an event without money. */
  readonly change: bigint
}

export type CourseByDate = {
  readonly points: readonly DatedPoint[]
  /** At most `LATE_MAX` of the late events dated inside the range, by date. */
  readonly late: readonly LateEntry[]
  readonly lateCount: number
}

/** The most late events that are named; of more, every n-th is. */
export const LATE_MAX = 400

/**
 * The balance by effective date between two versions, as known now or at `knownAt`: late events
 * count from their date on. Events of one date are in the order recorded.
 *
 * The points of a course by version are moved by the late events that were recorded after them and
 * dated before: one sum for each point, added up by the database from the partial index of late
 * events. So the cost is that of the late events, however many others there are, and at most a row
 * for each point is returned. Where every event of the range is in `course`, each late one has a
 * point of its own.
 * @param course points of the range by version, its first and last among them
 */
export async function readCourseByDate(
  sql: Sql,
  aggregateId: string,
  course: readonly Point[],
  knownAt?: Date,
): Promise<CourseByDate> {
  const [first, last] = [course[0], course.at(-1)]
  if (!first || !last) return { points: [], late: [], lateCount: 0 }
  const scope = { aggregateId, knownAt, first, last }
  const [moved, { late, lateCount }] = await Promise.all([
    movedByLate(sql, course, scope),
    lateWithin(sql, scope),
  ])
  const isComplete = last.version - first.version + 1 === course.length
  const own = isComplete && late.length === lateCount ? late : []
  return { points: pointsOf(moved, own), late, lateCount }
}

type Scope = {
  readonly aggregateId: string
  readonly knownAt: Date | undefined
  readonly first: Point
  readonly last: Point
}

/**
 * Adds to each point of a course the late events recorded after it and dated before the date it
 * reaches. One event moves a run of points: it is added where the run starts and taken off where it
 * ends. The bounds are selected: as plain casts they would be read again for every late event.
 */
async function movedByLate(sql: Sql, course: readonly Point[], scope: Scope): Promise<Point[]> {
  const dates = course.map(({ frontierAt }) => frontierAt.toISOString())
  const versions = course.map(({ version }) => version)
  const rows = await sql<{ place: number; shift: string }[]>`
    select place, sum(step.change) as shift
    from (
      select ${sql.unsafe(changeSql())} as change,
        width_bucket(occurred_at, (select ${dates}::text[]::timestamptz[])) as starts,
        width_bucket(event_version - 1, (select ${versions}::int[])) as ends
      from ${lateAfter(sql, scope.aggregateId, scope.first.version)} as late
      where occurred_at < ${scope.last.frontierAt} ${andKnown(sql, scope)} offset 0) as moved,
      lateral (values (starts, change), (ends, -change)) as step (place, change)
    where starts < ends and step.change is not null
    group by place`
  const steps = new Map(rows.map(({ place, shift }) => [place, BigInt(shift)]))
  let shift = 0n
  return course.map((point, index) => {
    shift += steps.get(index) ?? 0n
    return { ...point, balance: point.balance + shift }
  })
}

/** Whether the next event on time, which the range lacks, has the date at which the range ends. */
function isDateCut(sql: Sql, scope: Scope) {
  const { aggregateId, last } = scope
  return sql`(
    select occurred_at = ${last.frontierAt} from log
    where aggregate_id = ${aggregateId} and event_version > ${last.version}
      and occurred_at >= frontier_at ${andKnown(sql, scope)}
    order by event_version limit 1)`
}

/** A late event of the last date comes after all others of it, also those that the range lacks. */
async function lateWithin(sql: Sql, scope: Scope): Promise<Omit<CourseByDate, 'points'>> {
  const { first, last } = scope
  const rows = await sql<
    {
      version: number
      occurred_at: Date
      occurred_on: string | null
      created_at: Date
      change: string | null
      count: number
    }[]
  >`
    select * from (
      select event_version as version, occurred_at, ${sql.unsafe(OCCURRED_ON_SQL)} as occurred_on, created_at,
        ${sql.unsafe(changeSql())} as change, (count(*) over ())::int as count,
        (row_number() over (order by occurred_at, event_version))::int as place
      from ${lateAfter(sql, scope.aggregateId, first.version)} as late
      where occurred_at >= ${first.frontierAt} ${andKnown(sql, scope)} and occurred_at <= ${last.frontierAt}
        and (occurred_at < ${last.frontierAt} or ${isDateCut(sql, scope)} is not true)) as placed
    where (place - 1) % ((count + ${LATE_MAX - 1}) / ${LATE_MAX}) = 0
    order by place`
  return {
    late: rows.map(({ version, occurred_at, occurred_on, created_at, change }) => ({
      version,
      occurredAt: occurred_at,
      ...(occurred_on !== null && { occurredOn: occurred_on }),
      createdAt: created_at,
      change: BigInt(change ?? 0),
    })),
    lateCount: rows[0]?.count ?? 0,
  }
}

/** Events on time, moved already, and late ones with points of their own, by date. */
function pointsOf(moved: readonly Point[], late: readonly LateEntry[]): DatedPoint[] {
  const isOnTime = ({ occurredAt, frontierAt }: Point) => occurredAt >= frontierAt
  const onTime = moved.filter(isOnTime)
  const ends = [moved[0], moved.at(-1)].filter(
    end => end && !onTime.some(({ frontierAt }) => isSame(frontierAt, end.frontierAt)),
  )
  const places = [
    ...onTime.map(point => ({ ...point, at: point.frontierAt, change: null, name: point.version })),
    ...ends.map(end => end && { ...end, at: end.frontierAt, change: null, name: null }),
    ...late.map(entry => ({ ...entry, at: entry.occurredAt, balance: 0n, name: entry.version })),
  ].filter(place => place !== undefined)
  places.sort((a, b) => a.at.getTime() - b.at.getTime() || a.version - b.version)
  let balance = 0n
  return places.map(({ at, occurredOn, name, change, balance: known }) => {
    balance = change === null ? known : balance + change
    const on = name === null || !occurredOn ? {} : { occurredOn }
    return { version: name, at, ...on, balance, isLate: change !== null }
  })
}

function isSame(one: Date, other: Date): boolean {
  return one.getTime() === other.getTime()
}
