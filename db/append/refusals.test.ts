import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { handleUntilAnswered } from '@/domain/event-sourcing/command-handler'
import type { CommandEnvelope } from '@/domain/event-sourcing/ports'
import { createEventStore, type EventStore } from '../event-store'
import { freshDatabase } from '../testing/database'
import { plansOf } from '../testing/plans'
import { commandOn, creationOf, movementOn } from '../testing/streams'
import { type RefusalPage, type RefusedCommand, readRefusals } from './refusals'

let url: string
let store: EventStore
let drop: () => Promise<void>
const [one, other] = [randomUUID(), randomUUID()]
const refused: RefusedCommand[] = []
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute))

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  store = createEventStore(url)
  for (const id of [one, other]) await store.saveEvents(id, [creationOf(id)], 0)
  for (let minute = 0; minute < 12; minute++) {
    // Three at each moment, so that the clock alone gives no order.
    const asked = [one, one, other].map(accountId => withdrawal(accountId))
    const answers = await handleUntilAnswered([...asked, movementOn(one, 'Deposit', '1')], {
      ...store,
      now: () => at(minute),
    })
    for (const [n, { commandId, stream, actor, command }] of asked.entries()) {
      const answer = answers[n]
      if (answer?.outcome !== 'refused') throw new Error('A withdrawal of too much was accepted')
      const { refusal } = answer
      const place = { aggregateType: 'BankAccount', aggregateId: stream.id, at: at(minute) }
      refused.push({ commandId, ...place, actor, command, refusal })
    }
  }
})
afterAll(async () => {
  await store.close()
  await drop()
})

function withdrawal(accountId: string): CommandEnvelope {
  return commandOn(accountId, { type: 'Withdraw', amount: '999.00', note: 'rent' })
}

test.each([
  ['an account', one],
  ['the whole bank', null],
])('the refused commands of %s are read in pages, each whole and once', async (_, id) => {
  for (const order of ['asc', 'desc'] as const) {
    const sign = order === 'asc' ? 1 : -1
    const expected = refused
      .filter(({ aggregateId, at: when }) => (id ?? aggregateId) === aggregateId && inside(when))
      .toSorted((a, b) => sign * compare(a, b))
    const seen: RefusedCommand[] = []
    for (let page: RefusedCommand[] | null = null; page === null || page.length > 0; ) {
      const last = seen.at(-1)
      const asked = { order, limit: 5, from: at(2), to: at(9) }
      page = await store.readRefusals(id, last ? { ...asked, after: last } : asked)
      expect(page.length).toBeLessThanOrEqual(5)
      seen.push(...page)
    }
    expect(seen).toEqual(expected)
  }
})

test('no page of refused commands scans the table', async () => {
  const after = { at: at(3), aggregateId: one, commandId: randomUUID() }
  for (const id of [one, null]) {
    for (const order of ['asc', 'desc'] as const) {
      for (const more of [{}, { after }, { from: at(1), to: at(9) }]) {
        const page: RefusalPage = { order, limit: 5, ...more }
        const plans = await plansOf(url, sql => readRefusals(sql, id, page))
        expect(plans).toHaveLength(1)
        expect(plans[0]).toMatch(/Index (Only )?Scan (Backward )?using commands_refused/)
        expect(plans[0]).not.toMatch(/Seq Scan|Sort|Filter/)
      }
    }
  }
})

function inside(when: Date): boolean {
  return when >= at(2) && when <= at(9)
}

function compare(a: RefusedCommand, b: RefusedCommand): number {
  const key = (row: RefusedCommand) => `${row.at.toISOString()} ${row.aggregateId} ${row.commandId}`
  return key(a) < key(b) ? -1 : 1
}
