import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSql, type Sql } from './connection'
import { freshDatabase } from './testing/database'

/**
 * The schema and the SQL must run on a PostgreSQL that is distributed by a hash of `aggregate_id`
 * (Citus): there is the way past one machine. Each rule here is something that it cannot do.
 */
const DISTRIBUTED = ['events', 'events_archive', 'snapshots', 'commands', 'outbox', 'accounts']

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

describe('the catalogue', () => {
  test('has the distribution column in every unique key of a distributed table', async () => {
    const keys = await sql`
      select t.relname as table, i.relname as key, array_agg(a.attname::text) as columns
      from pg_index x
      join pg_class t on t.oid = x.indrelid
      join pg_class i on i.oid = x.indexrelid
      join pg_attribute a on a.attrelid = t.oid and a.attnum = any(x.indkey)
      where x.indisunique and t.relname = any(${DISTRIBUTED})
      group by 1, 2`
    expect(keys.map(({ table }) => table).toSorted()).toEqual(DISTRIBUTED.toSorted())
    for (const { columns } of keys) expect(columns).toContain('aggregate_id')
  })

  test('has no foreign key, rule, exclusion or sequence on a distributed table', async () => {
    const found = await sql`
      select conname as name from pg_constraint
        where contype in ('f', 'x') and conrelid::regclass::text = any(${DISTRIBUTED})
      union all select rulename from pg_rules where tablename = any(${DISTRIBUTED})
      union all select adrelid::regclass || '.' || adnum from pg_attrdef
        where adrelid::regclass::text = any(${DISTRIBUTED})`
    expect(found.map(({ name }) => name)).toEqual([])
  })

  test('has no trigger but the guards of the log, which a single server alone can have', async () => {
    const triggers = await sql`select tgname from pg_trigger where not tgisinternal order by 1`
    expect(triggers.map(({ tgname }) => tgname)).toEqual([
      'events_append_only',
      'events_archive_append_only',
      'events_leave_for_archive',
    ])
  })
})

const FORBIDDEN: readonly [string, RegExp, readonly string[]][] = [
  ['a truth that hangs on an advisory lock', /pg_(try_)?advisory/, ['migrate.ts']],
  ['a number drawn from a sequence', /nextval|currval|serial\b|generated .* as identity/i, []],
  ['a test on a constraint’s name', /constraint_name/, []],
  [
    'a volatile function in an UPDATE',
    /update[^`]*(clock_timestamp|random|gen_random_uuid)\(/i,
    [],
  ],
  ['a foreign key', /\.references\(|foreignKey\(/, ['auth-schema.ts']],
  [
    'a statement that locks several rows in no order',
    /any\([^`]*(?<!order by[^`]*)for (update|share)/,
    [],
  ],
]

describe('the SQL of the program', () => {
  const sources = readdirSync(new URL('.', import.meta.url), { recursive: true })
    .map(String)
    .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/testing/.test(path))

  test.each(FORBIDDEN)('has not %s', (_, pattern, exceptions) => {
    expect(sources.length).toBeGreaterThan(20)
    const guilty = sources.filter(
      path =>
        !exceptions.includes(path) &&
        pattern.test(readFileSync(new URL(path, import.meta.url), 'utf8')),
    )
    expect(guilty).toEqual([])
  })
})
