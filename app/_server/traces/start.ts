import 'server-only'
import type { Context } from '@opentelemetry/api'
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-base'

/** Attributes that hold an address, with what people typed into it and the secrets of links. */
const ADDRESSES = ['http.target', 'http.url', 'url.full', 'url.path']

/** Says which route a path belongs to. */
type PatternOf = (path: string) => string

/**
 * Sends traces by OTLP, as the variables of OpenTelemetry say (`OTEL_EXPORTER_OTLP_ENDPOINT`,
 * `OTEL_EXPORTER_OTLP_PROTOCOL`, `OTEL_TRACES_SAMPLER`, `OTEL_SERVICE_NAME`). Loads OpenTelemetry.
 * @param onTrace hears the id of the trace that a request's first span belongs to
 */
export async function startTracing(
  patternOf: PatternOf,
  onTrace: (traceId: string) => void,
): Promise<void> {
  const [{ registerOTel }, api] = await Promise.all([
    import('@vercel/otel'),
    import('@opentelemetry/api'),
  ])
  registerOTel({
    serviceName: 'daybook',
    // The order is that of their calls: what is private goes before it is sent.
    spanProcessors: [telling(patternOf, onTrace), 'auto'],
    // The only requests that the bank sends by itself are its traces and its mail.
    instrumentations: [],
  })
  globalThis.daybookTracing = { api, tracer: api.trace.getTracer('daybook') }
}

/** Takes what people typed out of the spans of Next.js, and tells the trace of each request. */
export function telling(patternOf: PatternOf, onTrace: (traceId: string) => void): SpanProcessor {
  return {
    onStart(span: Span, _parent: Context) {
      if (span.attributes['next.span_type'] === 'BaseServer.handleRequest') {
        onTrace(span.spanContext().traceId)
      }
    },
    onEnd(span: ReadableSpan) {
      tellRoutes(span, patternOf)
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  }
}

/** Puts routes in the place of addresses: in the attributes, and in names that repeat one. */
function tellRoutes(span: ReadableSpan, patternOf: PatternOf): void {
  const routeIn = (text: string) =>
    text.replace(/(?:https?:\/\/[^/\s]*)?(\/[^\s?#]*)\S*/g, (_, path: string) => patternOf(path))
  for (const name of ADDRESSES) {
    const value = span.attributes[name]
    if (typeof value === 'string') span.attributes[name] = routeIn(value)
  }
  delete span.attributes['url.query']
  const spanName = span.attributes['next.span_name']
  if (typeof spanName === 'string') span.attributes['next.span_name'] = routeIn(spanName)
  const named: { name: string } = span
  named.name = routeIn(span.name)
}
