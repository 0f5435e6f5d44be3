import { between } from 'drizzle-orm'
import { moneyTypes } from '../codecs/registry'
import type { Sql, Transaction } from '../connection'
import type { Subscriber } from '../feed/subscription'
import { drizzleOn, type RowOf } from '../query'
import { type dailyActivity, dailyFlows as flows } from '../schema'
import { type Moved, movedMoney } from './moved-money'

/**
 * What went in and out of the bank, by currency and business day (UTC): the read model of the
 * insights. It follows the feed; an opening balance counts as inflow, so that the flows of all
 * days add up to the balances of all accounts.
 */
export const dailyFlows: Subscriber = {
  name: 'daily-flows',
  aggregateTypes: moneyTypes(),
  handle: (events, tx) => addFlows(tx, movedMoney(events), 'daily_flows', 'daily_activity'),
}

/** One day (an ISO date) in one currency; amounts in minor units. */
export type DailyFlow = Readonly<typeof flows.$inferSelect>

/** The flows of the days from `from` to `to` (ISO dates, both included), oldest first. */
export async function readDailyFlows(sql: Sql, from: string, to: string): Promise<DailyFlow[]> {
  return drizzleOn(sql)
    .select()
    .from(flows)
    .where(between(flows.day, from, to))
    .orderBy(flows.day, flows.currency)
}

/** From which day to which there are flows in a currency. */
export type FlowSpan = { readonly currency: string; readonly from: string; readonly to: string }

/** The first and the last day of each currency: two seeks of the key for each. */
export async function readFlowSpans(sql: Sql): Promise<FlowSpan[]> {
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

type Flow = { -readonly [Key in keyof Omit<DailyFlow, 'activeAccounts'>]: DailyFlow[Key] }

/** Adds events to a copy of the read model: the live one, or one that is being rebuilt. */
export async function addFlows(
  tx: Transaction,
  moved: readonly Moved[],
  flowsTable: string,
  activityTable: string,
): Promise<void> {
  const flows = new Map<string, Flow>()
  const activity = new Map<string, { currency: string; day: string; id: string }>()
  for (const one of moved) {
    const { recorded, currency } = one
    const day = recorded.occurredAt.toISOString().slice(0, 10)
    const flow = flows.get(`${day} ${currency}`) ?? emptyFlow(currency, day)
    flows.set(`${day} ${currency}`, addFlow(flow, one))
    const id = recorded.aggregateId
    activity.set(`${day} ${id}`, { currency, day, id })
  }
  await upsertFlows(tx, [...flows.values()], flowsTable)
  await addActivity(tx, [...activity.values()], flowsTable, activityTable)
}

/** A day on which nothing has happened yet. */
export function emptyFlow(currency: string, day: string): Flow {
  return { currency, day, inflow: 0n, outflow: 0n, opened: 0, deposits: 0, withdrawals: 0 }
}

/** Counts an event in. */
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

async function upsertFlows(tx: Transaction, flows: readonly Flow[], table: string): Promise<void> {
  await tx`
    insert into ${tx(table)} as f (currency, day, inflow, outflow, opened, deposits, withdrawals,
      active_accounts)
    select currency, day, inflow, outflow, opened, deposits, withdrawals, 0 from unnest(
      ${flows.map(({ currency }) => currency)}::text[],
      ${flows.map(({ day }) => day)}::text[]::date[],
      ${flows.map(({ inflow }) => inflow.toString())}::text[]::numeric[],
      ${flows.map(({ outflow }) => outflow.toString())}::text[]::numeric[],
      ${flows.map(({ opened }) => opened)}::int[],
      ${flows.map(({ deposits }) => deposits)}::int[],
      ${flows.map(({ withdrawals }) => withdrawals)}::int[]
    ) as t (currency, day, inflow, outflow, opened, deposits, withdrawals)
    on conflict (currency, day) do update set
      inflow = f.inflow + excluded.inflow, outflow = f.outflow + excluded.outflow,
      opened = f.opened + excluded.opened, deposits = f.deposits + excluded.deposits,
      withdrawals = f.withdrawals + excluded.withdrawals`
}

/** An account counts once a day, however often it moves. */
async function addActivity(
  tx: Transaction,
  activity: readonly { currency: string; day: string; id: string }[],
  flowsTable: string,
  activityTable: string,
): Promise<void> {
  const added = await tx<Pick<RowOf<typeof dailyActivity>, 'currency' | 'day'>[]>`
    insert into ${tx(activityTable)} (currency, day, aggregate_id)
    select * from unnest(
      ${activity.map(({ currency }) => currency)}::text[],
      ${activity.map(({ day }) => day)}::text[]::date[],
      ${activity.map(({ id }) => id)}::uuid[])
    on conflict do nothing
    returning currency, day::text as day`
  const counts = new Map<string, { currency: string; day: string; count: number }>()
  for (const { currency, day } of added) {
    const counted = counts.get(`${day} ${currency}`)?.count ?? 0
    counts.set(`${day} ${currency}`, { currency, day, count: counted + 1 })
  }
  const rows = [...counts.values()]
  await tx`
    update ${tx(flowsTable)} as f set active_accounts = f.active_accounts + t.count
    from unnest(
      ${rows.map(({ currency }) => currency)}::text[],
      ${rows.map(({ day }) => day)}::text[]::date[],
      ${rows.map(({ count }) => count)}::int[]
    ) as t (currency, day, count)
    where f.currency = t.currency and f.day = t.day`
}
