import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSql, type Sql } from '../connection'
import { freshDatabase } from '../testing/database'
import { arrayOf, arrayOfTexts, instantsOf } from './array-literals'

let sql: Sql
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await freshDatabase()
  drop = database.drop
  sql = openSql(database.url)
})
afterAll(async () => {
  await sql.end()
  await drop()
})

test('texts come back as they were', async () => {
  const texts = [
    '',
    'null',
    'NULL',
    '{',
    '}',
    ',',
    ' ',
    '"',
    '\\',
    '\\"',
    '{"a": "b\\u0041"}',
    null,
  ]
  const any = fc.string({ unit: fc.constantFrom('"', '\\', ',', '{', '}', ' ', 'n', 'ž', '🏦') })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(any), { maxLength: 20 }), async more => {
      const given = [...texts, ...more]
      const rows = await sql`select * from unnest(${arrayOfTexts(given)}::text[]) as found`
      expect(rows.map(({ found }) => found)).toEqual(given)
    }),
    { numRuns: 50 },
  )
})

test('numbers and instants do as well', async () => {
  const dates = [new Date(0), new Date(0), new Date('1799-12-31T23:59:59.999Z')]
  const [row] = await sql`
    select ${arrayOf([1, -2])}::int[] as numbers, ${arrayOf([-(10n ** 17n)])}::bigint[] as large,
      ${arrayOf([])}::int[] as none`
  expect(row).toEqual({ numbers: [1, -2], large: ['-100000000000000000'], none: [] })
  const rows = await sql`select * from unnest(${instantsOf(dates)}::timestamptz[]) as found`
  expect(rows.map(({ found }) => found)).toEqual(dates)
})
