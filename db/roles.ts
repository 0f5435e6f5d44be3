import { openSql, type Sql } from './connection'
import { APP_LOGIN, ARCHIVIST_LOGIN, type Login, loginUrl, loginVerifier } from './logins.mjs'

/**
 * The web process's rights on tables. It adds to the log through `append_v1` only, which also
 * writes the answers to commands, the outbox keys, snapshots and the account list.
 */
const APP_RIGHTS: Readonly<Record<string, string>> = {
  events: 'select',
  log: 'select',
  commands: 'select',
  feed: 'select, insert',
  outbox: 'select, delete',
  snapshots: 'select',
  accounts: 'select',
  sequencer: 'select, update',
  subscriptions: 'select, insert, update',
  parked_events: 'select, insert, delete',
  daily_flows: 'select, insert, update',
  daily_activity: 'select, insert',
  flow_cells: 'select, insert, update',
  ledger_cells: 'select, insert, update',
  busy_hours: 'select, insert, update',
  largest_movements: 'select, insert, delete',
  account_standings: 'select, insert, update',
  balance_sizes: 'select, insert, update',
  approvals: 'select, insert, update',
  payment_batches: 'select, insert, update',
  payment_orders: 'select, insert, update',
  case_files: 'select, insert, update',
  payment_plans: 'select, insert, update',
  payment_outcomes: 'select, insert, update',
  auth_users: 'select, insert, update, delete',
  auth_sessions: 'select, insert, update, delete',
  auth_accounts: 'select, insert, update, delete',
  auth_verifications: 'select, insert, update, delete',
  auth_two_factors: 'select, insert, update, delete',
  auth_passkeys: 'select, insert, update, delete',
  account_nicknames: 'select, insert, update, delete',
  access_log: 'select, insert',
  api_tokens: 'select, insert, update',
  rate_limits: 'select, insert, update, delete',
  join_links: 'select, insert, update, delete',
  known_units: 'select',
  epochs: 'select',
  backup_state: 'select, update',
  leases: 'select, insert, update',
  instances: 'select, insert, update, delete',
  jobs: 'select, insert',
  size_samples: 'select, insert, delete',
  alert_deliveries: 'select, insert, update',
  archive_years: 'select',
}

/** The functions that the web process may call: the only ways into the log, and out of the access log. */
const APP_FUNCTIONS = ['append_v1', 'prune_access_log']

/** The archive tool's rights; a trigger lets it delete only rows that the archive has too. */
const ARCHIVIST_RIGHTS: Readonly<Record<string, string>> = {
  events: 'select, delete',
  events_archive: 'select, insert',
  snapshots: 'select',
  accounts: 'select',
  archive_runs: 'select, update',
  archive_years: 'select',
}

/** A partition for a year is a table, which only the owner can create. */
const ARCHIVIST_FUNCTIONS = ['add_archive_year']

const FUNCTIONS_OF = {
  [APP_LOGIN]: APP_FUNCTIONS,
  [ARCHIVIST_LOGIN]: ARCHIVIST_FUNCTIONS,
} as const

const RIGHTS_OF = { [APP_LOGIN]: APP_RIGHTS, [ARCHIVIST_LOGIN]: ARCHIVIST_RIGHTS } as const

const LOGINS = [APP_LOGIN, ARCHIVIST_LOGIN] as const

/**
 * Creates the missing logins of the web process and of the archive tool, with passwords derived
 * from the owner's. Logins belong to a whole server: all its Daybooks whose owners have the same
 * password share them.
 * @param sql a connection of the owner
 * @throws Error that says what to do if the owner may not create them, if the server does not let
 *   them in, or if one of them has more than its rights
 */
export async function createLogins(sql: Sql, ownerUrl: string): Promise<void> {
  for (const login of LOGINS) {
    if ((await refusalOf(ownerUrl, login)) !== null) await createLogin(sql, ownerUrl, login)
    await requireNoPower(sql, login)
  }
}

async function createLogin(sql: Sql, ownerUrl: string, login: Login): Promise<void> {
  const verifier = loginVerifier(ownerUrl, login)
  const secret = verifier === null ? '' : ` password '${verifier}'`
  const [found] = await sql`select from pg_roles where rolname = ${login}`
  try {
    const verb = found ? 'alter' : 'create'
    await sql.unsafe(`${verb} role ${login} login noinherit${secret}`).catch(ignoreTwin)
  } catch (error) {
    throw new Error(
      `The web process needs the login ${login}, which this database user can’t ` +
        `${found ? 'change' : 'create'}. Ask the server’s administrator to run what npm run db:roles prints.`,
      { cause: error },
    )
  }
  const refusal = await refusalOf(ownerUrl, login)
  if (refusal === null) return
  throw new Error(
    `The server refuses the login ${login}: ${refusal}. Allow it in pg_hba.conf, like this database ` +
      'user. If DATABASE_URL has a password, the password of the login is derived from it.',
  )
}

/** Why the server rejects a login; null when it doesn't. @throws other errors */
async function refusalOf(ownerUrl: string, login: Login): Promise<string | null> {
  const sql = openSql(loginUrl(ownerUrl, login), { max: 1 })
  try {
    await sql`select`
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!(error instanceof Error) || !REFUSALS.test(code)) throw error
    return error.message
  } finally {
    await sql.end()
  }
}

/** Wrong password or no login; no right to connect; a password required of a login without one. */
const REFUSALS = /^(28|42501|SASL_)/

/**
 * Rejects a login with more power than its rights.
 * @throws Error that says what an administrator should take away
 */
async function requireNoPower(sql: Sql, login: Login): Promise<void> {
  const power = await powerOf(sql, login)
  if (power === null) return
  throw new Error(
    `${login} has too many rights: it is ${power}. Ask the server’s administrator to revoke that.`,
  )
}

/**
 * The power of a login beside its rights on tables, by which it could get around them: attributes,
 * memberships (SET ROLE), and objects that it owns. Null without any.
 */
export async function powerOf(sql: Sql, login: string): Promise<string | null> {
  const [found] = await sql<{ attributes: boolean; roles: string[]; owns: boolean }[]>`
    select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as attributes,
      array(select pg_get_userbyid(roleid)::text from pg_auth_members where member = r.oid) as roles,
      exists(select from pg_shdepend
        where refclassid = 'pg_authid'::regclass and refobjid = r.oid and deptype = 'o'
          and dbid in (0, (select oid from pg_database where datname = current_database()))) as owns
    from pg_roles r where rolname = ${login}`
  if (!found) return null
  if (found.attributes) return 'a role with attributes such as SUPERUSER or CREATEROLE'
  if (found.roles.length > 0) return `a member of ${found.roles.join(', ')}`
  return found.owns ? 'the owner of tables, or of the database' : null
}

/**
 * Gives each login exactly its rights on the tables. Rights of an earlier version are revoked, and
 * so are PostgreSQL's rights of PUBLIC, above all to create temporary tables.
 * @throws Error that says what to do if the owner may not revoke them from PUBLIC
 */
export async function grantRights(sql: Sql): Promise<void> {
  const [row] = await sql<{ name: string }[]>`select quote_ident(current_database()) as name`
  const database = row?.name ?? ''
  await sql.unsafe(closeToEverybody(database))
  for (const login of LOGINS) {
    const grants = Object.entries(RIGHTS_OF[login]).map(
      ([table, right]) => `grant ${right} on public.${table} to ${login};`,
    )
    const calls = FUNCTIONS_OF[login].map(
      name => `grant execute on function public.${name} to ${login};`,
    )
    await sql.unsafe(`
      revoke all on all tables in schema public from ${login};
      revoke all on all functions in schema public from ${login};
      revoke all on schema public from ${login};
      revoke all on database ${database} from ${login};
      grant connect on database ${database} to ${login};
      grant usage on schema public to ${login};
      ${[...grants, ...calls].join('\n')}`)
  }
  // Health compares the migrations with those of the program.
  await sql.unsafe(`
    grant usage on schema drizzle to ${APP_LOGIN};
    grant select on drizzle.__drizzle_migrations to ${APP_LOGIN}`)
  const [open] = await sql`
    select from unnest(${[...LOGINS]}::text[]) as login
    where has_database_privilege(login, current_database(), 'temporary')
      or has_database_privilege(login, current_database(), 'create')
      or has_schema_privilege(login, 'public', 'create')`
  if (!open) return
  throw new Error(
    'Every user can create tables in this database, and its own user can’t revoke that. Ask ' +
      'the server’s administrator to run what npm run db:roles prints.',
  )
}

/** Revokes PostgreSQL's default rights of PUBLIC; `database` is quoted. */
function closeToEverybody(database: string): string {
  return `
    revoke create, temporary on database ${database} from public;
    revoke create on schema public from public;`
}

/** All databases of a server share its logins: another migration may have been first. */
function ignoreTwin(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code !== '42710' && code !== '23505') throw error
}
