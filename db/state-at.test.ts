import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BankAccount, evolve, initial } from '@/domain/bank-account'
import type { RecordedEvent, Stream } from '@/domain/ports'
import { advance, emptyStream, recordNext, SNAPSHOT_INTERVAL } from '@/domain/stream'
import { createEventStore, type EventStore } from './event-store'
import { newEventId } from './ids'
import { freshDatabase } from './testing/database'

let store: EventStore
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await freshDatabase()
  drop = database.drop
  store = createEventStore(database.url)
})
afterAll(async () => {
  await store.close()
  await drop()
})

const DAY = 86_400_000
const START = Date.UTC(2026, 0, 1)
const at = (day: number) => new Date(START + day * DAY)

/** A history: on which day each event is recorded (with ties), and how many days late it is. */
const history = fc.array(
  fc.record({
    gap: fc.nat(2),
    late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(40)),
    amount: fc.bigInt(1n, 100n),
  }),
  { minLength: 1, maxLength: 260, size: 'max' },
)
const moments = fc.array(
  fc.record({ asOf: fc.option(fc.nat(300)), knownAt: fc.option(fc.nat(300)) }),
  { minLength: 10, maxLength: 10 },
)

/** Saves the history as it would have been recorded, snapshots and all. */
async function save(steps: readonly { gap: number; late: number; amount: bigint }[]) {
  const id = randomUUID()
  const actor = { id: 'u', name: 'U', role: 'teller' }
  const events: RecordedEvent[] = []
  const snapshots: Stream[] = []
  let stream = emptyStream(id)
  let day = 0
  const record = (event: RecordedEvent['event'], occurredAt: Date) => {
    const envelope = { eventId: newEventId(), actor, commandId: null, correlationId: null }
    const next = recordNext(stream, event, { ...envelope, now: at(day), occurredAt })
    stream = advance(stream, next)
    events.push(next)
    if (stream.version % SNAPSHOT_INTERVAL === 0) snapshots.push(stream)
  }
  const account = { accountId: id, owner: 'U', currency: 'EUR', reference: null, customerId: null }
  record({ type: 'AccountCreated', ...account, openingBalance: 0n }, at(0))
  for (const { gap, late, amount } of steps) {
    day += gap
    const balance = stream.state.status === 'open' ? stream.state.balance + amount : 0n
    const event = { type: 'MoneyDeposited', amount, balance, currency: 'EUR', note: null } as const
    record(event, at(Math.max(0, day - late)))
  }
  const saved = await store.append({
    streams: [{ expectedVersion: 0, events, stream, snapshots }],
    records: [],
  })
  expect(saved).toBe('saved')
  return { id, events }
}

test('the two-clock read agrees with the naive double filter, ties and late events included', async () => {
  await fc.assert(
    fc.asyncProperty(history, moments, async (steps, asked) => {
      const { id, events } = await save(steps)
      for (const { asOf, knownAt } of asked) {
        const [business, known] = [asOf, knownAt].map(day => (day === null ? undefined : at(day)))
        const found = await store.stateAt(id, { asOf: business, knownAt: known })
        const naive = events.filter(
          event =>
            (business === undefined || event.occurredAt <= business) &&
            (known === undefined || event.createdAt <= known),
        )
        const expected = naive.reduce<BankAccount>(
          (state, { event }) => evolve(state, event),
          initial,
        )
        expect(found.stream.state).toEqual(expected)
        const counted = found.stream.version + found.late.length
        expect(counted).toBe(naive.length)
        expect(found.after?.version ?? 0).toBe(found.stream.version)
        expect(found.before?.version ?? null).toBe(
          found.stream.version < events.length ? found.stream.version + 1 : null,
        )
      }
    }),
    { numRuns: 40 },
  )
})

test('a version is a moment too', async () => {
  const { id, events } = await save(
    Array.from({ length: 230 }, () => ({ gap: 1, late: 0, amount: 1n })),
  )
  for (const version of [1, 99, 100, 101, 200, 231]) {
    const found = await store.stateAt(id, { version })
    expect(found.stream).toMatchObject({ version, state: { balance: BigInt(version - 1) } })
    expect(found.after).toEqual(events[version - 1])
    expect(found.before).toEqual(events[version] ?? null)
  }
  expect((await store.stateAt(randomUUID(), { asOf: at(9) })).stream.version).toBe(0)
})
