import { APP_ROLE, type Sql } from './connection'

/**
 * What the application may do with each table. The log and the commands are for reading and adding;
 * no right to change or remove a row of them is ever given.
 */
const RIGHTS: Readonly<Record<string, string>> = {
  events: 'select, insert',
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
  auth_users: 'select, insert, update, delete',
  auth_sessions: 'select, insert, update, delete',
  auth_accounts: 'select, insert, update, delete',
  auth_verifications: 'select, insert, update, delete',
}

/**
 * Creates the application's role where it is missing and gives it its rights.
 * @throws Error that says what to do when the user of the connection may not create roles
 */
export async function grantRights(sql: Sql): Promise<void> {
  await createRole(sql)
  const tables = Object.entries(RIGHTS).map(
    ([table, rights]) => `revoke all on ${table} from ${APP_ROLE};
      grant ${rights} on ${table} to ${APP_ROLE};`,
  )
  await sql.unsafe(`grant usage on schema public to ${APP_ROLE}; ${tables.join('\n')}`)
}

async function createRole(sql: Sql): Promise<void> {
  const [found] = await sql<{ member: boolean }[]>`
    select pg_has_role(current_user, oid, 'member') as member
    from pg_roles where rolname = ${APP_ROLE}`
  if (found?.member) return
  try {
    if (!found) await sql.unsafe(`create role ${APP_ROLE} nologin`).catch(ignoreTwin)
    await sql.unsafe(`grant ${APP_ROLE} to current_user`)
  } catch (error) {
    throw new Error(
      `Daybook acts as the role ${APP_ROLE}, which this database user may not create. Let an ` +
        `administrator run once: CREATE ROLE ${APP_ROLE}; GRANT ${APP_ROLE} TO <this user>;`,
      { cause: error },
    )
  }
}

/** Roles are shared by all databases of a server: another migration may have been first. */
function ignoreTwin(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code !== '42710' && code !== '23505') throw error
}
