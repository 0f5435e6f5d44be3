import postgres from 'postgres'
import { APP_LOGIN, ARCHIVIST_LOGIN, loginUrl } from './logins.mjs'

/** The options of a client, the two that db/embedded/driver-guard.mjs adds to the driver's own included. */
export type Options = NonNullable<Parameters<typeof postgres>[1]> & {
  /** Gives a connection up on which an answer is owed and nothing comes for so many seconds. */
  readonly silence_timeout?: number
  /** Sees each query before it waits for a connection; `false` says that it was refused. */
  readonly onquery?: (query: PendingQuery) => boolean
}

/** A query that the driver is about to take; see db/embedded/driver-guard.mjs. */
export type PendingQuery = Promise<unknown> & {
  /** The server process that has it; null while it waits for a connection. */
  readonly state: object | null
  /** Set for a cursor. */
  readonly cursorFn?: unknown
  readonly options: { readonly onexecute?: unknown }
  reject(error: Error): void
  cancel(): unknown
}

/** A postgres.js client for plain SQL. */
export type Sql = ReturnType<typeof openSql>

/** The same inside a transaction. */
export type Transaction = Parameters<Parameters<Sql['begin']>[1]>[0]

/** How long a client waits before it tries a server anew that was out of reach. */
const RECONNECT_SECONDS = 0.1

/**
 * The connection that a `postgres://` URL names, in the forms of libpq: with a host, or with a
 * socket folder, `postgres:///daybook?host=/path/to/folder&user=daybook&password=secret`.
 * @throws TypeError for a text that is no such URL
 */
export function connectionOptions(url: string): Options {
  const parsed = new URL(url)
  if (!/^postgres(ql)?:$/.test(parsed.protocol)) throw new TypeError(`Not PostgreSQL: ${url}`)
  const query = parsed.searchParams
  const host = query.get('host') ?? decodeURIComponent(parsed.hostname)
  const port = Number(query.get('port') ?? (parsed.port || 5432))
  const sslmode = query.get('sslmode')
  return {
    ...(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port }),
    database: decodeURIComponent(parsed.pathname.slice(1)) || 'postgres',
    username: query.get('user') ?? decodeURIComponent(parsed.username),
    password: query.get('password') ?? decodeURIComponent(parsed.password),
    ...(sslmode && sslmode !== 'disable' ? { ssl: sslmode as 'require' | 'prefer' } : {}),
    connection: { application_name: 'daybook', TimeZone: 'UTC' },
    onnotice: () => {},
    // Left to itself the driver waits up to 20 seconds, also when the server is long back.
    backoff: () => RECONNECT_SECONDS,
  }
}

/** Opens a client for plain SQL; it connects when it is first used. */
export function openSql(url: string, options: Options = {}) {
  return postgres({ max: 10, ...connectionOptions(url), ...options })
}

/**
 * Opens a client whose statements are planned once for each connection, whatever they are asked
 * with and however large the tables are at that time: for the few that run over and over, and whose
 * one good plan, row by row along the indexes, takes longer to find than to carry out.
 */
export function openPlanned(url: string, options: Options = {}) {
  const { connection } = connectionOptions(url)
  return openSql(url, {
    ...options,
    connection: { ...connection, ...options.connection, ...PLANNED },
  })
}

const PLANNED = {
  plan_cache_mode: 'force_generic_plan',
  jit: 'off',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
}

/** The URL of the database, from the environment. */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set. Start Daybook with npm start, or set it.')
  return url
}

/** The same database, as the web process enters it. */
export function asApplication(ownerUrl: string): string {
  return loginUrl(ownerUrl, APP_LOGIN)
}

/** The same database, as who archives enters it. */
export function asArchivist(ownerUrl: string): string {
  return loginUrl(ownerUrl, ARCHIVIST_LOGIN)
}
