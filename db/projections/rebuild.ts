import { upsertAccounts } from '../append'
import type { Sql, Transaction } from '../connection'
import { feedHead, readFeed } from '../feed/read-feed'
import { addFlows, dailyFlows } from './daily-flows'
import { foldWhole, streamPages } from './fold'

/** Builds a read model anew. `onProgress` hears how many streams or events are done. */
export type Rebuild = (sql: Sql, onProgress: (done: number) => void) => Promise<void>

/**
 * The read models that can be rebuilt, by name. Each is built from the log in a copy beside the
 * live one, while writers and readers go on; then one transaction catches up with what happened
 * meanwhile and makes the live one equal to the copy. Until it commits, nobody sees a change, and
 * when anything fails, nobody ever does. Only the projection itself runs: no subscriber's other
 * effects happen again.
 */
export const REBUILDS: Readonly<Record<string, Rebuild>> = {
  accounts: rebuildAccounts,
  [dailyFlows.name]: rebuildDailyFlows,
}

async function rebuildAccounts(sql: Sql, onProgress: (done: number) => void): Promise<void> {
  const copy = 'accounts_rebuild'
  const headBefore = await feedHead(sql)
  await createCopy(sql, 'accounts', copy)
  let done = 0
  for await (const ids of streamPages(sql)) {
    const streams = await foldWhole(sql, ids)
    await sql.begin(tx => upsertAccounts(tx, streams, copy))
    done += ids.length
    onProgress(done)
  }
  await sql.begin(async tx => {
    // Writers wait from here on. What they did since the beginning is in the outbox or late in the feed.
    await tx`lock table accounts in share row exclusive mode`
    const moved = await tx<{ aggregate_id: string }[]>`
      select aggregate_id from outbox
      union select aggregate_id from feed where position > ${headBefore}`
    const ids = moved.map(row => row.aggregate_id)
    for (let from = 0; from < ids.length; from += 500) {
      await upsertAccounts(tx, await foldWhole(tx, ids.slice(from, from + 500)), copy)
    }
    await makeEqual(tx, 'accounts', copy, ['aggregate_id'])
    await tx`drop table ${tx(copy)}`
  })
}

async function rebuildDailyFlows(sql: Sql, onProgress: (done: number) => void): Promise<void> {
  const [flows, activity] = ['daily_flows_rebuild', 'daily_activity_rebuild']
  await createCopy(sql, 'daily_flows', flows)
  await createCopy(sql, 'daily_activity', activity)
  const { name } = dailyFlows
  let position = 0
  const catchUp = async (at: Sql | Transaction, until: number, run: typeof addTo) => {
    while (position < until) {
      const events = await readFeed(at, position, Math.min(1000, until - position))
      const last = events.at(-1)
      if (!last) return
      await run(events)
      position = last.position
      onProgress(position)
    }
  }
  const addTo = (events: Awaited<ReturnType<typeof readFeed>>) =>
    sql.begin(tx => addFlows(tx, events, flows, activity))
  await sql`insert into subscriptions (name, position) values (${name}, 0) on conflict do nothing`
  const [live] = await sql`select position from subscriptions where name = ${name}`
  await catchUp(sql, Number(live?.position), addTo)
  await sql.begin(async tx => {
    // The live reader waits from here on, where its checkpoint is.
    const [now] = await tx`select position from subscriptions where name = ${name} for update`
    await catchUp(tx, Number(now?.position), events => addFlows(tx, events, flows, activity))
    await makeEqual(tx, 'daily_flows', flows, ['currency', 'day'])
    await makeEqual(tx, 'daily_activity', activity, ['day', 'aggregate_id', 'currency'])
    await tx`delete from parked_events where subscription = ${name} and position <= ${position}`
    await tx`drop table ${tx(flows)}, ${tx(activity)}`
  })
}

async function createCopy(sql: Sql, table: string, copy: string): Promise<void> {
  await sql`drop table if exists ${sql(copy)}`
  await sql`create table ${sql(copy)} (like ${sql(table)} including all)`
}

/** Makes the rows of `table` those of `copy`, touching only the ones that differ. */
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
