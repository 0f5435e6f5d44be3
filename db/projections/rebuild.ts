import { and, eq, getTableName, gt, lte } from 'drizzle-orm'
import { upsertAccounts } from '../accounts/account-rows'
import { bankZone } from '../bank-zone'
import type { Sql, Transaction } from '../connection'
import { type DayTable, keepDayZone } from '../day-zone'
import { type FeedEvent, feedHead, readFeedRows } from '../feed/read-feed'
import { eventsFor, type Subscriber } from '../feed/subscription'
import { drizzleOn } from '../query'
import { feed, outbox, parkedEvents, subscriptions } from '../schema'
import { requireAttachedSince } from '../streams/detached'
import { APPROVAL_ROWS } from './approvals'
import { CASE_FILE_ROWS } from './case-files'
import { addFlows, dailyFlows } from './daily-flows'
import { foldLog, foldWhole } from './fold'
import { addInsights, INSIGHTS_TABLES, insights } from './insights'
import { addLedger, LEDGER_TABLES, ledger } from './ledger'
import { movedMoney } from './moved-money'
import { PAYMENT_BATCH_ROWS } from './payment-batches'
import { PAYMENT_ORDER_ROWS } from './payment-orders'
import { addPayments, PAYMENTS_TABLES, payments } from './payments'
import { people, rebuildPeople } from './people'
import { addRows, ROW_KEY, type RowPerStream, subscriberOf } from './row-per-stream'

/** Rebuilds a read model. `onProgress` gets the number of streams or events done. */
export type Rebuild = (sql: Sql, onProgress: (done: number) => void) => Promise<void>

/** A read model that follows the feed: its tables with their keys, and how a copy gets events. */
type FeedModel = {
  readonly subscriber: Subscriber
  readonly tables: Readonly<Record<string, readonly string[]>>
  /** The table that tells the zone of its days, if it has days. */
  readonly dayTable?: DayTable
  readonly add: (tx: Transaction, events: readonly FeedEvent[], zone: string) => Promise<void>
}

const copyOf = (table: string) => `${table}_rebuild`

const FLOWS: FeedModel = {
  subscriber: dailyFlows,
  tables: {
    daily_flows: ['currency', 'day'],
    daily_activity: ['day', 'aggregate_id', 'currency'],
  },
  dayTable: 'daily_flows',
  add: (tx, events, zone) =>
    addFlows(tx, movedMoney(events), zone, {
      flows: copyOf('daily_flows'),
      activity: copyOf('daily_activity'),
    }),
}

const INSIGHTS: FeedModel = {
  subscriber: insights,
  tables: INSIGHTS_TABLES,
  dayTable: 'account_standings',
  add: (tx, events, zone) => addInsights(tx, movedMoney(events), zone, copyOf),
}

const LEDGER: FeedModel = {
  subscriber: ledger,
  tables: LEDGER_TABLES,
  add: (tx, events) => addLedger(tx, movedMoney(events), copyOf('ledger_cells')),
}

const PAYMENTS: FeedModel = {
  subscriber: payments,
  tables: PAYMENTS_TABLES,
  add: (tx, events) => addPayments(tx, events, copyOf),
}

function ofRows(rows: RowPerStream): FeedModel {
  const name = getTableName(rows.table)
  return {
    subscriber: subscriberOf(rows),
    tables: { [name]: ROW_KEY },
    add: (tx, events) => addRows(tx, events, rows, copyOf(name)),
  }
}

/**
 * The read models that can be rebuilt, by name. Each is built from the log in a copy beside the
 * live one, while writers and readers go on. Then one transaction catches up with what happened
 * meanwhile and makes the live one equal to the copy: the change is visible only at its commit, and
 * a failure changes nothing. Only the projection itself runs: other effects of subscribers do not
 * happen again.
 */
export const REBUILDS: Readonly<Record<string, Rebuild>> = {
  accounts: fromWhole(rebuildAccounts),
  [dailyFlows.name]: fromWhole(rebuildFromFeed(FLOWS)),
  [insights.name]: fromWhole(rebuildFromFeed(INSIGHTS)),
  [ledger.name]: fromWhole(rebuildFromFeed(LEDGER)),
  [people.name]: fromWhole(rebuildPeople),
  [APPROVAL_ROWS.name]: fromWhole(rebuildFromFeed(ofRows(APPROVAL_ROWS))),
  [PAYMENT_ORDER_ROWS.name]: fromWhole(rebuildFromFeed(ofRows(PAYMENT_ORDER_ROWS))),
  [PAYMENT_BATCH_ROWS.name]: fromWhole(rebuildFromFeed(ofRows(PAYMENT_BATCH_ROWS))),
  [CASE_FILE_ROWS.name]: fromWhole(rebuildFromFeed(ofRows(CASE_FILE_ROWS))),
  [payments.name]: fromWhole(rebuildFromFeed(PAYMENTS)),
}

/** Rejects with YearDetached while a part of the log is in cold storage. */
function fromWhole(rebuild: Rebuild): Rebuild {
  return async (sql, onProgress) => {
    await requireAttachedSince(sql, undefined)
    await rebuild(sql, onProgress)
  }
}

async function rebuildAccounts(sql: Sql, onProgress: (done: number) => void): Promise<void> {
  const copy = 'accounts_rebuild'
  const headBefore = await feedHead(sql)
  await createCopy(sql, 'accounts', copy)
  let done = 0
  await foldLog(sql, async streams => {
    await sql.begin(tx => upsertAccounts(tx, streams, copy))
    done += streams.length
    onProgress(done)
  })
  await sql.begin(async tx => {
    // Writers wait from here on. What they have added is in the outbox or late in the feed.
    await tx`lock table accounts in share row exclusive mode`
    const typed = drizzleOn(tx)
    const moved = await typed
      .select({ id: outbox.aggregateId })
      .from(outbox)
      .union(typed.select({ id: feed.aggregateId }).from(feed).where(gt(feed.position, headBefore)))
    const ids = moved.map(({ id }) => id)
    for (let from = 0; from < ids.length; from += 500) {
      await upsertAccounts(tx, await foldWhole(tx, ids.slice(from, from + 500)), copy)
    }
    await makeEqual(tx, 'accounts', copy, ['aggregate_id'])
    await tx`drop table ${tx(copy)}`
  })
}

/** Builds a read model from the feed alone, up to the checkpoint of the live reader. */
function rebuildFromFeed({ subscriber, tables, dayTable, add }: FeedModel): Rebuild {
  const { name } = subscriber
  return async (sql, onProgress) => {
    const zone = bankZone()
    for (const table of Object.keys(tables)) await createCopy(sql, table, copyOf(table))
    let position = 0
    const catchUp = async (at: Sql | Transaction, until: number, run: typeof addAlone) => {
      while (position < until) {
        const rows = await readFeedRows(at, position, Math.min(1000, until - position))
        const last = rows.at(-1)
        if (!last) return
        await run(eventsFor(subscriber, rows))
        position = Number(last.position)
        onProgress(position)
      }
    }
    const addAlone = (events: readonly FeedEvent[]) => sql.begin(tx => add(tx, events, zone))
    await drizzleOn(sql).insert(subscriptions).values({ name, position: 0 }).onConflictDoNothing()
    const checkpoint = (at: Sql | Transaction) =>
      drizzleOn(at).select().from(subscriptions).where(eq(subscriptions.name, name))
    const [live] = await checkpoint(sql)
    await catchUp(sql, live?.position ?? 0, addAlone)
    await sql.begin(async tx => {
      // The live reader waits at its checkpoint from here on.
      const [now] = await checkpoint(tx).for('update')
      await catchUp(tx, now?.position ?? 0, events => add(tx, events, zone))
      for (const [table, key] of Object.entries(tables)) {
        await makeEqual(tx, table, copyOf(table), key)
      }
      if (dayTable) await keepDayZone(tx, dayTable, zone)
      await drizzleOn(tx)
        .delete(parkedEvents)
        .where(and(eq(parkedEvents.subscription, name), lte(parkedEvents.position, position)))
      for (const table of Object.keys(tables)) await tx`drop table ${tx(copyOf(table))}`
    })
  }
}

// Plain SQL below: Drizzle creates no tables, and refers to none by a name at run time.

async function createCopy(sql: Sql, table: string, copy: string): Promise<void> {
  await sql`drop table if exists ${sql(copy)}`
  await sql`create table ${sql(copy)} (like ${sql(table)} including all)`
}

/** Makes the rows of `table` equal to those of `copy`, writing only rows that differ. */
async function makeEqual(
  tx: Transaction,
  table: string,
  copy: string,
  key: readonly string[],
): Promise<void> {
  const columns = await tx<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`
  const all = columns.map(({ name }) => name)
  const sameKey = key.map(name => `n.${name} = o.${name}`).join(' and ')
  const changed = all
    .filter(name => !key.includes(name))
    .map(name => `${name} = excluded.${name}`)
    .join(', ')
  await tx.unsafe(
    `delete from ${table} o where not exists (select from ${copy} n where ${sameKey})`,
  )
  await tx.unsafe(
    `insert into ${table} (${all.join(', ')})
      select ${all.join(', ')} from ${copy} n where not exists (
        select from ${table} o where ${sameKey} and row(o.*) is not distinct from row(n.*))
      on conflict (${key.join(', ')}) do ${changed ? `update set ${changed}` : 'nothing'}`,
  )
}
