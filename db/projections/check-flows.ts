import { moneyOf } from '../codecs/registry'
import type { Transaction } from '../connection'
import { businessDay } from '../day-zone'
import type { RowOf } from '../query'
import type { dailyFlows as flows } from '../read-model-schema'
import { addFlow, type DailyFlow, dailyFlows, emptyFlow } from './daily-flows'
import { compareRows, type Report } from './differences'
import type { FoldedEvent } from './fold'

/** Stores, until the transaction ends, the keys of events that the subscriber has not handled. */
export async function keepLeftOver(tx: Transaction): Promise<void> {
  // Plain SQL: a temporary table of the transaction.
  await tx.unsafe(`
    create temp table left_over on commit drop as
    select distinct aggregate_id, event_version from (
      select aggregate_id, event_version from outbox
      union all
      select aggregate_id, event_version from feed
      where position > coalesce(
          (select position from subscriptions where name = '${dailyFlows.name}'), 0)
        or position in (
          select position from parked_events where subscription = '${dailyFlows.name}')) as keys;
    create index on left_over (aggregate_id, event_version);
    analyze left_over`)
}

/** The join that tells beside an event whether the subscriber has handled it. */
export const HANDLED_JOIN = {
  joins: 'left join left_over l using (aggregate_id, event_version)',
  further: ['l.aggregate_id is null'],
}

/** Decodes the field of `HANDLED_JOIN`. */
export function isHandled(field: Buffer | null | undefined): boolean {
  return field?.[0] === 1
}

type Row = Readonly<Record<string, unknown>>
type FlowRow = RowOf<typeof flows> & { readonly iso_day: string }

/** Adds up the flows of the events that the subscriber has handled, stream by stream. */
export function createFlows(zone: string) {
  const expected = new Map<string, ReturnType<typeof emptyFlow>>()
  let active = { id: '', days: new Set<string>() }
  return {
    count(event: FoldedEvent, occurredOn: string | undefined): void {
      const money = moneyOf(event.event)
      if (!money) return
      const { currency } = money
      const { occurredAt } = event
      const day = businessDay({ occurredAt, occurredOn }, zone)
      if (active.id !== event.aggregateId) active = { id: event.aggregateId, days: new Set() }
      const key = `${day} ${currency}`
      const flow = expected.get(key) ?? emptyFlow(currency, day)
      const activeAccounts = flow.activeAccounts + (active.days.has(day) ? 0 : 1)
      active.days.add(day)
      expected.set(key, {
        ...addFlow(flow, { ...money, isOpening: event.version === 1 }),
        activeAccounts,
      })
    },
    /** Compares the table with the sums. */
    async compare(tx: Transaction, report: Report): Promise<void> {
      const compareDay = (key: string, found: Row | null) => {
        const sentence = compareRows('The day', found, expected.get(key) ?? null)
        if (sentence) report('daily-flows', key, sentence)
        expected.delete(key)
      }
      // Plain SQL: Drizzle has no cursors.
      const rows = tx<FlowRow[]>`select *, day::text as iso_day from daily_flows`
      for await (const page of rows.cursor(500)) {
        for (const row of page) compareDay(`${row.iso_day} ${row.currency}`, foundFlow(row))
      }
      for (const key of expected.keys()) compareDay(key, null)
    },
  }
}

function foundFlow(row: FlowRow): DailyFlow {
  const { iso_day: day, active_accounts: activeAccounts, inflow, outflow, ...counted } = row
  return { ...counted, day, inflow: BigInt(inflow), outflow: BigInt(outflow), activeAccounts }
}
