import type { TroubleReason } from '@/domain/event-sourcing/ports'

/**
 * What an error of the database means for who has to go on:
 * - `race`: another writer was first; try again from the start.
 * - `outage`: the database is out of reach, or did not answer in time. What was under way may have
 *   been done: its command id tells.
 * - `storage`: it answers and can be read, but can't record now. Trying on at once is in vain.
 * - `fault`: a statement or the program is wrong; the only kind that asking again can't mend.
 */
export type FailureKind = 'race' | 'outage' | 'storage' | 'fault'

/**
 * Every class of SQLSTATE (PostgreSQL, appendix A), by its first two characters. A class that is not
 * here, of an extension or a version to come, is a fault.
 */
const CLASSES: Readonly<Record<string, FailureKind>> = {
  '00': 'fault', // successful completion, which is no error
  '01': 'fault', // warning
  '02': 'fault', // no data
  '03': 'fault', // SQL statement not yet complete
  '08': 'outage', // connection exception
  '09': 'fault', // triggered action exception
  '0A': 'fault', // feature not supported
  '0B': 'fault', // invalid transaction initiation
  '0F': 'fault', // locator exception
  '0L': 'fault', // invalid grantor
  '0P': 'fault', // invalid role specification
  '0Z': 'fault', // diagnostics exception
  '10': 'fault', // XQuery error
  '20': 'fault', // case not found
  '21': 'fault', // cardinality violation
  '22': 'fault', // data exception
  '23': 'fault', // integrity constraint violation
  '24': 'fault', // invalid cursor state
  '25': 'fault', // invalid transaction state
  '26': 'fault', // invalid SQL statement name
  '27': 'fault', // triggered data change violation
  '28': 'outage', // invalid authorization specification: nobody gets in until that is mended
  '2B': 'fault', // dependent privilege descriptors still exist
  '2D': 'fault', // invalid transaction termination
  '2F': 'fault', // SQL routine exception
  '34': 'fault', // invalid cursor name
  '38': 'fault', // external routine exception
  '39': 'fault', // external routine invocation exception
  '3B': 'fault', // savepoint exception
  '3D': 'outage', // invalid catalog name: the database is not there
  '3F': 'fault', // invalid schema name
  '40': 'race', // transaction rollback
  '42': 'fault', // syntax error or access rule violation
  '44': 'fault', // WITH CHECK OPTION violation
  '53': 'storage', // insufficient resources
  '54': 'fault', // program limit exceeded: by this statement, whenever it is sent
  '55': 'fault', // object not in prerequisite state
  '57': 'outage', // operator intervention: shutting down, starting up, cancelled by a time-out
  '58': 'storage', // system error, such as of reading and writing files
  '72': 'race', // snapshot failure, of versions before 17
  F0: 'fault', // configuration file error
  HV: 'fault', // foreign data wrapper error
  P0: 'fault', // PL/pgSQL error, such as of the triggers that keep the log append-only
  XX: 'fault', // internal error
}

/** The codes that mean something else than the rest of their class. */
const CODES: Readonly<Record<string, FailureKind>> = {
  '23505': 'race', // unique_violation: the key that guards every append
  '25006': 'storage', // read_only_sql_transaction
  '25P03': 'outage', // idle_in_transaction_session_timeout
  '25P04': 'outage', // transaction_timeout
  '40003': 'outage', // statement_completion_unknown
  '53300': 'outage', // too_many_connections: there is none for us
  '55P03': 'outage', // lock_not_available: not within lock_timeout
  XX001: 'storage', // data_corrupted
  XX002: 'storage', // index_corrupted
}

/** What the driver says of connections. */
const LOST = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECTION_SILENT', // see driver-guard.mjs
  'CONNECT_TIMEOUT',
  'DEADLINE_PASSED', // see bounds.ts
  'SASL_SIGNATURE_MISMATCH',
])

/** What the system says of sockets: out of reach, refused, cut off, or none left to open. */
const SYSTEM = new Set([
  'EACCES',
  'EADDRNOTAVAIL',
  'EAGAIN',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EMFILE',
  'ENETDOWN',
  'ENETRESET',
  'ENETUNREACH',
  'ENFILE',
  'ENOBUFS',
  'ENOENT',
  'ENOTCONN',
  'ENOTFOUND',
  'EPERM',
  'EPIPE',
  'EPROTO',
  'ETIMEDOUT',
])

/** The kind of an error, looking through the wrappers of Drizzle. What is not the database's is a fault. */
export function failureKind(error: unknown): FailureKind {
  const cause = codedCause(error)
  if (cause === null) return 'fault'
  const { code } = cause
  if (LOST.has(code) || isSocketError(cause)) return 'outage'
  const kind = kindOfSqlstate(code)
  // Whatever its code: after FATAL and PANIC the connection is gone.
  return kind === 'fault' && isFatal(cause) ? 'outage' : kind
}

/** The kind of a SQLSTATE. */
export function kindOfSqlstate(code: string): FailureKind {
  return own(CODES, code) ?? own(CLASSES, code.slice(0, 2)) ?? 'fault'
}

/** Whether the class of a SQLSTATE is one that was decided on. */
export function isSorted(code: string): boolean {
  return Object.hasOwn(CLASSES, code.slice(0, 2))
}

/** What callers are told of an error that is no fault; null for a fault and for a race. */
export function troubleOf(error: unknown): TroubleReason | null {
  const kind = failureKind(error)
  if (kind === 'outage') return kind
  if (kind !== 'storage') return null
  const code = failureCode(error)
  if (code === '25006') return 'read-only'
  return code === '53100' ? 'full' : 'storage'
}

/** Whether an error says that the database is out of reach, not that a statement is wrong. */
export function isOutage(error: unknown): boolean {
  return failureKind(error) === 'outage'
}

/** Whether an error says that another writer was first: try again from the start. */
export function isRace(error: unknown): boolean {
  return failureKind(error) === 'race'
}

/** The SQLSTATE or system code of an error, looking through the wrappers of Drizzle. */
export function failureCode(error: unknown): string | null {
  return codedCause(error)?.code ?? null
}

/**
 * Throws what a query of Drizzle's failed of, without the text and the parameters of the query: Next.js
 * writes what a page throws to its log, and they hold names, amounts
 * and the tokens of sessions.
 */
export function throwCause(error: unknown): never {
  throw error instanceof Error && error.cause instanceof Error ? error.cause : error
}

type Coded = Error & { readonly code: string }

function codedCause(error: unknown): Coded | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (isCoded(at)) return at
  }
  return null
}

function isCoded(error: Error): error is Coded {
  return 'code' in error && typeof error.code === 'string'
}

/** An error of Node's own about a socket, or of its TLS; files have the same codes and other calls. */
function isSocketError(error: Coded): boolean {
  if (/^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(error.code)) return true
  const call = 'syscall' in error ? error.syscall : undefined
  return (
    SYSTEM.has(error.code) && (call === undefined || !/open|stat|mkdir|rename/.test(String(call)))
  )
}

function isFatal(error: Error): boolean {
  return 'severity' in error && (error.severity === 'FATAL' || error.severity === 'PANIC')
}

/** Codes come from outside: one named like a part of every object is not in a table. */
function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
