import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asApplication, asArchivist, openSql, type Sql } from './connection'
import { createEventStore } from './event-store'
import { APP_LOGIN, ARCHIVIST_LOGIN } from './logins.mjs'
import { grantRights } from './roles'
import { freshDatabase } from './testing/database'
import { rightsTable } from './testing/rights-table'
import { creationOf, depositOf } from './testing/streams'

let url: string
let drop: () => Promise<void>
let owner: Sql
let application: Sql
const id = randomUUID()

beforeAll(async () => {
  ;({ url, drop } = await freshDatabase())
  owner = openSql(url)
  application = openSql(asApplication(url), { max: 1 })
  const store = createEventStore(asApplication(url))
  await store.saveEvents(id, [creationOf(id), depositOf(1n)], 0)
  await store.close()
  await grantRights(owner) // a copy of a database has everybody's rights of a new one
})
afterAll(async () => {
  await Promise.all([owner.end(), application.end()])
  await drop()
})

const forgetting = [
  'update events set event_version = 9',
  'delete from events',
  'truncate events',
  'update events set event_version = 9 where false',
  'truncate events, snapshots',
]

/** Attempts of an attacker in the web process; each is rejected with its SQLSTATE. */
const tried: readonly (readonly [statement: string, refusal: string])[] = [
  ...forgetting.map(statement => [statement, '42501'] as const),
  ['alter table events disable trigger all', '42501'],
  ['alter table events disable trigger events_append_only', '42501'],
  ['alter table events rename to old_events', '42501'],
  ['alter table events owner to daybook_app', '42501'],
  ['alter table events add column note text', '42501'],
  ['drop trigger events_append_only on events', '42501'],
  ['drop function refuse_to_forget() cascade', '42501'],
  ['drop table events', '42501'],
  ['drop view log', '42501'],
  ['drop schema public cascade', '42501'],
  ['alter function refuse_to_forget() reset all', '42501'],
  [
    "create or replace function public.refuse_to_forget() returns trigger language plpgsql as 'begin return null; end'",
    '42501',
  ],
  [
    'create trigger mine before insert on events for each row execute function refuse_to_forget()',
    '42501',
  ],
  ['create rule mine as on insert to events do instead nothing', '42501'],
  ['create table mine (id int)', '42501'],
  ['create temporary table events (id int)', '42501'],
  ['create temporary view log as select 1', '42501'],
  ['create schema mine', '42501'],
  ['create extension dblink', '42501'],
  ["create function mine() returns int language sql as 'select 1'", '42501'],
  ['create index mine on events (event_type)', '42501'],
  ["update commands set refusal = '{}'", '42501'],
  ['delete from commands', '42501'],
  ['insert into events select * from events', '42501'],
  ['insert into events_archive select * from events', '42501'],
  ['insert into outbox select aggregate_id, 3 from events', '42501'],
  ['insert into commands select * from commands', '42501'],
  ['insert into snapshots select * from snapshots', '42501'],
  ['insert into accounts select * from accounts', '42501'],
  ['update snapshots set version = 9', '42501'],
  ['update accounts set balance = 9', '42501'],
  ['alter function append_v1 reset all', '42501'],
  ['alter function append_v1 security invoker', '42501'],
  ['drop function append_v1', '42501'],
  ['delete from events_archive', '42501'],
  ['update feed set position = 1', '42501'],
  ['delete from feed', '42501'],
  ['delete from snapshots', '42501'],
  ['delete from accounts', '42501'],
  ['create role mine login superuser', '42501'],
  ['alter role daybook_app superuser', '42501'],
  ['alter role daybook_app createrole', '42501'],
  ['set role daybook_archivist', '42501'],
  ['set session authorization daybook_archivist', '42501'],
  ['set session_replication_role = replica', '42501'],
  ["select set_config('session_replication_role', 'replica', false)", '42501'],
  ['set allow_system_table_mods = on', '42501'],
  ["update pg_trigger set tgenabled = 'D'", '42501'],
  ["copy events to program 'cat'", '42501'],
  ["copy events from program 'id'", '42501'],
  ["copy events to '/tmp/events'", '42501'],
  ["select pg_read_file('postgresql.conf')", '42501'],
  ["select pg_ls_dir('.')", '42501'],
  ["select lo_import('/etc/passwd')", '42501'],
  ['select * from pg_authid', '42501'],
  ['select * from pg_hba_file_rules', '42501'],
  ['alter system set fsync = off', '42501'],
  ['select pg_reload_conf()', '42501'],
  ["load 'auto_explain'", '42501'],
  ['checkpoint', '42501'],
]

/** Ways back to the login that a session started with. */
const regains = [
  'set role none',
  'reset role',
  'set session authorization default',
  'reset session authorization',
  'reset all',
  'discard all',
]

describe('the log is append-only', () => {
  test.each(forgetting)('for the owner: %s', async statement => {
    await expect(owner.unsafe(statement)).rejects.toMatchObject({ code: '23001' })
  })
  test.each(tried)('the web process can’t: %s', async (statement, code) => {
    await expect(application.unsafe(statement)).rejects.toMatchObject({ code })
    for (const regain of regains) {
      await application.unsafe(regain)
      await expect(application.unsafe(statement), regain).rejects.toMatchObject({ code })
    }
    const [who] = await application`select current_user, session_user`
    expect(who).toEqual({ current_user: APP_LOGIN, session_user: APP_LOGIN })
  })
  test.each(['daybook_app', 'public', 'current_user'])(
    'nothing is granted by it to %s',
    async to => {
      await application.unsafe(`grant all on events to ${to}`) // a warning, no error
      await expect(application`delete from events`).rejects.toMatchObject({ code: '42501' })
    },
  )
  test('and is unchanged afterwards', async () => {
    const rows = await owner`select event_version from events order by event_version`
    expect(rows.map(row => row.event_version)).toEqual([1, 2])
  })
  test('a table that replaces the archive allows no delete', async () => {
    const [row] = await owner`select quote_ident(current_database()) as name`
    await owner.unsafe(`grant temporary on database ${row?.name} to ${ARCHIVIST_LOGIN}`)
    const archivist = openSql(asArchivist(url), { max: 1 })
    await archivist`create temporary table events_archive as select * from events`
    for (const path of ['public', 'pg_temp, public', 'pg_temp']) {
      await archivist.unsafe(`set search_path = ${path}`)
      await expect(archivist`delete from public.events`).rejects.toMatchObject({ code: '23001' })
    }
    await archivist.end()
    await grantRights(owner)
  })
})

describe('the logins', () => {
  test.each([APP_LOGIN, ARCHIVIST_LOGIN])('%s has no memberships or attributes', async login => {
    const [is] = await owner`
      select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
        (select count(*)::int from pg_auth_members where member = r.oid) as memberships,
        (select count(*)::int from pg_shdepend where refobjid = r.oid and deptype = 'o'
          and dbid = (select oid from pg_database where datname = current_database())) as owned
      from pg_roles r where rolname = ${login}`
    expect(is).toEqual({
      rolcanlogin: true,
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      rolbypassrls: false,
      memberships: 0,
      owned: 0,
    })
  })

  test('have the rights in db/README.md, and no others', async () => {
    const readme = await readFile(new URL('README.md', import.meta.url), 'utf8')
    const table = await rightsTable(owner)
    expect(readme.includes(table), `db/README.md should have this table:\n\n${table}`).toBe(true)
  })

  test('have no rights on columns or by default, and three functions run as the owner', async () => {
    const [given] = await owner`
      select
        (select count(*)::int from pg_attribute where attacl is not null and attnum > 0
          and attrelid >= 16384) as columns,
        (select count(*)::int from pg_default_acl) as defaults,
        (select array_agg(proname::text order by proname) from pg_proc where prosecdef and oid >= 16384) as definers,
        (select count(*)::int from pg_class, aclexplode(relacl) as a
          where oid >= 16384 and a.grantee = 0) as public`
    expect(given).toEqual({
      columns: 0,
      defaults: 0,
      definers: ['add_archive_year', 'append_v1', 'prune_access_log'],
      public: 0,
    })
  })

  test('run functions with a search path of their own, temporary objects last', async () => {
    const rows = await owner<{ name: string; path: string | null }[]>`
      select p.proname as name, (select c from unnest(proconfig) as c where c like 'search_path=%') as path
      from pg_proc p
      where pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend where objid = p.oid and deptype = 'e')
      order by 1`
    expect(rows.map(({ name }) => name)).toContain('require_in_archive')
    for (const { name, path } of rows) expect(path, name).toMatch(/^search_path=.*\bpg_temp$/)
  })
})
