import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { logger } from '@/app/_server/log/logger'
import { meters } from '@/app/_server/metrics/meters'
import { traceIdIn } from '@/app/_server/traces/trace-parent'
import { onEachRequest } from './each-request'
import { type Notes, notesOn } from './request-notes'
import { isQuiet, type PatternOf, readPatterns } from './route-pattern'

/** The methods that are told by name; a client can send any text as one. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/**
 * Logs and counts each request when it is answered: by whom, on which route, how it ended. Of the
 * address only the route's pattern is told. Call once, before the first request.
 */
export function followRequestLines(patternOf: PatternOf = readPatterns()): void {
  onEachRequest(({ request, response }) => {
    const begunMs = performance.now()
    const notes = notesOn(response)
    const traceId = traceIdIn(request.headers.traceparent)
    if (traceId !== null) notes.traceId = traceId
    const route = patternOf((request.url ?? '/').split('?', 1)[0] ?? '/')
    response.once('close', () => tell(request, response, { route, begunMs, notes }))
  })
}

type Seen = { readonly route: string; readonly begunMs: number; readonly notes: Notes }

function tell({ method = '' }: IncomingMessage, response: ServerResponse, seen: Seen): void {
  const { route, begunMs, notes } = seen
  const ms = performance.now() - begunMs
  const named = METHODS.has(method) ? method : 'other'
  const { statusCode: status } = response
  meters()?.request(named, route, status, ms / 1000)
  const level = status >= 500 ? 'warn' : isQuiet(route) ? 'debug' : 'info'
  const log = logger()
  if (!log.isLevelEnabled(level)) return
  const { requestId, traceId, actorId, commandId, outcomes } = notes
  const commands = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
  log[level](
    {
      requestId,
      traceId,
      actorId,
      method: named,
      route,
      status,
      durationMs: Math.round(ms * 10) / 10,
      outcome: outcomeOf(response, outcomes),
      commandId,
      ...(commands > 1 ? { commands: Object.fromEntries(outcomes) } : {}),
    },
    'request',
  )
}

/** How the request's command ended, or how the request did. */
function outcomeOf(
  { statusCode, writableFinished }: ServerResponse,
  outcomes: Notes['outcomes'],
): string {
  if (!writableFinished) return 'closed by the client'
  const [first, ...others] = outcomes.keys()
  if (first !== undefined) return others.length === 0 ? first : 'mixed'
  if (statusCode >= 500) return 'failed'
  return statusCode >= 400 ? 'refused' : 'ok'
}
