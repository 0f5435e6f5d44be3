import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sql } from '../connection'
import { openTestStore } from '../testing/store'
import { ACTOR, creationOf } from '../testing/streams'
import { readTimeline } from './account-timeline'
import { readLogTimeline } from './bank-timeline'

let sql: Sql
let close: () => Promise<void>
const id = randomUUID()

/** Some notes of an account with so many events that a search reads them in two parts. */
const NOTES = new Map([
  [3, 'Straße 5'],
  [4, 'Οδός Ερμού'],
  [5, 'ISPARTA’da kira'],
  [6, 'Nova\u0301kova\u0301, rent\u00a0 of June'],
  [1_150, 'Strasse 9'],
])
const LAST = 1_200

beforeAll(async () => {
  const opened = await openTestStore()
  ;({ sql, close } = opened)
  const deposits = Array.from({ length: LAST - 1 }, (_, n) => ({
    event: {
      type: 'MoneyDeposited' as const,
      amount: 1n,
      balance: BigInt(n + 1),
      currency: 'EUR',
      note: NOTES.get(n + 2) ?? 'Coffee',
    },
    actor: { ...ACTOR, name: n === 7 ? 'Łukasz ÖZGÜR' : ACTOR.name },
  }))
  await opened.store.saveEvents(id, [creationOf(id), ...deposits], 0)
})
afterAll(() => close())

test.each([
  [{ note: 'STRASSE' }, [1_150, 3]],
  [{ note: 'straße 5' }, [3]],
  [{ note: 'ΟΔΌΣ' }, [4]],
  [{ note: 'ısparta' }, [5]],
  [{ note: 'nováková' }, [6]],
  [{ note: 'RENT OF' }, [6]],
  [{ note: 'nothing' }, []],
  [{ actorName: 'lukasz ozgur' }, [9]],
  [{ actorName: 'łukasz', note: 'strasse' }, []],
])('%j finds the events %j, in the account and in the bank', async (filter, found) => {
  const query = { filter, order: 'desc', limit: 10 } as const
  const ofAccount = await readTimeline(sql, id, { ...query, newest: LAST })
  const ofBank = await readLogTimeline(sql, { ...query, clock: 'recorded' })
  expect(ofAccount).toMatchObject({ next: null, searchedTo: null })
  for (const { events } of [ofAccount, ofBank]) {
    expect(events.map(({ version }) => version)).toEqual(found)
  }
})

test('a page of matches ends where it is full', async () => {
  const query = { filter: { note: 'coffee' }, order: 'asc', limit: 3, newest: LAST } as const
  const first = await readTimeline(sql, id, query)
  expect(first.events.map(({ version }) => version)).toEqual([2, 7, 8])
  const after = first.next ?? 0
  const second = await readTimeline(sql, id, { ...query, after, limit: 2_000 })
  expect(second.events).toHaveLength(LAST - 6 - 3)
})
