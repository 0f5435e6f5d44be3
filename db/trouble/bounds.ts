import { connectionOptions, type Options, type PendingQuery } from '../connection'

/** Time-outs of clients whose callers wait. */
export type Bounds = {
  /** For a statement, on a server that responds. */
  readonly statementMs: number
  /** For each lock that a statement waits for. */
  readonly lockMs: number
}

/** For reading pages and lists. */
export const READS: Bounds = { statementMs: 5_000, lockMs: 2_000 }

/** For loading and saving commands: within their deadline. */
export const COMMANDS: Bounds = { statementMs: 8_000, lockMs: 4_000 }

/** For the feed, which no caller waits for. */
export const FEED: Bounds = { statementMs: 20_000, lockMs: 10_000 }

/** For the health check. */
export const HEALTH: Bounds = { statementMs: 1_500, lockMs: 1_000 }

const CONNECT_SECONDS = 3

/** How long after the statement time-out a silent server is considered dead. */
const SILENCE_SECONDS = 1

/** A transaction idle for this long was abandoned. */
const IDLE_IN_TRANSACTION_MS = 15_000

/**
 * The options of a client that never waits for ever. A server that responds enforces the time-outs
 * itself. If it is stopped or unreachable, its connection is dropped, and the next query opens
 * another. Programs without callers (migrations, imports) use none of it.
 */
export function boundedOptions(url: string, bounds: Bounds, options: Options = {}): Options {
  const { statementMs, lockMs } = bounds
  return {
    ...options,
    connect_timeout: CONNECT_SECONDS,
    silence_timeout: statementMs / 1000 + SILENCE_SECONDS,
    connection: {
      ...connectionOptions(url).connection,
      ...options.connection,
      statement_timeout: statementMs,
      lock_timeout: lockMs,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
  }
}

/** The caller stopped waiting. The statement may still be carried out. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed'
  readonly code = 'DEADLINE_PASSED'
}

/**
 * Ends the wait for a query after `leftMs`: a query that still waits for a connection is cancelled;
 * one that the server has is left to the time-outs of its connection.
 * @returns false without time left: the query is rejected
 */
export function limitQuery(query: PendingQuery, leftMs: number): boolean {
  if (leftMs <= 0) {
    query.reject(new DeadlinePassed('The deadline passed before the query was sent'))
    return false
  }
  const timer = setTimeout(() => giveUp(query), leftMs)
  const settle = () => clearTimeout(timer)
  query.then(settle, settle)
  return true
}

function giveUp(query: PendingQuery): void {
  const isUnderWay = query.state !== null
  // Cut off here, the connection of a transaction or a cursor would never be released.
  if (isUnderWay && (query.options.onexecute || query.cursorFn)) return
  query.reject(new DeadlinePassed('The database did not answer in time'))
  if (!isUnderWay) query.cancel()
}
