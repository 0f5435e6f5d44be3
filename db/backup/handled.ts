import { bankZone } from '../bank-zone'
import { ledgerAccountOf, moneyOf } from '../codecs/registry'
import type { Sql } from '../connection'
import { businessDay, DAY_TABLES, keepDayZone } from '../day-zone'
import { type Expected, INSIGHTS_EXPECTED } from '../projections/check-insights'
import { LEDGER_EXPECTED } from '../projections/check-ledger'
import type { FoldedEvent } from '../projections/fold'
import type { binaryRows } from './binary-rows'
import { takeIndexes } from './indexes'

/**
 * The events that moved money, as their codecs tell, while the read models about money are made: a
 * table that check-insights.ts groups too.
 */
const COLUMNS = {
  aggregate_id: 'uuid',
  event_version: 'int',
  event_type: 'text',
  occurred_at: 'timestamptz(3)',
  created_at: 'timestamptz(3)',
  day: 'date',
  occurred_on: 'text',
  currency: 'text',
  delta: 'bigint',
  balance: 'bigint',
  ledger: 'text',
} as const

const FIELDS = Object.keys(COLUMNS).length

export const HANDLED = { handled: { columns: Object.keys(COLUMNS).join(', ') } } as const

export async function createHandled(sql: Sql): Promise<void> {
  const columns = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`)
  await sql`drop table if exists handled`
  await sql.unsafe(`create unlogged table handled (${columns.join(', ')})`)
}

/** Adds the row of an event, if it moved money. */
export function addHandled(
  rows: ReturnType<typeof binaryRows>,
  { aggregateId, version, occurredAt, createdAt, event }: FoldedEvent,
  { occurredOn, actorId, zone }: Said,
): void {
  const money = moneyOf(event)
  if (!money) return
  rows.row(FIELDS)
  rows.uuid(aggregateId)
  rows.integer(version)
  rows.text(event.type)
  rows.instant(occurredAt.getTime())
  rows.instant(createdAt.getTime())
  rows.date(businessDay({ occurredAt, occurredOn: occurredOn || undefined }, zone))
  if (occurredOn === '') rows.nothing()
  else rows.text(occurredOn)
  rows.text(money.currency)
  rows.money(money.change)
  rows.money(money.balance)
  const ledger = ledgerAccountOf({ event, actor: { id: actorId } })
  if (ledger === null) rows.nothing()
  else rows.text(ledger)
}

/** What its row says of an event beside its data; and the zone of the bank. */
type Said = { readonly occurredOn: string; readonly actorId: string; readonly zone: string }

type Made = Pick<Expected, 'columns' | 'expected' | 'where'>

const FLOWS: Readonly<Record<string, Made>> = {
  daily_flows: {
    columns: 'currency, day, inflow, outflow, opened, deposits, withdrawals, active_accounts',
    expected: `select currency, day,
        coalesce(sum(delta) filter (where event_version = 1 or delta >= 0), 0) as inflow,
        coalesce(-sum(delta) filter (where event_version > 1 and delta < 0), 0) as outflow,
        count(*) filter (where event_version = 1) as opened,
        count(*) filter (where event_version > 1 and delta >= 0) as deposits,
        count(*) filter (where event_version > 1 and delta < 0) as withdrawals,
        count(distinct aggregate_id) as active_accounts
      from handled group by 1, 2`,
  },
  daily_activity: {
    columns: 'day, aggregate_id, currency',
    expected: 'select distinct day, aggregate_id, currency from handled',
  },
}

const MODELS = { ...FLOWS, ...INSIGHTS_EXPECTED, ...LEDGER_EXPECTED } satisfies Record<string, Made>

/** Makes the read models about money, each in a transaction of its own, and drops the table. */
export async function makeMoneyModels(sql: Sql, tell: (table: string) => void): Promise<void> {
  await sql`analyze handled`
  await Promise.all(
    Object.entries<Made>(MODELS).map(async ([table, { columns, expected, where = 'true' }]) => {
      await sql.begin(async tx => {
        await tx`truncate ${tx(table)}`
        const build = await takeIndexes(tx, [table])
        await tx`set local work_mem = '64MB'`
        await tx.unsafe(
          `insert into ${table} (${columns}) select ${columns} from (${expected}) e where ${where}`,
        )
        await build()
      })
      tell(table)
    }),
  )
  for (const table of DAY_TABLES) await keepDayZone(sql, table, bankZone())
  await sql`drop table handled`
}
