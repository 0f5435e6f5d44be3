import { randomInt } from 'node:crypto'
import type { PendingQuery, Row } from 'postgres'
import type { Sql } from '../../connection'
import type { Plan } from './scratch-tables'

/** A read of the table `name`. */
export type Read = readonly [what: string, ask: (name: string) => Promise<unknown>]

/** The reads of tables with `total` events, each time of another account or moment. */
export function readsOf(sql: Sql, plan: Plan, total: number): readonly Read[] {
  const account = () => sql`md5('account ' || ${randomInt(plan.accountsEach)}::int)::uuid`
  const versions = Math.floor(total / plan.writers / plan.accountsEach)
  return [
    [
      'newest 100 of an account',
      name => sql`select * from ${sql(name)} where aggregate_id = ${account()}
        order by event_version desc limit 100`,
    ],
    ['account at a past moment', name => walk(sql, name, account(), randomInt(versions))],
    [
      'page of a type',
      name => sql`select * from ${sql(name)}
        where event_type = 'MoneyDeposited'
          and created_at >= timestamptz '2020-01-01Z' + ${randomInt(total)}::int * interval '1 second'
        order by created_at, aggregate_id, event_version limit 101`,
    ],
  ]
}

type Account = PendingQuery<Row[]>

/** What `stateAt` reads after a snapshot: part of the stream, and the late events after it. */
function walk(sql: Sql, name: string, account: Account, version: number) {
  return sql`
    (select * from ${sql(name)} where aggregate_id = ${account} and event_version >= ${version}
      order by event_version limit 100)
    union all
    (select * from ${sql(name)} where aggregate_id = ${account} and occurred_at < frontier_at
      and event_version > ${version} and occurred_at <= timestamptz '2021-01-01Z')`
}
