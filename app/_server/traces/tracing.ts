import 'server-only'
import type * as Api from '@opentelemetry/api'

/** OpenTelemetry at work. */
export type Tracing = { readonly api: typeof Api; readonly tracer: Api.Tracer }

declare global {
  var daybookTracing: Tracing | undefined
}

/** The tracing of this process; null without OTEL_EXPORTER_OTLP_ENDPOINT: then nothing is loaded. */
export function tracing(): Tracing | null {
  return globalThis.daybookTracing ?? null
}

/** Whether traces are to be sent somewhere. */
export function isTracingWanted(settings = process.env): boolean {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = settings
  return Boolean(all || traces) && settings.OTEL_SDK_DISABLED !== 'true'
}

/** Milliseconds since the epoch, with fractions, as OpenTelemetry takes them. */
export function epochMs(): number {
  return performance.timeOrigin + performance.now()
}
