import { openSql, type Sql } from '../../connection'
import { feedHead } from '../../feed/read-feed'
import { startFeed } from '../../feed/runner'
import { SUBSCRIBERS } from '../../projections/subscribers'
import { openBank } from './bank'
import type { Figure } from './figures'
import type { BenchServer } from './server'

const ACCOUNTS = 1000
const CALLERS = 64
const DEPOSITS = 200_000

/**
 * The bytes that a deposit adds, with everything written for it and all indexes, while the feed
 * keeps up; and the memory of the server. Rows that exist once for each account count too.
 */
export async function measureBytes(server: BenchServer): Promise<Figure[]> {
  const restMiB = server.memoryMiB()
  const database = await server.database()
  const bank = openBank(database.url)
  const sql = openSql(database.url)
  const feed = startFeed(sql, SUBSCRIBERS, error => console.error(error))
  try {
    const accounts = await bank.openAccounts(ACCOUNTS)
    const before = await bytesOf(sql)
    const begunMs = performance.now()
    let made = 0
    let loadMiB: number | null = null
    await Promise.all(
      Array.from({ length: CALLERS }, async () => {
        while (made < DEPOSITS) {
          const turn = made++
          await bank.deposit(accounts[(turn * 7919) % ACCOUNTS] ?? '')
          if (turn === DEPOSITS / 2) loadMiB = server.memoryMiB()
        }
      }),
    )
    const perSecond = made / ((performance.now() - begunMs) / 1000)
    const behind = made + ACCOUNTS - (await feedHead(sql))
    while ((await feedHead(sql)) < made + ACCOUNTS) {
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    // The feed has taken the outbox keys: autovacuum reclaims their space every minute.
    await sql`vacuum outbox`
    const kept = (await bytesOf(sql)) - before
    return [
      { name: 'bytes.deposit', value: kept / made, unit: 'bytes', bar: { atMost: 700 } },
      { name: 'command.spread+feed', value: perSecond, unit: 'a second' },
      { name: 'feed.behind', value: behind, unit: 'events' },
      ...(restMiB === null ? [] : [{ name: 'memory.rest', value: restMiB, unit: 'MiB' }]),
      ...(loadMiB === null ? [] : [{ name: 'memory.load', value: loadMiB, unit: 'MiB' }]),
    ]
  } finally {
    await Promise.all([bank.close(), feed.stop()])
    await sql.end()
    await database.drop()
  }
}

async function bytesOf(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: string }[]>`
    select sum(pg_total_relation_size(oid)) as bytes from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace`
  return Number(row?.bytes)
}
