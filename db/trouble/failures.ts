import type { TroubleReason } from '@/domain/event-sourcing/ports'

/**
 * What a database error means for the caller:
 * - `race`: another writer was first; try again from the start.
 * - `outage`: the database is unreachable or did not answer in time. The work may have been done:
 *   look it up by command id.
 * - `storage`: it can be read, but records nothing now. An immediate retry is in vain.
 * - `fault`: a statement or the program is wrong; the only kind that no retry can fix.
 */
export type FailureKind = 'race' | 'outage' | 'storage' | 'fault'

/**
 * Every class of SQLSTATE (PostgreSQL, appendix A), by its first two characters. Unknown classes,
 * of an extension or a later version, are faults.
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
  '28': 'outage', // invalid authorization specification: no log-in works until that is fixed
  '2B': 'fault', // dependent privilege descriptors still exist
  '2D': 'fault', // invalid transaction termination
  '2F': 'fault', // SQL routine exception
  '34': 'fault', // invalid cursor name
  '38': 'fault', // external routine exception
  '39': 'fault', // external routine invocation exception
  '3B': 'fault', // savepoint exception
  '3D': 'outage', // invalid catalog name: the database doesn't exist
  '3F': 'fault', // invalid schema name
  '40': 'race', // transaction rollback
  '42': 'fault', // syntax error or access rule violation
  '44': 'fault', // WITH CHECK OPTION violation
  '53': 'storage', // insufficient resources
  '54': 'fault', // program limit exceeded: by this statement, every time
  '55': 'fault', // object not in prerequisite state
  '57': 'outage', // operator intervention: shutting down, starting up, cancelled by a time-out
  '58': 'storage', // system error, such as of reading and writing files
  '72': 'race', // snapshot failure, of versions before 17
  F0: 'fault', // configuration file error
  HV: 'fault', // foreign data wrapper error
  P0: 'fault', // PL/pgSQL error, such as of the triggers that keep the log append-only
  XX: 'fault', // internal error
}

/** The codes that differ from the rest of their class. */
const CODES: Readonly<Record<string, FailureKind>> = {
  '23505': 'race', // unique_violation: the key that guards every append
  '25006': 'storage', // read_only_sql_transaction
  '25P03': 'outage', // idle_in_transaction_session_timeout
  '25P04': 'outage', // transaction_timeout
  '40003': 'outage', // statement_completion_unknown
  '53300': 'outage', // too_many_connections: none left for us
  '55P03': 'outage', // lock_not_available: not within lock_timeout
  XX001: 'storage', // data_corrupted
  XX002: 'storage', // index_corrupted
}

/** The driver's codes for connections. */
const LOST = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECTION_SILENT', // see driver-guard.mjs
  'CONNECT_TIMEOUT',
  'DEADLINE_PASSED', // see bounds.ts
  'SASL_SIGNATURE_MISMATCH',
])

/** The system's codes for sockets: unreachable, refused, cut off, or none left to open. */
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

/** The kind of an error, inside Drizzle's wrappers too. Other programs' errors are faults. */
export function failureKind(error: unknown): FailureKind {
  const cause = codedCause(error)
  if (cause === null) return 'fault'
  const { code } = cause
  if (LOST.has(code) || isSocketError(cause)) return 'outage'
  const kind = kindOfSqlstate(code)
  // After FATAL and PANIC the connection is gone, whatever the code.
  return kind === 'fault' && isFatal(cause) ? 'outage' : kind
}

export function kindOfSqlstate(code: string): FailureKind {
  return own(CODES, code) ?? own(CLASSES, code.slice(0, 2)) ?? 'fault'
}

/** Whether the class of a SQLSTATE is in the table. */
export function isSorted(code: string): boolean {
  return Object.hasOwn(CLASSES, code.slice(0, 2))
}

/** The codes whose callers are told more than the kind. */
const REASONS: Readonly<Record<string, TroubleReason>> = {
  '25006': 'read-only',
  '25P04': 'slow', // transaction_timeout
  '53100': 'full',
  '53200': 'memory',
  '53300': 'connections',
  '53400': 'limit', // configuration_limit_exceeded, such as temp_file_limit
  '55P03': 'locked',
  '57014': 'slow', // query_canceled, by statement_timeout
  CONNECTION_SILENT: 'slow',
  DEADLINE_PASSED: 'slow',
}

/** The reason that callers get for an outage or a storage error; null for a fault or a race. */
export function troubleOf(error: unknown): TroubleReason | null {
  const kind = failureKind(error)
  if (kind !== 'outage' && kind !== 'storage') return null
  return own(REASONS, failureCode(error) ?? '') ?? kind
}

export function isOutage(error: unknown): boolean {
  return failureKind(error) === 'outage'
}

export function isRace(error: unknown): boolean {
  return failureKind(error) === 'race'
}

/** The SQLSTATE or system code of an error, inside Drizzle's wrappers too. */
export function failureCode(error: unknown): string | null {
  return codedCause(error)?.code ?? null
}

/**
 * Throws the cause of a failed Drizzle query, without the query's text and parameters: Next.js
 * writes what a page throws to its log, and they contain names, amounts and session tokens.
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

/** A socket or TLS error of Node.js; file errors have the same codes, but other system calls. */
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

/** Codes come from outside: one named like a property of every object must not be found. */
function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
