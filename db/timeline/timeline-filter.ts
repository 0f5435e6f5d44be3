import { type BookLine, CUSTOMER_ACCOUNTS } from '@/domain/money/ledger'
import type { Sql } from '../connection'
import { OCCURRED_ON_SQL } from '../day-zone'
import { MARK } from '../streams/detached'
import { amountSql, changeSql, ledgerSql, moneyTypesSql } from './event-amounts'

/** A day, and its first or last instant. */
type DayBound = { readonly date: string; readonly instant: Date }

/** The filter of a timeline: an event must meet all of it. */
export type TimelineFilter = {
  readonly type?: string
  /** Aggregate types that are left out. */
  readonly withoutTypes?: readonly string[]
  /** Money in (deposits, openings with money) or out. */
  readonly direction?: 'in' | 'out'
  /** Bounds of the unsigned amount, as decimal texts, both inclusive. */
  readonly min?: string
  readonly max?: string
  /** The counter-side of the money; `customer-accounts` for all events with money. */
  readonly ledger?: BookLine
  readonly currency?: string
  /** The id of the actor. */
  readonly actorId?: string
  /** Part of the actor's name, compared folded. */
  readonly actorName?: string
  /** Part of the note, of a reason or of the other side's name, compared folded. */
  readonly note?: string
  readonly correlationId?: string
  /** Only late events: they happened before an event that was already recorded. */
  readonly late?: true
  /** The hour of the day (UTC, 0 to 23) in which it happened; none without a time of day. */
  readonly hour?: number
  /**
   * Bounds that are whole days: what came without a time of day is compared by its date, everything
   * else by the instant. `occurredFrom` and `occurredTo` are as wide as either.
   */
  readonly firstDay?: DayBound
  readonly lastDay?: DayBound
  /** Bounds of the two clocks, all inclusive. */
  readonly occurredFrom?: Date
  readonly occurredTo?: Date
  readonly recordedFrom?: Date
  readonly recordedTo?: Date
}

/**
 * The maximum number of events that one request scans. What no index serves, such as the text of a
 * note, is searched in bounded steps, each of which says how far it got.
 */
export const SCAN_MAX = 20_000

/** A part of a statement. */
export type Fragment = ReturnType<typeof conditionsOf>

/**
 * The filter as conditions on a row of `log`, each starting with `and`; without its texts, which
 * `matchingRows` compares. A mark of a detached year meets every filter.
 */
export function conditionsOf(sql: Sql, filter: TimelineFilter) {
  return sql`and (event_type = ${MARK} or (true ${onContent(sql, filter)} ${onClocks(sql, filter)}))`
}

/** An event that moves money has one amount. */
function onContent(sql: Sql, filter: TimelineFilter) {
  const { type, withoutTypes, direction, min, max, ledger, currency } = filter
  const { actorId, correlationId } = filter
  const amount = sql.unsafe(amountSql())
  return sql`
    ${type === undefined ? sql`` : sql`and event_type = ${type}`}
    ${withoutTypes === undefined ? sql`` : sql`and aggregate_type <> all(${[...withoutTypes]}::text[])`}
    ${direction === 'in' ? sql`and ${sql.unsafe(changeSql())} > 0` : sql``}
    ${direction === 'out' ? sql`and event_type in (${sql.unsafe(moneyTypesSql(-1))})` : sql``}
    ${min === undefined ? sql`` : sql`and ${amount} >= ${min}::numeric`}
    ${max === undefined ? sql`` : sql`and ${amount} <= ${max}::numeric`}
    ${ledger === undefined ? sql`` : onLedger(sql, ledger)}
    ${currency === undefined ? sql`` : sql`and event_data ->> 'currency' = ${currency}`}
    ${actorId === undefined ? sql`` : sql`and metadata -> 'actor' ->> 'id' = ${actorId}`}
    ${correlationId === undefined ? sql`` : sql`and metadata ->> 'correlationId' = ${correlationId}`}`
}

/** What moved no money, such as an opening with zero, is in no line of the books. */
function onLedger(sql: Sql, ledger: BookLine) {
  const moved = sql`and ${sql.unsafe(changeSql())} <> 0`
  if (ledger === CUSTOMER_ACCOUNTS) return moved
  return sql`${moved} and ${sql.unsafe(ledgerSql())} = ${ledger}`
}

function onClocks(sql: Sql, filter: TimelineFilter) {
  const { late, hour, occurredFrom, occurredTo, recordedFrom, recordedTo } = filter
  const { firstDay, lastDay } = filter
  const date = sql.unsafe(OCCURRED_ON_SQL)
  return sql`
    ${late ? sql`and occurred_at < frontier_at` : sql``}
    ${
      hour === undefined
        ? sql``
        : sql`and extract(hour from occurred_at at time zone 'UTC') = ${hour}
      and ${date} is null`
    }
    ${occurredFrom === undefined ? sql`` : sql`and occurred_at >= ${occurredFrom}`}
    ${occurredTo === undefined ? sql`` : sql`and occurred_at <= ${occurredTo}`}
    ${
      firstDay === undefined
        ? sql``
        : sql`and coalesce(${date} >= ${firstDay.date}, occurred_at >= ${firstDay.instant})`
    }
    ${
      lastDay === undefined
        ? sql``
        : sql`and coalesce(${date} <= ${lastDay.date}, occurred_at <= ${lastDay.instant})`
    }
    ${recordedFrom === undefined ? sql`` : sql`and created_at >= ${recordedFrom}`}
    ${recordedTo === undefined ? sql`` : sql`and created_at <= ${recordedTo}`}`
}
