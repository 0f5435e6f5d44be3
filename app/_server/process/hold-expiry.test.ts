import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findAccount, findExpired } from '@/db/accounts/accounts'
import type { Sql } from '@/db/connection'
import { createEventStore, type EventStore } from '@/db/event-store'
import { checkProjections } from '@/db/projections/check'
import { type Db, openDb } from '@/db/query'
import { openTestStore } from '@/db/testing/store'
import { ACTOR, accountIn, commandOn, draftAccount } from '@/db/testing/streams'
import type { BankAccountEvent, Hold } from '@/domain/bank-account/events'
import { move } from '@/domain/bank-account/movements'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { recordExpiries, startRounds } from './hold-expiry'

let sql: Sql
let store: EventStore
let db: Db
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  ;({ url, store, sql, close } = await openTestStore())
  db = openDb(url)
})
afterAll(async () => {
  await db.$client.end()
  await close()
})

const HOUR_MS = 3_600_000
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS)

/** An account of ten hours ago with holds that expire that many hours ago (below 0: later). */
async function openWithHolds(...expiries: number[]) {
  const id = randomUUID()
  const { draft, record } = draftAccount(id)
  const account = { accountId: id, owner: 'U', currency: 'EUR', reference: null, customerId: null }
  record({ type: 'AccountCreated', ...account, openingBalance: 100_00n }, ago(10))
  const holds = expiries.map((hours): Hold => {
    const expiresAt = ago(hours).toISOString()
    return { holdId: randomUUID(), amount: 10_00n, expiresAt, note: null }
  })
  for (const hold of holds) record({ type: 'HoldPlaced', currency: 'EUR', ...hold }, ago(9))
  record(move(accountIn(draft.stream), 5_00n, null), ago(0.5))
  const saved = await store.saveUnit({ streams: [draft], records: [], unchanged: [] })
  expect(saved).toBe('saved')
  return { id, holds }
}

/** The bank of a process: nothing of it is cached before. */
async function inProcess<Result>(work: (parts: Process) => Promise<Result>): Promise<Result> {
  const its = createEventStore(url)
  const execute = async (envelope: CommandEnvelope): Promise<Answer> => {
    const [answer] = await handleUntilAnswered([envelope], its)
    return answer ?? { outcome: 'unavailable', reason: 'outage' }
  }
  return work({ db, execute }).finally(() => its.close())
}

type Process = Parameters<typeof recordExpiries>[0]

const round = (now = new Date()) => inProcess(parts => recordExpiries(parts, now))

async function expiriesOf(id: string) {
  const events = await store.getEventsForAggregate(id)
  return events.filter(({ event }) => event.type === 'HoldExpired')
}

async function refusedOn(id: string): Promise<number> {
  return (await store.readRefusals(id, { order: 'asc', limit: 10 })).length
}

test('an expiry is recorded late, as of its moment, by the bank', async () => {
  const { id, holds } = await openWithHolds(2, 3, -1)
  expect(await round()).toBe(false)
  const expired = await expiriesOf(id)
  const [first, second, third] = holds
  expect(expired.map(({ event }) => event.holdId).toSorted()).toEqual(
    [first?.holdId, second?.holdId].toSorted(),
  )
  for (const { occurredAt, createdAt, frontierAt, actor, event } of expired) {
    const hold = holds.find(({ holdId }) => holdId === event.holdId)
    expect(occurredAt.toISOString()).toBe(hold?.expiresAt)
    expect(occurredAt < frontierAt && createdAt > ago(0.1)).toBe(true)
    expect([actor, event.amount]).toEqual([{ id: 'bank', name: 'Bank', role: 'system' }, 10_00n])
  }
  const account = await findAccount(db, id)
  expect(account?.terms.holds).toEqual([third])
  expect(await refusedOn(id)).toBe(0)
  expect((await findExpired(db, new Date(), 100)).map(one => one.id)).not.toContain(id)
})

test('a hold that expires later, or within the second, is left alone', async () => {
  const { id, holds } = await openWithHolds(1)
  const expiry = Date.parse(String(holds[0]?.expiresAt))
  await round(new Date(expiry + 999))
  expect(await expiriesOf(id)).toHaveLength(0)
  await round(new Date(expiry + 1000))
  expect(await expiriesOf(id)).toHaveLength(1)
})

test('several processes at once, and again after a restart, record each expiry once', async () => {
  const all = await Promise.all([1, 2, 3].map(() => openWithHolds(1, 2, 3, 4)))
  await Promise.all([1, 2, 3, 4].map(() => round()))
  await round()
  for (const { id } of all) {
    expect(await expiriesOf(id)).toHaveLength(4)
    expect(await refusedOn(id)).toBe(0)
  }
})

test('a process that was told of no answer finds the event recorded', async () => {
  const { id } = await openWithHolds(1)
  await inProcess(parts => {
    const lost = async (envelope: CommandEnvelope): Promise<Answer> => {
      await parts.execute(envelope)
      return { outcome: 'unavailable', reason: 'outage' }
    }
    return recordExpiries({ ...parts, execute: lost }, new Date())
  })
  await round()
  expect(await expiriesOf(id)).toHaveLength(1)
})

test.each<[string, (hold: Hold) => BankAccountEvent]>([
  ['captured', hold => ({ ...debit(hold), holdId: hold.holdId })],
  ['released', ({ holdId, amount }) => ({ type: 'HoldReleased', holdId, amount, currency: 'EUR' })],
])('a hold that is %s between the look and the command stays so', async (how, event) => {
  const { id, holds } = await openWithHolds(1)
  const [hold] = holds
  if (!hold) throw new Error('The account has no hold')
  await inProcess(({ execute }) => {
    const late = async (envelope: CommandEnvelope): Promise<Answer> => {
      if (envelope.stream.id === id) {
        await store.saveEvents(id, [{ event: event(hold), actor: ACTOR }], 3)
      }
      return execute(envelope)
    }
    return recordExpiries({ db, execute: late }, new Date())
  })
  const events = await store.getEventsForAggregate(id)
  expect(events).toHaveLength(4)
  const { stream } = await store.stateAt(id, {})
  expect(accountIn(stream).terms.endedHolds).toEqual([{ holdId: hold.holdId, how }])
  expect(await refusedOn(id)).toBe(0)
})

const debit = ({ amount }: Hold) =>
  ({ type: 'MoneyWithdrawn', amount, balance: 95_00n, currency: 'EUR', note: null }) as const

test('a frozen account gets its expiries; a closed one changes never again', async () => {
  const [frozen, closed] = [await openWithHolds(1), await openWithHolds(1)]
  const say = (id: string, command: Parameters<typeof commandOn>[1]) =>
    handleUntilAnswered([commandOn(id, command)], store)
  await say(frozen.id, { type: 'FreezeAccount', scope: 'all', reason: 'Lost card' })
  await say(closed.id, { type: 'Withdraw', amount: '105.00', note: null })
  await say(closed.id, { type: 'CloseAccount' })
  await round()
  expect(await expiriesOf(frozen.id)).toHaveLength(1)
  expect((await store.getEventsForAggregate(closed.id)).at(-1)?.event.type).toBe('AccountClosed')
  expect(await refusedOn(closed.id)).toBe(0)
})

test('a round is bounded, and says that more is due', async () => {
  const all = await Promise.all(Array.from({ length: 101 }, () => openWithHolds(1)))
  expect(await round()).toBe(true)
  expect(await round()).toBe(false)
  for (const { id } of all) expect(await expiriesOf(id)).toHaveLength(1)
})

test('no account is read that has nothing due, and everything agrees afterwards', async () => {
  expect(await findExpired(db, new Date(), 100)).toEqual([])
  expect(await checkProjections(sql)).toEqual([])
})

test('rounds follow each other, errors are reported, and stopping waits for the last one', async () => {
  const errors: unknown[] = []
  let rounds = 0
  let enter = () => {}
  let leave = () => {}
  const third = new Promise<void>(resolve => {
    enter = resolve
  })
  const stop = startRounds(
    async () => {
      rounds++
      if (rounds === 1) throw new Error('an outage')
      if (rounds === 2) return true
      enter()
      await new Promise<void>(resolve => {
        leave = resolve
      })
      return true
    },
    error => errors.push(error),
    1,
  )
  await third
  const order: string[] = []
  const stopped = stop().then(() => order.push('stopped'))
  await new Promise(setImmediate)
  order.push('left')
  leave()
  await stopped
  expect(order).toEqual(['left', 'stopped'])
  expect([rounds, errors]).toEqual([3, [new Error('an outage')]])
})
