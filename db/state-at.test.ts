import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BankAccount, evolve, initial } from '@/domain/bank-account'
import { createEventStore, type EventStore } from './event-store'
import { freshDatabase } from './testing/database'
import { at, counts, days, history, momentOf, saveHistory } from './testing/histories'

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

const moments = fc.array(days, { minLength: 10, maxLength: 10 })

test('the two-clock read agrees with the naive double filter, ties and late events included', async () => {
  await fc.assert(
    fc.asyncProperty(history, moments, async (steps, asked) => {
      const { id, events } = await saveHistory(store, steps)
      for (const moment of asked.map(momentOf)) {
        const found = await store.stateAt(id, moment)
        const naive = events.filter(event => counts(moment, event))
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
  const steps = Array.from({ length: 230 }, () => ({ gap: 1, late: 0, amount: 1n }))
  const { id, events } = await saveHistory(store, steps)
  for (const version of [1, 99, 100, 101, 200, 231]) {
    const found = await store.stateAt(id, { version })
    expect(found.stream).toMatchObject({ version, state: { balance: BigInt(version - 1) } })
    expect(found.after).toEqual(events[version - 1])
    expect(found.before).toEqual(events[version] ?? null)
  }
  expect((await store.stateAt(randomUUID(), { asOf: at(9) })).stream.version).toBe(0)
})
