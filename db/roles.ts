import { APP_ROLE, ARCHIVIST_ROLE, type Sql } from './connection'

/**
 * What the application may do with each table. The log and the commands are for reading and adding;
 * no right to change or remove a row of them is ever given.
 */
const RIGHTS: Readonly<Record<string, string>> = {
  events: 'select, insert',
  log: 'select',
  commands: 'select, insert',
  feed: 'select, insert',
  outbox: 'select, insert, delete',
  snapshots: 'select, insert, update',
  accounts: 'select, insert, update',
  sequencer: 'select, update',
  subscriptions: 'select, insert, update',
  parked_events: 'select, insert, delete',
  daily_flows: 'select, insert, update',
  daily_activity: 'select, insert',
  flow_cells: 'select, insert, update',
  busy_hours: 'select, insert, update',
  largest_movements: 'select, insert, delete',
  account_standings: 'select, insert, update',
  balance_sizes: 'select, insert, update',
  auth_users: 'select, insert, update, delete',
  auth_sessions: 'select, insert, update, delete',
  auth_accounts: 'select, insert, update, delete',
  auth_verifications: 'select, insert, update, delete',
}

/** What who archives may do; a trigger lets a row go only when the archive holds the same row. */
const ARCHIVIST_RIGHTS: Readonly<Record<string, string>> = {
  events: 'select, delete',
  events_archive: 'select, insert',
  snapshots: 'select',
}

/**
 * Creates the roles where they are missing and gives them their rights.
 * @throws Error that says what to do when the user of the connection may not create roles
 */
export async function grantRights(sql: Sql): Promise<void> {
  await createRoles(sql)
  for (const [role, rights] of [
    [APP_ROLE, RIGHTS],
    [ARCHIVIST_ROLE, ARCHIVIST_RIGHTS],
  ] as const) {
    const grants = Object.entries(rights).map(
      ([table, right]) =>
        `revoke all on ${table} from ${role}; grant ${right} on ${table} to ${role};`,
    )
    await sql.unsafe(`grant usage on schema public to ${role}; ${grants.join('\n')}`)
  }
}

/**
 * Creates the roles where they are missing, and lets the database user `member` (else the user of
 * the connection) act as them. Roles belong to a whole server: a new one has none, and a dump
 * that is restored there needs them.
 * @throws Error that says what to do when the user of the connection may not create roles, or when
 *   there is no such member
 */
export async function createRoles(sql: Sql, member?: string): Promise<void> {
  if (
    member !== undefined &&
    (await sql`select from pg_roles where rolname = ${member}`).count === 0
  ) {
    throw new Error(`This server has no user “${member}”.`)
  }
  const to = member === undefined ? sql`current_user` : sql`${member}::name`
  for (const role of [APP_ROLE, ARCHIVIST_ROLE]) {
    const [found] = await sql<{ member: boolean }[]>`
      select pg_has_role(${to}, oid, 'member') as member from pg_roles where rolname = ${role}`
    if (found?.member) continue
    try {
      if (!found) await sql.unsafe(`create role ${role} nologin`).catch(ignoreTwin)
      await sql`grant ${sql(role)} to ${member === undefined ? sql`current_user` : sql(member)}`
    } catch (error) {
      throw new Error(
        `Daybook acts as the role ${role}, which this database user may not create. Let an ` +
          'administrator run once, with this user in place of USER: ' +
          'DATABASE_URL=postgres://administrator@host/name npm run db:roles -- USER',
        { cause: error },
      )
    }
  }
}

/** Roles are shared by all databases of a server: another migration may have been first. */
function ignoreTwin(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code !== '42710' && code !== '23505') throw error
}
