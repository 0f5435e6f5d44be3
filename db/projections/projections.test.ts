import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSql, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { sequence } from '../feed/sequencer'
import { advanceSubscription } from '../feed/subscription'
import { type FreshDatabase, freshDatabase } from '../testing/database'
import { ACTOR, creationOf, newIds } from '../testing/streams'
import { checkProjections } from './check'
import { readDailyFlows } from './daily-flows'
import { foldWhole } from './fold'
import { REBUILDS } from './rebuild'
import { SUBSCRIBERS } from './subscribers'

let filled: FreshDatabase
let drop: () => Promise<void>
let sql: Sql
let store: EventStore
const ids = newIds(8)

beforeAll(async () => {
  filled = await freshDatabase()
  open(filled)
  for (const [n, id] of ids.entries()) {
    await store.saveEvents(id, [creationOf(id, 100n)], 0)
    await deposit(id, 1, 120)
    if (n % 2 === 0) await follow()
  }
  await follow()
  await close()
})
afterAll(() => filled.drop())

beforeEach(async () => {
  const copy = await freshDatabase(filled.name)
  drop = copy.drop
  open(copy)
})
afterEach(async () => {
  await close()
  await drop()
})

function open({ url }: FreshDatabase): void {
  sql = openSql(url)
  store = createEventStore(url)
}

async function close(): Promise<void> {
  await Promise.all([store.close(), sql.end()])
}

/** Deposits of one cent each, with the balance after each. */
async function deposit(id: string, version: number, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => ({
    event: {
      type: 'MoneyDeposited' as const,
      amount: 1n,
      balance: 100n + BigInt(version + n),
      currency: 'EUR',
      note: null,
    },
    actor: ACTOR,
  }))
  await store.saveEvents(id, events, version)
}

async function follow(): Promise<void> {
  while (await sequence(sql));
  for (const one of SUBSCRIBERS) while (await advanceSubscription(sql, one));
}

const check = async () =>
  (await checkProjections(sql)).map(({ where, key }) => `${where} ${key}`).toSorted()

const CUSTOMERS = 'trial balance EUR customer-accounts'

const faults: readonly [string, () => PromiseLike<unknown>, () => string[]][] = [
  [
    'a wrong balance',
    () => sql`update accounts set balance = balance + 1 where aggregate_id = ${ids[0] ?? ''}`,
    () => [`accounts ${ids[0]}`, CUSTOMERS],
  ],
  [
    'a missing account',
    () => sql`delete from accounts where aggregate_id = ${ids[1] ?? ''}`,
    () => [`accounts ${ids[1]}`, CUSTOMERS],
  ],
  [
    'an account without a log',
    () => sql`insert into accounts select ${newIds(1)[0] ?? ''}::uuid, number, reference, owner,
      currency, balance, status, version, opened_at, customer_id, search_text
      from accounts limit 1`,
    () => [expect.stringMatching(/^accounts /), CUSTOMERS],
  ],
  [
    'a flow counted twice',
    () => sql`update daily_flows set inflow = inflow * 2`,
    () => [expect.stringMatching(/^daily-flows /)],
  ],
  [
    'a flow that is gone',
    () => sql`delete from daily_flows`,
    () => [expect.stringMatching(/^daily-flows /)],
  ],
  [
    'money in the wrong minute',
    () => sql`update flow_cells set net = net + 1 where ctid = (
      select ctid from flow_cells where grain = 3 and opened > 0 limit 1)`,
    () => [expect.stringMatching(/^insights flow_cells 3 /)],
  ],
  [
    'cash in the wrong minute',
    () => sql`update ledger_cells set net = net + 1 where ctid = (
      select ctid from ledger_cells where grain = 3 and ledger = 'cash' limit 1)`,
    () => [expect.stringMatching(/^ledger 3 .* EUR cash$/)],
  ],
  [
    'cash that was booked as a fee',
    () => sql`update ledger_cells set ledger = 'fees' where ledger = 'cash' and grain = 0`,
    () => [
      expect.stringMatching(/^ledger 0 .* EUR cash$/),
      expect.stringMatching(/^ledger 0 .* EUR fees$/),
      'trial balance EUR cash',
      'trial balance EUR fees',
    ],
  ],
  [
    'counter-sides that are gone',
    () => sql`delete from ledger_cells where grain = 0`,
    () => [
      expect.stringMatching(/^ledger 0 .* EUR cash$/),
      expect.stringMatching(/^ledger 0 .* EUR opening-balances$/),
      'trial balance EUR cash',
      'trial balance EUR opening-balances',
    ],
  ],
  [
    'an hour that is gone',
    () => sql`delete from busy_hours`,
    () => [expect.stringMatching(/^insights busy_hours EUR /)],
  ],
  [
    'a largest movement that was none',
    () => sql`update largest_movements set amount = 2 where event_version = 2
      and aggregate_id = (select aggregate_id from largest_movements order by 1 limit 1)`,
    () => [expect.stringMatching(/^insights largest_movements EUR /)],
  ],
  [
    'a wrong standing',
    () => sql`update account_standings set size = 9 where aggregate_id = ${ids[2] ?? ''}`,
    () => [`insights account_standings ${ids[2]}`],
  ],
  [
    'a size without its accounts',
    () => sql`update balance_sizes set accounts = accounts - 1 where size = 3`,
    () => ['insights balance_sizes EUR 3'],
  ],
]

describe('a check of the projections', () => {
  test('finds nothing in correct projections, also while the feed is behind', async () => {
    expect(await check()).toEqual([])
    await deposit(ids[0] ?? '', 121, 3)
    expect(await check()).toEqual([])
    while (await sequence(sql));
    expect(await check()).toEqual([])
  })

  test.each(faults)('finds %s, and a rebuild repairs it', async (_, plant, found) => {
    await plant()
    expect(await check()).toEqual(found())
    for (const rebuild of Object.values(REBUILDS)) await rebuild(sql, () => {})
    expect(await check()).toEqual([])
  })

  test('finds a wrong snapshot and a wrong feed', async () => {
    await sql`update snapshots set state = jsonb_set(state, '{balance}', '"9.99"')
      where aggregate_id = ${ids[0] ?? ''}`
    await sql`update feed set position = position + 1000 where position = 7`
    // An event without a feed position has not been counted yet, as far as the feed knows.
    const flow = expect.stringMatching(/^daily-flows /)
    const found = (await check()).filter(line => !/^(insights|ledger|trial balance)/.test(line))
    expect(found).toEqual([flow, 'feed whole', `snapshots ${ids[0]} 100`])
  })
})

test('a fold frees its connection for the next query, however much arrived at once', async () => {
  const answers = await sql.begin(async tx => {
    const heard: unknown[] = []
    for (let n = 0; n < 100; n++) {
      await foldWhole(tx, ids.slice(0, 1 + (n % ids.length)))
      const [row] = await tx`select ${n}::int as n`
      heard.push(row?.n)
    }
    return heard
  })
  expect(answers).toEqual(Array.from({ length: 100 }, (_, n) => n))
})

describe('a rebuild', () => {
  test('runs beside writers and the feed, and nobody sees an empty read model', async () => {
    await sql`update accounts set balance = 0`
    let running = true
    const writing = ids.map(async id => {
      for (let version = 121; running; version++) await deposit(id, version, 1)
    })
    const watching = (async () => {
      while (running) {
        await follow()
        const [row] = await sql`
          select (select count(*) from accounts)::int as accounts,
            (select count(*) from daily_flows)::int as days`
        expect(row?.accounts).toBe(8)
        expect(row?.days).toBeGreaterThan(0)
      }
    })()
    for (let round = 0; round < 3; round++) {
      for (const rebuild of Object.values(REBUILDS)) await rebuild(sql, () => {})
    }
    running = false
    await Promise.all([...writing, watching])
    await follow()
    expect(await check()).toEqual([])
  })

  test('that fails leaves the live read model unchanged', async () => {
    await sql`alter table events disable trigger events_append_only`
    await sql`update events set event_type = 'MoneyEaten' where event_version = 50`
    const before = [await sql`select * from accounts order by 1`, await flows()]
    // Some read other streams, and these are an account's events.
    const {
      people: _,
      approvals: __,
      'payment-orders': ___,
      'case-files': ____,
      'payment-batches': _____,
      payments: ______,
      ...ofMoney
    } = REBUILDS
    for (const rebuild of Object.values(ofMoney)) {
      await expect(rebuild(sql, () => {})).rejects.toThrow(/MoneyEaten/)
    }
    expect([await sql`select * from accounts order by 1`, await flows()]).toEqual(before)
  })
})

test('a projection that several processes run at once counts every event once', async () => {
  for (const id of ids) await deposit(id, 121, 1)
  await Promise.all(
    [0, 1, 2, 3].map(async () => {
      for (let n = 0; n < 3; n++) {
        await sequence(sql)
        for (const subscriber of SUBSCRIBERS) await advanceSubscription(sql, subscriber)
      }
    }),
  )
  await follow()
  expect(await check()).toEqual([])
})

const flows = () => readDailyFlows(sql, '2000-01-01', '2100-01-01')

test('the flows of all days add up to the balances of all accounts', async () => {
  const [total] = await sql<{ balance: string }[]>`select sum(balance) as balance from accounts`
  const net = (await flows()).reduce((sum, { inflow, outflow }) => sum + inflow - outflow, 0n)
  expect(net).toBe(BigInt(total?.balance ?? -1))
})
