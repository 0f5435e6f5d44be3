import 'server-only'
import { logger } from '@/app/_server/log/logger'
import { failureCode, failureKind, troubleOf } from '@/db/trouble/failures'
import { linksOfRequest } from './request-notes'

/** Trouble with the database affects every request, so each kind is logged once per interval. */
const INTERVAL_MS = 10_000

/** Calls of a stack trace that are logged. */
const FRAMES_MAX = 8

const MESSAGE_MAX = 1_000

type Written = { atMs: number; unwritten: number }

declare global {
  var daybookTroubleLog: Map<string, Written> | undefined
}

/**
 * Logs a failure of the server with its stack, without the texts and parameters of queries: they
 * hold names, amounts and session tokens. Outages and trouble with the storage are logged once
 * in ten seconds for each code; the next line says how many were suppressed (`unwritten`).
 */
export function logFailure(what: string, error: unknown, requestId?: string | undefined): void {
  const kind = failureKind(error)
  const unwritten = kind === 'fault' ? 0 : take(`${kind} ${failureCode(error)}`)
  if (unwritten === null) return
  const cause = innermost(error)
  logger().error(
    {
      ...linksOfRequest(),
      kind,
      reason: troubleOf(error) ?? undefined,
      ...(requestId === undefined ? {} : { requestId }),
      name: cause.name,
      code: 'code' in cause ? cause.code : undefined,
      message: messageOf(cause),
      unwritten: unwritten || undefined,
      stack: framesOf(cause),
    },
    what,
  )
}

/** Logs a success that should be looked at. */
export function logWarning(what: string): void {
  logger().warn(what)
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

/** PostgreSQL quotes the value in data exceptions and broken constraints, V8 the text of bad JSON. */
function messageOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : ''
  const quotes = /^2[23]...$/.test(code) || error instanceof SyntaxError
  const text = quotes ? error.message.replace(/"[\s\S]*"/g, '"…"') : error.message
  return text.slice(0, MESSAGE_MAX)
}

/** The calls only: a stack begins with the message. */
function framesOf({ stack = '' }: Error): string | undefined {
  const frames = stack.split('\n').filter(line => /^\s+at /.test(line))
  return frames.length === 0 ? undefined : frames.slice(0, FRAMES_MAX).join(' | ')
}

function innermost(error: unknown): Error {
  let at = error instanceof Error ? error : new Error(String(error))
  for (let depth = 0; at.cause instanceof Error && depth < 5; depth++) at = at.cause
  return at
}
