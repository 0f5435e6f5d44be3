import 'server-only'
import { failureCode, failureKind } from '@/db/trouble/failures'
import { escaped } from '@/domain/printable'

/** Trouble of the database meets every request: so often is a line written about each kind of it. */
const INTERVAL_MS = 10_000

type Written = { atMs: number; unwritten: number }

declare global {
  var daybookTroubleLog: Map<string, Written> | undefined
}

/**
 * Writes a failure of the server to the log, in one line of JSON. The texts of a query and its
 * parameters stay out of it: they hold names, amounts and session tokens. What many requests meet
 * alike, an outage or trouble of the storage, is written once in ten seconds for each code; the next
 * line says how often it was met in between (`unwritten`).
 */
export function logFailure(what: string, error: unknown, requestId?: string | undefined): void {
  const kind = failureKind(error)
  const unwritten = kind === 'fault' ? 0 : take(`${kind} ${failureCode(error)}`)
  if (unwritten === null) return
  const cause = innermost(error)
  // JSON escapes some of the characters that a terminal obeys, but not all of them.
  const line = escaped(
    JSON.stringify({
      time: new Date().toISOString(),
      level: 'error',
      what,
      kind,
      requestId,
      name: cause.name,
      code: 'code' in cause ? cause.code : undefined,
      message: cause.message,
      unwritten: unwritten || undefined,
      stack: cause.stack?.split('\n').slice(1, 6).join(' | '),
    }),
  )
  console.error(line)
}

/** How many of this key were not written since the last that was; null: nor is this one. */
function take(key: string): number | null {
  globalThis.daybookTroubleLog ??= new Map()
  const log = globalThis.daybookTroubleLog
  const before = log.get(key)
  if (before && performance.now() - before.atMs < INTERVAL_MS) {
    before.unwritten++
    return null
  }
  log.set(key, { atMs: performance.now(), unwritten: 0 })
  return before?.unwritten ?? 0
}

/** Writes to the log what went well and should be looked at, in one line of JSON. */
export function logWarning(what: string): void {
  console.warn(escaped(JSON.stringify({ time: new Date().toISOString(), level: 'warn', what })))
}

function innermost(error: unknown): Error {
  let at = error instanceof Error ? error : new Error(String(error))
  for (let depth = 0; at.cause instanceof Error && depth < 5; depth++) at = at.cause
  return at
}
