import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BankAccount, evolve, initial } from '@/domain/bank-account/bank-account'
import { openSql } from '../connection'
import { createEventStore, type EventStore } from '../event-store'
import { writeHistory } from '../lab/bench/history'
import { freshDatabase } from '../testing/database'
import { at, counts, days, history, momentOf, saveHistory } from '../testing/histories'
import { accountEventOf } from '../testing/streams'
import { stateAt } from './state-at'

let url: string
let store: EventStore
let drop: () => Promise<void>

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  store = createEventStore(url)
})
afterAll(async () => {
  await store.close()
  await drop()
})

const moments = fc.array(days, { minLength: 10, maxLength: 10 })

test('the two-clock read agrees with the naive double filter, ties and late events included', async () => {
  await fc.assert(
    fc.asyncProperty(history, moments, async (steps, asked) => {
      const { id, events, clocks } = await saveHistory(store, steps)
      for (const [index, { occurredAt }] of events.entries()) {
        expect(occurredAt).toEqual(later(clocks[index], events[0]?.occurredAt))
      }
      for (const moment of asked.map(momentOf)) {
        const found = await store.stateAt(id, moment)
        const naive = events.filter(event => counts(moment, event))
        const expected = naive
          .map(accountEventOf)
          .reduce<BankAccount>((state, event) => evolve(state, event), initial)
        expect(found.stream.state).toEqual(expected)
        const counted = found.stream.version + found.late.length
        expect(counted).toBe(naive.length)
        expect(found.last?.version ?? 0).toBe(found.stream.version)
        expect(found.next?.version ?? null).toBe(
          found.stream.version < events.length ? found.stream.version + 1 : null,
        )
      }
    }),
    { numRuns: 40 },
  )
})

function later(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one && other && one > other ? one : other
}

test('a version is a moment too', async () => {
  const steps = Array.from({ length: 230 }, () => ({ gap: 1, late: 0, amount: 1n }))
  const { id, events } = await saveHistory(store, steps)
  for (const version of [1, 99, 100, 101, 200, 231]) {
    const found = await store.stateAt(id, { version })
    expect(found.stream).toMatchObject({ version, state: { balance: BigInt(version - 1) } })
    expect(found.last).toEqual(events[version - 1])
    expect(found.next).toEqual(events[version] ?? null)
  }
  expect((await store.stateAt(randomUUID(), { asOf: at(9) })).stream.version).toBe(0)
})

test('a moment of a long stream is found by version, never by scanning the index of a clock', async () => {
  const sent: { text: string; values: unknown[] }[] = []
  const debug = (_: number, text: string, values: unknown[]) => sent.push({ text, values })
  const [sql, recording] = [openSql(url, { max: 1 }), openSql(url, { debug, max: 1 })]
  const { id, at: momentAt } = await writeHistory(sql, 5_000)
  await sql`vacuum analyze events`
  await stateAt(recording, id, { asOf: momentAt(2_500), knownAt: momentAt(4_000) })
  const walk = sent.filter(({ text }) => text.includes('frontier_at') && text.includes('union all'))
  expect(walk).toHaveLength(1)
  for (const { text, values } of walk) {
    const rows = await sql.unsafe(`explain ${text}`, values as never[])
    const plan = rows.map(row => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/events_late/)
    expect(plan).not.toMatch(/events_by_|Seq Scan on events /)
  }
  await Promise.all([sql.end(), recording.end()])
})
