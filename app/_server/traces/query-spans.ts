import 'server-only'
import type { PendingQuery } from '@/db/connection'
import { failureCode } from '@/db/trouble/failures'
import { tracing } from './tracing'

/** Texts of statements are cut to this length; their values are never told. */
const TEXT_MAX = 1_000

/**
 * Makes a span of a query, below the step or the request that asks it. The rest of the bank's
 * queries, such as the feed's polling, belong to nobody's trace.
 */
export function traceQuery(query: PendingQuery, pool: string): void {
  const its = tracing()
  if (!its) return
  const { api, tracer } = its
  if (!api.trace.getActiveSpan()?.isRecording()) return
  const text = textOf(query)
  const [word = 'query'] = text.split(' ', 1)
  const span = tracer.startSpan(`query ${word.toLowerCase()}`, {
    kind: api.SpanKind.CLIENT,
    attributes: {
      'db.system.name': 'postgresql',
      'db.query.text': text,
      'daybook.pool': pool,
    },
  })
  query.then(
    () => span.end(),
    error => {
      const code = failureCode(error)
      span.setStatus({ code: api.SpanStatusCode.ERROR })
      if (code !== null) span.setAttribute('db.response.status_code', code)
      span.end()
    },
  )
}

/** The text of a statement with places for its values, as it was written in the source. */
function textOf(query: PendingQuery): string {
  const { strings } = query as PendingQuery & { readonly strings?: readonly string[] }
  if (!Array.isArray(strings)) return 'query'
  const text = strings.join(' ? ').replace(/\s+/g, ' ').trim()
  return text.slice(0, TEXT_MAX)
}
