import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BankAccountEvent } from '@/domain/bank-account/events'
import { createExecutor } from '@/domain/event-sourcing/command-executor'
import { handleCommands, handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import { lanesIn } from '@/domain/event-sourcing/operation'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { systemClock } from './append/system-clock'
import type { Sql } from './connection'
import { createEventStore, type EventStore, VersionConflict } from './event-store'
import { accountIdFor } from './ids'
import { migrate } from './migrate'
import { ignoredSnapshots } from './streams/event-rows'
import { freshDatabase } from './testing/database'
import { openTestStore } from './testing/store'
import { ACTOR as actor, commandOn, movementOn } from './testing/streams'

let url: string
let store: EventStore
let sql: Sql
let close: () => Promise<void>

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
})
afterAll(() => close())

const creation = (openingBalance = '0', commandId: string = randomUUID()) =>
  commandOn(
    accountIdFor(commandId),
    {
      type: 'CreateAccount',
      owner: 'Jana Nováková',
      currency: 'EUR',
      openingBalance,
      reference: null,
      customerId: null,
    },
    commandId,
  )

async function run(...commands: CommandEnvelope[]): Promise<readonly Answer[]> {
  return handleUntilAnswered(commands, store)
}
async function openAccount(openingBalance = '0'): Promise<string> {
  const command = creation(openingBalance)
  await run(command)
  return command.stream.id
}
const depositOf = (amount: bigint, balance: bigint): BankAccountEvent => ({
  type: 'MoneyDeposited',
  amount,
  balance,
  currency: 'EUR',
  note: null,
})

describe('the log', () => {
  test('keeps events whole and in order', async () => {
    const id = await openAccount('10.00')
    const [deposited] = await run(movementOn(id, 'Deposit', '100.00'))
    await run(movementOn(id, 'Withdraw', '30.50'))
    const events = await store.getEventsForAggregate(id)
    expect(events.map(({ version, event }) => [version, event.type])).toEqual([
      [1, 'AccountCreated'],
      [2, 'MoneyDeposited'],
      [3, 'MoneyWithdrawn'],
    ])
    for (const { aggregateType } of events) expect(aggregateType).toBe('BankAccount')
    expect(deposited?.outcome === 'accepted' && deposited.changes[0].events).toEqual([events[1]])
    expect(await store.getEventStream(id, 2, 3)).toEqual(events.slice(1))
    expect(await store.getEventsForAggregate(randomUUID())).toEqual([])
  })

  test('rejects a stale expected version, and one from the future, as a conflict', async () => {
    const id = await openAccount()
    const events = [{ event: depositOf(100n, 100n), actor }]
    for (const expected of [0, 5]) {
      await expect(store.saveEvents(id, events, expected)).rejects.toEqual(
        new VersionConflict(id, expected, 1),
      )
    }
    await expect(store.saveEvents(randomUUID(), events, 3)).rejects.toBeInstanceOf(VersionConflict)
    expect(await store.getEventsForAggregate(id)).toHaveLength(1)
  })

  test('lets exactly one of two writers have a version', async () => {
    const id = await openAccount()
    const attempts = await Promise.allSettled(
      Array.from({ length: 8 }, () =>
        store.saveEvents(id, [{ event: depositOf(100n, 100n), actor }], 1),
      ),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') expect(attempt.reason).toBeInstanceOf(VersionConflict)
    }
    expect(await store.getEventsForAggregate(id)).toHaveLength(2)
  })

  test.each(['update events set event_version = 9', 'delete from events', 'truncate events'])(
    'refuses: %s',
    async statement => {
      await openAccount()
      await expect(sql.unsafe(statement)).rejects.toMatchObject({ code: '23001' })
    },
  )

  test('keeps the recording clock from going back when a process lags', async () => {
    const id = await openAccount()
    const lagging = { ...store, now: () => new Date('2001-01-01T00:00:00Z') }
    await handleUntilAnswered([movementOn(id, 'Deposit', '1')], lagging)
    const [first, second] = await store.getEventsForAggregate(id)
    expect(second?.createdAt).toEqual(first?.createdAt)
    expect(second?.occurredAt).toEqual(first?.occurredAt)
  })
})

const LIMITS = { queueMax: 99, batchMax: 9, batchesMax: 2, deadlineMs: 60_000 }

describe('a command id', () => {
  test('sent ten times at once, to two processes, gives one event and ten equal answers', async () => {
    const id = await openAccount()
    const command = movementOn(id, 'Deposit', '7')
    const other = createEventStore(url)
    const executors = [store, other].map(at =>
      createExecutor(
        (batch, of) => handleCommands(batch, at, of),
        lanesIn(at.registry),
        LIMITS,
        systemClock,
        fail,
      ),
    )
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => executors[n % 2]?.execute(command)),
    )
    await other.close()
    expect(answers[0]).toMatchObject({ outcome: 'accepted', changes: [{ stream: { version: 2 } }] })
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await store.getEventsForAggregate(id)).toHaveLength(2)
  })

  test('gives the first answer for ever, refusals included', async () => {
    const id = await openAccount()
    const asked = movementOn(id, 'Withdraw', '5')
    const [refused] = await run(asked)
    await run(movementOn(id, 'Deposit', '100'))
    expect(refused).toMatchObject({ outcome: 'refused', refusal: { type: 'InsufficientFunds' } })
    expect(await run(asked)).toEqual([refused])
    const [row] = await sql`select refused from commands where command_id = ${asked.commandId}`
    expect(row?.refused).toEqual({
      actor,
      command: asked.command,
      aggregateType: 'BankAccount',
    })
  })

  test('with another body is a conflict, on the same account and on another', async () => {
    const [id, elsewhere] = [await openAccount(), await openAccount()]
    const asked = movementOn(id, 'Deposit', '5')
    await run(asked)
    const changed = { ...asked, command: { ...asked.command, amount: '6' } } as CommandEnvelope
    expect(await run(changed)).toEqual([{ outcome: 'reused' }])
    expect(await run({ ...asked, stream: { ...asked.stream, id: elsewhere } })).toEqual([
      { outcome: 'reused' },
    ])
    const [first] = await run(asked)
    expect(first).toMatchObject({ outcome: 'accepted', changes: [{ stream: { version: 2 } }] })
    expect(await run(asked, changed, asked)).toEqual([first, { outcome: 'reused' }, first])
    expect(await run(changed, asked)).toEqual([{ outcome: 'reused' }, first])
  })

  test('twice in one batch is one command', async () => {
    const id = await openAccount()
    const asked = movementOn(id, 'Deposit', '5')
    const changed = { ...asked, command: { ...asked.command, amount: '6' } } as CommandEnvelope
    const [first, second, third] = await run(asked, asked, changed)
    expect(first).toMatchObject({ outcome: 'accepted', changes: [{ stream: { version: 2 } }] })
    expect(second).toEqual(first)
    expect(third).toEqual({ outcome: 'reused' })
  })
})

describe('many writers', () => {
  test('lose nothing and duplicate nothing', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => openAccount()))
    const stores = Array.from({ length: 4 }, () => createEventStore(url))
    const asked = stores.flatMap(at =>
      Array.from({ length: 50 }, (_, n) => ({ at, id: ids[n % ids.length] ?? '' })),
    )
    const answers = await Promise.all(
      asked.map(({ at, id }) =>
        retryBusy(() => handleUntilAnswered([movementOn(id, 'Deposit', '1')], at)),
      ),
    )
    await Promise.all(stores.map(at => at.close()))
    expect(answers.every(answer => answer?.outcome === 'accepted')).toBe(true)
    for (const id of ids) {
      const events = await store.getEventsForAggregate(id)
      expect(events.map(({ version }) => version)).toEqual(
        Array.from({ length: 41 }, (_, n) => n + 1),
      )
    }
    const rows = await sql`select balance, version from accounts where aggregate_id = any(${ids})`
    for (const row of rows) expect(row).toEqual({ balance: '4000', version: 41 })
  })
})

describe('snapshots', () => {
  test('are kept every hundred events and are never trusted over the log', async () => {
    const id = await openAccount()
    await run(...Array.from({ length: 250 }, () => movementOn(id, 'Deposit', '1')))
    const rows = await sql`select version from snapshots where aggregate_id = ${id} order by 1`
    expect(rows.map(({ version }) => version)).toEqual([100, 200])
    const at150 = { version: 150, state: { balance: 14900n } }
    const load = async () =>
      (await store.load([movementOn(id, 'Deposit', '1')], () => 3)).streams.get(id)
    const sound = await load()
    expect(sound).toMatchObject({ version: 251, state: { balance: 25000n } })
    for (const corrupted of [
      sql`state = '{"rubbish": true}'`,
      sql`state = jsonb_set(state, '{balance}', '"99999.99"')`,
      sql`created_at = created_at - interval '1 day'`,
    ]) {
      await sql`update snapshots set ${corrupted} where aggregate_id = ${id}`
      const before = ignoredSnapshots()
      expect(await load()).toEqual(sound)
      expect((await store.stateAt(id, { version: 150 })).stream).toMatchObject(at150)
      expect(ignoredSnapshots()).toBe(before + 2)
    }
    await sql`update snapshots set version = version + 1000 where aggregate_id = ${id}`
    expect(await load()).toEqual(sound)
    await sql`update snapshots set shape = 99 where aggregate_id = ${id}`
    expect(await load()).toEqual(sound)
    expect((await store.stateAt(id, { version: 150 })).stream).toMatchObject(at150)
  })
})

describe('migrations', () => {
  test('may run in several processes at once', async () => {
    const empty = await freshDatabase()
    await Promise.all(Array.from({ length: 5 }, () => migrate(empty.url)))
    await empty.drop()
  })
})

function fail(error: unknown): void {
  throw error
}

/** Without an executor between them, racing writers may be answered `unavailable`. */
async function retryBusy(ask: () => Promise<readonly Answer[]>): Promise<Answer | undefined> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const [answer] = await ask()
    if (answer?.outcome !== 'unavailable') return answer
  }
  return undefined
}
