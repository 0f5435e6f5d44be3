import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createExecutor } from '@/domain/event-sourcing/command-executor'
import { handleCommands, handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import { lanesIn } from '@/domain/event-sourcing/operation'
import type { Ports } from '@/domain/event-sourcing/ports'
import { openSql, type Sql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { readClocks } from '../streams/clocks'
import { createStateCache } from '../streams/state-cache'
import { freshDatabase } from '../testing/database'
import { creationOf, movementOn, newIds } from '../testing/streams'
import { systemClock } from './system-clock'

let url: string
let drop: () => Promise<void>
let sql: Sql
/** Two processes on one database, each with its own cache. */
let here: EventStore
let there: EventStore

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  sql = openSql(url)
  here = createEventStore(url)
  there = createEventStore(url)
})
afterAll(async () => {
  await Promise.all([here.close(), there.close(), sql.end()])
  await drop()
})

async function openAccounts(count: number): Promise<string[]> {
  const ids = newIds(count)
  for (const id of ids) await here.saveEvents(id, [creationOf(id)], 0)
  return ids
}

describe('the state cache of a process', () => {
  test('is not the base of a refusal: another process may have deposited', async () => {
    const [id = ''] = await openAccounts(1)
    const [poor] = await handleUntilAnswered([movementOn(id, 'Withdraw', '5')], here)
    expect(poor?.outcome).toBe('refused')
    await handleUntilAnswered([movementOn(id, 'Deposit', '5')], there)
    const [rich] = await handleUntilAnswered([movementOn(id, 'Withdraw', '5')], here)
    expect(rich).toMatchObject({ outcome: 'accepted', changes: [{ stream: { version: 3 } }] })
  })

  test('is not the base of an acceptance: another process may have withdrawn', async () => {
    const [id = ''] = await openAccounts(1)
    await handleUntilAnswered([movementOn(id, 'Deposit', '5')], here)
    await handleUntilAnswered([movementOn(id, 'Withdraw', '5')], there)
    const [answer] = await handleUntilAnswered([movementOn(id, 'Withdraw', '5')], here)
    expect(answer?.outcome).toBe('refused')
  })

  test('that is stale makes only its own account load again, not the rest of the batch', async () => {
    const ids = await openAccounts(4)
    const fresh = createEventStore(url) // it has not met another process yet
    await handleUntilAnswered(
      ids.map(id => movementOn(id, 'Deposit', '1')),
      fresh,
    )
    await handleUntilAnswered([movementOn(ids[0] ?? '', 'Deposit', '1')], there)
    const saves: string[][] = []
    const watched = {
      ...fresh,
      save: async (units: Parameters<EventStore['save']>[0]) => {
        const streams = units.flatMap(unit => unit.streams)
        saves.push(streams.map(({ stream }) => stream.aggregateId).toSorted())
        return fresh.save(units)
      },
    }
    const answers = await handleUntilAnswered(
      ids.map(id => movementOn(id, 'Deposit', '1')),
      watched,
    )
    expect(answers.map(({ outcome }) => outcome)).toEqual(ids.map(() => 'accepted'))
    expect(saves).toEqual([ids.toSorted(), ids.slice(0, 1)])
    await fresh.close()
  })

  test('drops a state that the log rejects', async () => {
    const [id = ''] = await openAccounts(1)
    const fresh = createEventStore(url)
    const ask = () => handleUntilAnswered([movementOn(id, 'Deposit', '1')], fresh)
    await ask()
    // As after a restore of the database to another past than this process remembers.
    await sql`alter table events disable trigger user`
    await sql`
      update events set event_data = event_data || ${sql.json({ amount: '5.00', balance: '5.00' })}
      where aggregate_id = ${id} and event_version = 2`
    await sql`alter table events enable trigger user`
    await expect(ask()).rejects.toMatchObject({ code: '23514' })
    const changes = [{ stream: { type: 'BankAccount', state: { balance: 600n } } }]
    expect(await ask()).toMatchObject([{ outcome: 'accepted', changes }])
    await fresh.close()
  })

  test('is caught up where streams are read from it, and the others are loaded', async () => {
    const [known = '', unknown = ''] = await openAccounts(2)
    await handleUntilAnswered([movementOn(known, 'Deposit', '5')], here)
    await handleUntilAnswered([movementOn(known, 'Deposit', '5')], there)
    const found = await here.caughtUp([known, unknown])
    expect([known, unknown].map(id => found.get(id)?.version)).toEqual([3, 1])
  })

  test('is bounded, and does not keep a state that is too large', () => {
    const cache = createStateCache(100_000)
    const stream = (owner: string) => {
      const [aggregateId = ''] = newIds(1)
      const account = { accountId: aggregateId, owner, currency: 'EUR', balance: 0n }
      const state = { status: 'open', ...account, reference: null, customerId: null } as const
      const [at, type] = [new Date(), 'BankAccount']
      return { type, aggregateId, version: 1, state, startedAt: at, createdAt: at, frontierAt: at }
    }
    const huge = stream('x'.repeat(2_000))
    cache.put(huge)
    expect(cache.get(huge.aggregateId)).toBeUndefined()
    const small = Array.from({ length: 1_000 }, () => stream('Jana'))
    for (const each of small) cache.put(each)
    expect(cache.weight).toBeLessThanOrEqual(100_000)
    expect(cache.get(small.at(-1)?.aggregateId ?? '')).toBe(small.at(-1))
    expect(cache.get(small[0]?.aggregateId ?? '')).toBeUndefined()
  })
})

test('a process whose clock is behind what is recorded says so, by how much, and records its own time', async () => {
  const [id = ''] = await openAccounts(1)
  const hour = 3_600_000
  const behind: number[] = []
  const store = createEventStore(url, undefined, { onClockBehind: ms => behind.push(ms) })
  const deposit = (ports: Ports) => handleUntilAnswered([movementOn(id, 'Deposit', '1')], ports)
  await deposit(store)
  expect(behind).toEqual([])
  await deposit({ ...there, now: () => new Date(Date.now() + 2 * hour) })
  const [before, after] = [new Date(), (await deposit(store))[0]]
  if (after?.outcome !== 'accepted') throw new Error('The deposit was not accepted')
  const [event] = after.changes[0].events
  expect(event?.occurredAt.getTime()).toBeGreaterThanOrEqual(before.getTime())
  expect(event?.occurredAt.getTime()).toBeLessThanOrEqual(Date.now())
  expect(behind.length).toBe(1)
  expect(Math.round((behind[0] ?? 0) / hour)).toBe(2)
  // So the newest recording time is ahead of the clock of the database, on which all agree.
  const { databaseMs, newestMs } = await readClocks(sql)
  expect(Math.abs(databaseMs - Date.now())).toBeLessThan(hour)
  expect(Math.round(((newestMs ?? 0) - databaseMs) / hour)).toBe(2)
  await store.close()
})

test('two processes that deposit into the same accounts lose nothing and duplicate nothing', async () => {
  const ids = await openAccounts(6)
  const limits = { queueMax: 1_000, batchMax: 50, batchesMax: 2, deadlineMs: 60_000 }
  const executors = [here, there].map(store =>
    createExecutor(
      (batch, attemptOf) => handleCommands(batch, store, attemptOf),
      lanesIn(store.registry),
      limits,
      systemClock,
      error => {
        throw error
      },
    ),
  )
  const asked = Array.from({ length: 600 }, (_, n) => movementOn(ids[n % 6] ?? '', 'Deposit', '1'))
  const answers = await Promise.all(asked.map((command, n) => executors[n % 2]?.execute(command)))
  expect(answers.map(answer => answer?.outcome)).toEqual(asked.map(() => 'accepted'))
  const rows = await sql`
    select aggregate_id, balance::int, version from accounts where aggregate_id = any(${ids})`
  expect(rows.map(({ balance, version }) => [balance, version])).toEqual(
    ids.map(() => [100_00, 101]),
  )
  const [commands] = await sql`
    select count(*)::int as kept from commands where command_id = any(${asked.map(one => one.commandId)})`
  expect(commands?.kept).toBe(600)
})
