import 'server-only'
import { failureCode, failureKind, troubleOf } from '@/db/trouble/failures'
import { escaped } from '@/domain/text/printable'

/** Trouble with the database affects every request, so each kind is logged once per interval. */
const INTERVAL_MS = 10_000

type Written = { atMs: number; unwritten: number }

declare global {
  var daybookTroubleLog: Map<string, Written> | undefined
}

/**
 * Logs a failure of the server as one line of JSON, without the texts and parameters of queries:
 * they hold names, amounts and session tokens. Outages and trouble with the storage are logged once
 * in ten seconds for each code; the next line says how many were suppressed (`unwritten`).
 */
export function logFailure(what: string, error: unknown, requestId?: string | undefined): void {
  const kind = failureKind(error)
  const unwritten = kind === 'fault' ? 0 : take(`${kind} ${failureCode(error)}`)
  if (unwritten === null) return
  const cause = innermost(error)
  // JSON escapes only some of the control characters that a terminal obeys.
  const line = escaped(
    JSON.stringify({
      time: new Date().toISOString(),
      level: 'error',
      what,
      kind,
      reason: troubleOf(error) ?? undefined,
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

/** How many lines of this key were suppressed since the last; null: suppress this one too. */
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

/** Logs a success that should be looked at, as one line of JSON. */
export function logWarning(what: string): void {
  console.warn(escaped(JSON.stringify({ time: new Date().toISOString(), level: 'warn', what })))
}

function innermost(error: unknown): Error {
  let at = error instanceof Error ? error : new Error(String(error))
  for (let depth = 0; at.cause instanceof Error && depth < 5; depth++) at = at.cause
  return at
}
