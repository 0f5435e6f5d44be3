import { connectionOptions, type Options, type PendingQuery } from '../connection'

/** How long the parts of a wait may take, for clients whose callers wait. */
export type Bounds = {
  /** A statement, on a server that works. */
  readonly statementMs: number
  /** Each lock that a statement waits for. */
  readonly lockMs: number
}

/** What pages and lists are read with. */
export const READS: Bounds = { statementMs: 5_000, lockMs: 2_000 }

/** What commands are loaded and saved with: within the deadline that they have. */
export const COMMANDS: Bounds = { statementMs: 8_000, lockMs: 4_000 }

/** What the feed works with, for which nobody waits. */
export const FEED: Bounds = { statementMs: 20_000, lockMs: 10_000 }

/** What the bank's health is asked with. */
export const HEALTH: Bounds = { statementMs: 1_500, lockMs: 1_000 }

const CONNECT_SECONDS = 3

/** How much longer the server may be silent than a statement may take: then it is taken for dead. */
const SILENCE_SECONDS = 1

/** A transaction in which nothing is asked for so long was left behind. */
const IDLE_IN_TRANSACTION_MS = 15_000

/**
 * The options of a client that waits for nothing without an end. A server that works ends what takes
 * too long by itself; one that is stopped, or whose network is, is given up with the connection, and
 * the next query opens another. Programs without callers (migrations, imports) use none of it.
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

/** A wait that was ended from the side of who waits. What was asked may still be done. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed'
  readonly code = 'DEADLINE_PASSED'
}

/**
 * Ends the wait for a query after `leftMs`: what still waits for a connection is taken back, and
 * what the server has is left to the bounds of its connection.
 * @returns false when there is no time left: the query is refused
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
  // The driver would never let go of the connection of a transaction, or of a cursor, cut off here.
  if (isUnderWay && (query.options.onexecute || query.cursorFn)) return
  query.reject(new DeadlinePassed('The database did not answer in time'))
  if (!isUnderWay) query.cancel()
}
