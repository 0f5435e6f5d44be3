import 'server-only'

/** Version 00 and later ones, which begin with the same parts (W3C Trace Context, section 3.2). */
const TRACE_PARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-|$)/

/** The trace id in a `traceparent` header; null without a valid one. */
export function traceIdIn(header: string | readonly string[] | undefined | null): string | null {
  return typeof header === 'string' ? (TRACE_PARENT.exec(header.trim())?.[1] ?? null) : null
}
