import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openSql, type Sql } from '../connection'
import { sequence } from '../feed/sequencer'
import { freshDatabase } from './database'
import { DISTRIBUTED, faultsOf } from './dialect-rules'
import { recorded } from './record-sql'

/**
 * The schema and the SQL must run on a PostgreSQL distributed by a hash of `aggregate_id` (Citus),
 * to scale beyond one machine. Each rule is something that it can't do.
 */
let sql: Sql
let drop: () => Promise<void>
const VOLATILE = new Set(inject('testServer').volatileFunctions)

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

  test('has no function with a statement that breaks a rule', async () => {
    const functions = await sql<{ name: string; body: string }[]>`
      select proname as name, prosrc as body from pg_proc p
      where pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend where objid = p.oid and deptype = 'e')`
    expect(functions.map(({ name }) => name)).toContain('append_v1')
    for (const { name, body } of functions) {
      const statements = body.replaceAll(/--[^\n]*/g, '').split(';')
      const faults = statements.flatMap(text => faultsOf({ text, values: [] }, VOLATILE))
      expect(faults, name).toEqual([])
    }
  })

  test('has no trigger but the guards of the log, which only one server can have', async () => {
    const triggers = await sql`select tgname from pg_trigger where not tgisinternal order by 1`
    expect(triggers.map(({ tgname }) => tgname)).toEqual([
      'events_append_only',
      'events_archive_append_only',
      'events_follow',
      'events_leave_for_archive',
    ])
  })
})

const FORBIDDEN: readonly [string, RegExp, readonly string[]][] = [
  ['correctness that depends on an advisory lock', /pg_(try_)?advisory/, ['migrate.ts']],
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
  const folder = new URL('..', import.meta.url)
  const sources = readdirSync(folder, { recursive: true })
    .map(String)
    .filter(path => path.endsWith('.ts') && !path.endsWith('.test.ts') && !/testing/.test(path))

  test.each(FORBIDDEN)('does not have %s', (_, pattern, exceptions) => {
    expect(sources.length).toBeGreaterThan(20)
    const guilty = sources.filter(
      path =>
        !exceptions.includes(path) && pattern.test(readFileSync(new URL(path, folder), 'utf8')),
    )
    expect(guilty).toEqual([])
  })
})

describe('the SQL that the suite runs', () => {
  const [a, b] = ['00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000b']

  test.each<[string, string, unknown[]?]>([
    ['advisory lock', 'select pg_advisory_xact_lock($1)'],
    ['sequence', "insert into feed values (nextval('positions'), $1, $2)"],
    ['sequence', 'create table mine (id bigserial)'],
    ['rule', 'create rule keep as on delete to events do instead nothing'],
    ['constraint', 'insert into events values ($1) on conflict on constraint events_pk do nothing'],
    ['ON CONFLICT', 'insert into commands (command_id) values ($1) on conflict do nothing'],
    ['ON CONFLICT', 'insert into "events" values ($1)\n on conflict (event_id) do nothing'],
    ['lock on rows', 'select from accounts where aggregate_id = any($1) order by 1 for share'],
    ['lock on rows', 'select version from accounts a join log on true for no key update'],
    [
      'in no order',
      'insert into outbox select * from unnest($1::uuid[], $2::int[])',
      [[b, a], [1]],
    ],
    ['in no order', 'insert into outbox select * from unnest($1::uuid[])', [`{${b},${a}}`]],
    ['in no order', 'update accounts set version = 1 where aggregate_id = any($1)', [[b, a]]],
    ['in no order', 'select public.append_v1($1::int[], $2::uuid[])', ['{0,1}', `{${b},${a}}`]],
    ['distributed by', 'update accounts set aggregate_id = $1 where aggregate_id = $2'],
    ['distributed by', 'update accounts a set version = 1, aggregate_id = t.id from t where true'],
    ['volatile', 'update accounts set opened_at = clock_timestamp() where aggregate_id = $1'],
    ['volatile', 'update snapshots s set shape = random() where aggregate_id = $1'],
    [
      'volatile',
      `insert into snapshots values ($1) on conflict (aggregate_id, version) do update
        set created_at = timeofday()`,
    ],
  ])('would fail for: %s (%s)', (fault, text, values = []) => {
    expect(faultsOf({ text, values }, VOLATILE).join()).toContain(fault)
  })

  test.each<[string, unknown[]?]>([
    [
      'insert into outbox select * from unnest($1::uuid[], $2::int[])',
      [
        [a, a, b],
        [1, 2, 1],
      ],
    ],
    ['insert into outbox select * from unnest($1::uuid[], $2::int[])', [`{${a},${b}}`, '{1,1}']],
    ['select public.append_v1($1::int[], $2::uuid[])', ['{1,0}', `{${a},${b}}`]],
    [
      'insert into snapshots as s values ($1) on conflict (aggregate_id, version) do update set a=1',
    ],
    ['select version from accounts where aggregate_id = $1 for update'],
    ['with t as (update accounts a set version = 2 from b where a.aggregate_id = b.id) select 1'],
    ['select position from sequencer where name = $1 for update skip locked'],
    ['update accounts set opened_at = now(), status = lower($2) where aggregate_id = $1'],
    ["update accounts set owner = 'pg_advisory_lock(random())' where aggregate_id = $1"],
  ])('would not for: %s', (text, values = []) => {
    expect(faultsOf({ text, values }, VOLATILE)).toEqual([])
  })

  test('is checked where the program sends it, and not where a test does', async () => {
    const before = recorded().statements
    await sequence(sql)
    expect(recorded().statements).toBeGreaterThan(before)
    await sql`select from accounts where aggregate_id = any(${[b, a]}::uuid[]) for update`
    expect(recorded().faults).toEqual([])
  })
})
