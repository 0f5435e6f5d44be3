import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { openSql } from '../connection'
import { createEventStore } from '../event-store'
import { checkProjections } from '../projections/check'
import { dailyFlows } from '../projections/daily-flows'
import { freshDatabase } from '../testing/database'
import { creationOf, newIds } from '../testing/streams'
import { sequence } from './sequencer'
import { advanceSubscription } from './subscription'

const TABLES = [
  ...['events', 'outbox', 'feed', 'sequencer', 'commands', 'accounts', 'snapshots'],
  ...['subscriptions', 'parked_events', 'daily_flows', 'daily_activity'],
]

test('a bank that was copied table by table goes on where it was', async () => {
  const [old, restored] = [await freshDatabase(), await freshDatabase()]
  const [from, to] = [openSql(old.url), openSql(restored.url)]
  const follow = async (sql: typeof from) => {
    while (await sequence(sql));
    while (await advanceSubscription(sql, dailyFlows));
  }
  const write = async (url: string) => {
    const store = createEventStore(url)
    for (const id of newIds(5)) await store.saveEvents(id, [creationOf(id, 7n)], 0)
    await store.close()
  }
  await write(old.url)
  await follow(from)
  await write(old.url) // has no position yet

  await to`delete from sequencer`
  for (const table of TABLES) {
    const reading = await from`copy ${from(table)} to stdout`.readable()
    await pipeline(reading, await to`copy ${to(table)} from stdin`.writable())
  }
  await write(restored.url)
  await follow(to)

  expect(await checkProjections(to)).toEqual([])
  const [head] = await to`select max(position)::int as last, count(*)::int as count from feed`
  expect(head).toEqual({ last: 15, count: 15 })
  await Promise.all([from.end(), to.end()])
  await Promise.all([old.drop(), restored.drop()])
})
