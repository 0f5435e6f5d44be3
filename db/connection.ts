import postgres from 'postgres'
import { APP_LOGIN, ARCHIVIST_LOGIN, loginUrl } from './logins.mjs'

/** The options of a client: the driver's, and two added by db/embedded/driver-guard.mjs. */
export type Options = NonNullable<Parameters<typeof postgres>[1]> & {
  /** Drops a connection that owes an answer and is silent for this many seconds. */
  readonly silence_timeout?: number
  /** Sees each query before it waits for a connection; `false`: it was rejected. */
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

export type Transaction = Parameters<Parameters<Sql['begin']>[1]>[0]

/** How long a client waits before it tries an unreachable server again. */
const RECONNECT_SECONDS = 0.1

/**
 * The connection of a `postgres://` URL, in the forms of libpq: with a host, or with a socket
 * folder, `postgres:///daybook?host=/path/to/folder&user=daybook&password=secret`.
 * @throws TypeError for any other text
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
    // The driver's default waits up to 20 seconds, even if the server is long back.
    backoff: () => RECONNECT_SECONDS,
  }
}

/** The client connects when it is first used. */
export function openSql(url: string, options: Options = {}) {
  return postgres({ max: 10, ...connectionOptions(url), ...options })
}

/**
 * Opens a client whose statements are planned once for each connection, whatever their parameters
 * and the size of the tables at that time. It is for the few frequent statements whose one good
 * plan, row by row along the indexes, takes longer to find than to run.
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

/** From the environment. */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set. Start Daybook with npm start, or set it.')
  return url
}

/** The same database, for the web process's login. */
export function asApplication(ownerUrl: string): string {
  return loginUrl(ownerUrl, APP_LOGIN)
}

/** The same database, for the archive tool's login. */
export function asArchivist(ownerUrl: string): string {
  return loginUrl(ownerUrl, ARCHIVIST_LOGIN)
}
