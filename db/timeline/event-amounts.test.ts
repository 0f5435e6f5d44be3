import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { IMPORTER_ID } from '@/domain/bank-account/ledger'
import { LEDGER_ACCOUNTS } from '@/domain/money/ledger'
import golden from '../codecs/bank-account/golden.json'
import { ledgerAccountOf } from '../codecs/registry'
import { decodeEvent, encodeEvent } from '../codecs/stored-events'
import type { Sql } from '../connection'
import { detachedYearOf, MARK } from '../streams/detached'
import { openTestStore } from '../testing/store'
import { ledgerSql } from './event-amounts'

let sql: Sql
let close: () => Promise<void>

beforeAll(async () => {
  ;({ sql, close } = await openTestStore())
})
afterAll(() => close())

type Stored = { readonly type: string; readonly data: unknown; readonly actorId: string }

async function inSql(stored: readonly Stored[]): Promise<(string | null)[]> {
  const rows = await sql<{ ledger: string | null }[]>`
    select ${sql.unsafe(ledgerSql())} as ledger from (
      select one ->> 'type' as event_type, one -> 'data' as event_data,
        jsonb_build_object('actor', jsonb_build_object('id', one ->> 'actorId')) as metadata, n
      from jsonb_array_elements(${JSON.stringify(stored)}::text::jsonb) with ordinality as t(one, n)
    ) as log order by n`
  return rows.map(({ ledger }) => ledger)
}

const actorId = fc.constantFrom('u-1', IMPORTER_ID)
const other = { id: randomUUID(), accountId: randomUUID(), number: '1', owner: 'Eva' }
const movement = fc.record(
  {
    type: fc.constantFrom('MoneyDeposited' as const, 'MoneyWithdrawn' as const),
    amount: fc.constant(5n),
    balance: fc.constant(5n),
    currency: fc.constant('EUR'),
    note: fc.constantFrom(null, 'transfer', 'fees'),
    transfer: fc.constant(other),
    counter: fc.constantFrom('interest' as const, 'fees' as const, 'corrections' as const),
    reverses: fc.constant(2),
  },
  { requiredKeys: ['type', 'amount', 'balance', 'currency', 'note'] },
)

test('SQL and the program name the same ledger account for every kind of event', async () => {
  const named = new Set<string | null>()
  const run = fc.array(fc.tuple(movement, actorId), { minLength: 40, maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(run, async events => {
      const recorded = events.map(([event, id]) => ({ event, actor: { id } }))
      const stored = recorded.map(({ event, actor }) => {
        const { type, data } = encodeEvent(event)
        return { type, data, actorId: actor.id }
      })
      const expected = recorded.map(ledgerAccountOf)
      expect(await inSql(stored)).toEqual(expected)
      for (const one of expected) named.add(one)
    }),
    { numRuns: 20 },
  )
  const unnamed = LEDGER_ACCOUNTS.filter(one => !named.has(one))
  expect(unnamed).toEqual(['opening-balances'])
})

test('so they do for every schema version that was ever stored, by a teller and by an import', async () => {
  for (const id of ['u-1', IMPORTER_ID]) {
    const expected = golden.map(({ type, schemaVersion, data }) =>
      ledgerAccountOf({ event: decodeEvent(type, schemaVersion, data), actor: { id } }),
    )
    const stored = golden.map(({ type, data }) => ({ type, data, actorId: id }))
    expect(await inSql(stored)).toEqual(expected)
    expect(expected).toContain(id === IMPORTER_ID ? 'import-clearing' : 'opening-balances')
    expect(expected).toContain(null)
  }
})

test('an event of an unknown type fails the read', async () => {
  await expect(inSql([{ type: 'MoneyEaten', data: {}, actorId: 'u-1' }])).rejects.toThrow(
    /unknown type MoneyEaten/,
  )
})

test('the mark of a year in cold storage fails the read, which tells the year', async () => {
  const mark = { type: MARK, data: { year: 2031, balance: '5.00' }, actorId: 'u-1' }
  const error = await inSql([mark]).catch(caught => caught)
  expect(detachedYearOf(error)).toBe(2031)
  expect(detachedYearOf(new Error('another', { cause: error }))).toBe(2031)
  const other = await inSql([{ ...mark, type: 'MoneyEaten' }]).catch(caught => caught)
  expect(detachedYearOf(other)).toBeNull()
})
