import type { Transaction } from '../connection'
import { daySql, dayZoneOf, OCCURRED_ON_SQL } from '../day-zone'
import { balanceSql, CURRENCY_SQL, changeSql, ledgerSql } from '../timeline/event-amounts'
import { compareRows, type Report } from './differences'
import { GRAINS } from './flow-cells'
import { INSIGHTS_TABLES, type InsightsTable, insights } from './insights'
import { LARGEST_MAX } from './largest-movements'

/** Compares every row of the insights with the log. */
export async function checkInsights(tx: Transaction, report: Report): Promise<void> {
  await compareWithLog(tx, insights.name, INSIGHTS_EXPECTED, (table, ...said) =>
    report(`insights ${table}`, ...said),
  )
}

/**
 * Compares every row of a subscriber's tables with the log, in SQL: the expected rows are grouped
 * from the events that it has handled. The memory used is the database's, not the program's.
 * @param ofLog selects the events that count, with their keys; by default those that moved money
 */
export async function compareWithLog<Table extends string>(
  tx: Transaction,
  subscriber: string,
  tables: Readonly<Record<Table, Expected>>,
  report: (table: Table, key: string, sentence: string) => void,
  ofLog?: string,
): Promise<void> {
  // Plain SQL: a temporary table of the transaction, and cursors.
  const events = ofLog ?? movedSql(await dayZoneOf(tx, 'account_standings'))
  await tx.unsafe(handledBy(subscriber, events))
  for (const table of Object.keys(tables) as Table[]) {
    const { columns, where = 'true', expected, ...of } = tables[table]
    const key = of.key.join(', ')
    const rows = tx.unsafe(`
      with found as (select ${columns} from ${table} where ${where}),
        expected as (select ${columns} from (${expected}) as e where ${where})
      select concat_ws(' ', ${key}) as key, to_jsonb(found) as found, to_jsonb(expected) as expected
      from found full join expected using (${key})
      where found is distinct from expected`)
    for await (const page of rows.cursor(500)) {
      for (const { key, found, expected } of page) {
        const sentence = compareRows('The row', found, expected)
        report(table, key, sentence ?? 'The row differs from the log.')
      }
    }
  }
  await tx`drop table handled`
}

const handledBy = (subscriber: string, events: string) => `
  create temp table handled on commit drop as
  with left_over as (
    select aggregate_id, event_version from outbox
    union all
    select aggregate_id, event_version from feed
    where position > coalesce(
        (select position from subscriptions where name = '${subscriber}'), 0)
      or position in (
        select position from parked_events where subscription = '${subscriber}')
  )
  select * from (${events}) as e where not exists (
    select from left_over l
    where l.aggregate_id = e.aggregate_id and l.event_version = e.event_version)`

const movedSql = (zone: string) => `
  select * from (select aggregate_id, event_version, event_type, occurred_at, created_at,
    ${daySql(zone)} as day, ${OCCURRED_ON_SQL} as occurred_on, ${CURRENCY_SQL} as currency,
    ${changeSql()} as delta, ${balanceSql()} as balance, ${ledgerSql()} as ledger
  from log e) as e where delta is not null`

/** The rows of a table, from those of `handled`. */
export type Expected = {
  readonly key: readonly string[]
  readonly columns: string
  /** The rows that count; others, which mean zero, may exist or not. */
  readonly where?: string
  readonly expected: string
}

const size = (balance: string) => `(case when ${balance} < 0 then -1 when ${balance} = 0 then 0
  else length(${balance}::text) end)::smallint`

export const span = (clock: string, ms: number) =>
  `date_bin('${ms} milliseconds', ${clock}, 'epoch')::timestamptz(3)`

export const INSIGHTS_EXPECTED: Readonly<Record<InsightsTable, Expected>> = {
  flow_cells: {
    key: INSIGHTS_TABLES.flow_cells,
    columns: 'grain, occurred_from, recorded_from, currency, net, opened',
    expected: GRAINS.map(
      ({ grain, occurredMs, recordedMs }) => `
        select ${grain}::smallint as grain, ${span('occurred_at', occurredMs)} as occurred_from,
          ${span('created_at', recordedMs)} as recorded_from, currency, sum(delta) as net,
          (count(*) filter (where event_version = 1))::int as opened
        from handled group by 1, 2, 3, 4`,
    ).join(' union all '),
  },
  busy_hours: {
    key: INSIGHTS_TABLES.busy_hours,
    columns: 'currency, hour, events',
    expected: `select currency, ${span('occurred_at', 3_600_000)} as hour, count(*)::int as events
      from handled where occurred_on is null group by 1, 2`,
  },
  largest_movements: {
    key: INSIGHTS_TABLES.largest_movements,
    columns: 'currency, day, aggregate_id, event_version, amount, event_type',
    expected: `select *, abs(delta)::bigint as amount from (
        select *, row_number() over (partition by currency, day
          order by abs(delta) desc, aggregate_id, event_version) as place
        from handled where event_version > 1) as ranked
      where place <= ${LARGEST_MAX}`,
  },
  account_standings: {
    key: INSIGHTS_TABLES.account_standings,
    columns: 'aggregate_id, last_day, size, currency',
    expected: `select aggregate_id, max(day) as last_day, min(currency) as currency,
        (array_agg(${size('balance')} order by event_version desc))[1] as size
      from handled group by 1`,
  },
  balance_sizes: {
    key: INSIGHTS_TABLES.balance_sizes,
    columns: 'currency, size, accounts, total',
    where: 'accounts <> 0 or total <> 0',
    expected: `select currency, size, sum(sign)::int as accounts, sum(sign * balance) as total
      from (
        select currency, 1 as sign, balance, ${size('balance')} as size from handled
        union all
        select currency, -1, balance - delta, ${size('(balance - delta)')} from handled
        where event_version > 1) as moved
      group by 1, 2`,
  },
}
