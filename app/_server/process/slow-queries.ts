import 'server-only'
import type { PendingQuery } from '@/db/connection'

/** A query that took longer is kept. */
const SLOW_MS = 250

const KEPT_MAX = 50
const TEXT_LENGTH_MAX = 400

type Slow = { calls: number; sumMs: number; maxMs: number }

declare global {
  var daybookSlowQueries: Map<string, Slow> | undefined
}

function kept(): Map<string, Slow> {
  globalThis.daybookSlowQueries ??= new Map()
  return globalThis.daybookSlowQueries
}

/**
 * Keeps the text of a query that turns out to be slow, without its parameters; the time that it
 * waits for a connection counts. For databases without `pg_stat_statements`.
 */
export function noteIfSlow(query: PendingQuery): void {
  const sinceMs = performance.now()
  const settle = () => {
    const ms = performance.now() - sinceMs
    if (ms >= SLOW_MS) keep(textOf(query), ms)
  }
  query.then(settle, settle)
}

/** The slow queries of this process, those that took the most time in all first. */
export function slowQueries(limit: number) {
  return [...kept()]
    .map(([text, { calls, sumMs, maxMs }]) => ({ text, calls, meanMs: sumMs / calls, maxMs }))
    .toSorted((a, b) => b.meanMs * b.calls - a.meanMs * a.calls)
    .slice(0, limit)
}

function keep(text: string, ms: number): void {
  const all = kept()
  const its = all.get(text) ?? { calls: 0, sumMs: 0, maxMs: 0 }
  all.delete(text)
  all.set(text, {
    calls: its.calls + 1,
    sumMs: its.sumMs + ms,
    maxMs: Math.max(its.maxMs, ms),
  })
  const [oldest] = all.keys()
  if (all.size > KEPT_MAX && oldest !== undefined) all.delete(oldest)
}

/** The driver has a query as the texts between its parameters. */
function textOf(query: PendingQuery): string {
  const parts: unknown = 'strings' in query ? query.strings : null
  if (!Array.isArray(parts)) return 'unknown'
  const text = parts.reduce((all, part, n) => `${all}${n > 0 ? `$${n}` : ''}${part}`, '')
  // Literals in the text of a statement could be anybody's data.
  const bare = text.replace(/'(?:[^']|'')*'/g, "'…'").replace(/\s+/g, ' ')
  return bare.trim().slice(0, TEXT_LENGTH_MAX)
}
