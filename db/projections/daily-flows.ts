import { between } from 'drizzle-orm'
import { moneyTypes } from '../codecs/registry'
import type { Sql, Transaction } from '../connection'
import { businessDay, dayZoneOf } from '../day-zone'
import type { Subscriber } from '../feed/subscription'
import { drizzleOn, newRows } from '../query'
import { dailyActivity, dailyFlows as flows } from '../read-model-schema'
import { type Moved, movedMoney } from './moved-money'

/**
 * The bank's inflow and outflow by currency and business day: the read model of the insights,
 * maintained by the feed. An opening balance counts as inflow, so the flows of all days add up to
 * the balances of all accounts.
 */
export const dailyFlows: Subscriber = {
  name: 'daily-flows',
  aggregateTypes: moneyTypes(),
  handle: async (events, tx) =>
    addFlows(tx, movedMoney(events), await dayZoneOf(tx, 'daily_flows'), FLOW_TABLES),
}

/** The tables of the read model, live or in the copy of a rebuild. */
type FlowTables = { readonly flows: string; readonly activity: string }
const FLOW_TABLES: FlowTables = { flows: 'daily_flows', activity: 'daily_activity' }

/** One day (an ISO date) in one currency; amounts in minor units. */
export type DailyFlow = Readonly<typeof flows.$inferSelect>

/** The flows of the days from `from` to `to` (ISO dates, both inclusive), oldest first. */
export async function readDailyFlows(sql: Sql, from: string, to: string): Promise<DailyFlow[]> {
  return drizzleOn(sql)
    .select()
    .from(flows)
    .where(between(flows.day, from, to))
    .orderBy(flows.day, flows.currency)
}

/** The first and the last day with flows in a currency. */
export type FlowSpan = { readonly currency: string; readonly from: string; readonly to: string }

/** The first and the last day of each currency: two index seeks for each. */
export async function readFlowSpans(sql: Sql): Promise<FlowSpan[]> {
  // Plain SQL: a recursive query, which Drizzle doesn't have.
  const rows = await sql<FlowSpan[]>`
    with recursive currencies as (
      (select currency from daily_flows order by currency limit 1)
      union all
      select (select currency from daily_flows f where f.currency > c.currency
        order by currency limit 1)
      from currencies c where c.currency is not null
    )
    select c.currency,
      (select min(day)::text from daily_flows f where f.currency = c.currency) as from,
      (select max(day)::text from daily_flows f where f.currency = c.currency) as to
    from currencies c where c.currency is not null order by c.currency`
  return rows.map(({ currency, from, to }) => ({ currency, from, to }))
}

type Flow = typeof flows.$inferInsert

/** Adds events to the tables of the read model, by the days of a zone. */
export async function addFlows(
  tx: Transaction,
  moved: readonly Moved[],
  zone: string,
  { flows: flowsTable, activity: activityTable }: FlowTables,
): Promise<void> {
  const days = new Map<string, Flow>()
  const activity = new Map<string, typeof dailyActivity.$inferInsert>()
  for (const one of moved) {
    const { recorded, currency } = one
    const { aggregateId } = recorded
    const day = businessDay(recorded, zone)
    const flow = days.get(`${day} ${currency}`) ?? emptyFlow(currency, day)
    days.set(`${day} ${currency}`, addFlow(flow, one))
    activity.set(`${day} ${aggregateId}`, { currency, day, aggregateId })
  }
  // An account counts once a day, however many movements it has.
  const added = await tx<{ key: string }[]>`
    insert into ${tx(activityTable)} ${newRows(tx, dailyActivity, [...activity.values()])}
    on conflict do nothing returning day || ' ' || currency as key`
  for (const { key } of added) {
    const flow = days.get(key)
    if (flow) flow.activeAccounts += 1
  }
  await tx`
    insert into ${tx(flowsTable)} as f ${newRows(tx, flows, [...days.values()])}
    on conflict (currency, day) do update set
      inflow = f.inflow + excluded.inflow, outflow = f.outflow + excluded.outflow,
      opened = f.opened + excluded.opened, deposits = f.deposits + excluded.deposits,
      withdrawals = f.withdrawals + excluded.withdrawals,
      active_accounts = f.active_accounts + excluded.active_accounts`
}

/** A day without flows. */
export function emptyFlow(currency: string, day: string): Flow {
  const none = { inflow: 0n, outflow: 0n, opened: 0, deposits: 0, withdrawals: 0 }
  return { currency, day, ...none, activeAccounts: 0 }
}

export function addFlow(
  flow: Flow,
  { change, isOpening }: Pick<Moved, 'change' | 'isOpening'>,
): Flow {
  if (isOpening) return { ...flow, inflow: flow.inflow + change, opened: flow.opened + 1 }
  if (change < 0n) {
    return { ...flow, outflow: flow.outflow - change, withdrawals: flow.withdrawals + 1 }
  }
  return { ...flow, inflow: flow.inflow + change, deposits: flow.deposits + 1 }
}
