import 'server-only'

/**
 * Writes a failure of the server to the log, in one line of JSON. The texts of a query and its
 * parameters stay out of it: they hold names, amounts and session tokens.
 */
export function logFailure(what: string, error: unknown, requestId?: string | undefined): void {
  const cause = innermost(error)
  console.error(
    JSON.stringify({
      time: new Date().toISOString(),
      level: 'error',
      what,
      requestId,
      name: cause.name,
      code: 'code' in cause ? cause.code : undefined,
      message: cause.message,
      stack: cause.stack?.split('\n').slice(1, 6).join(' | '),
    }),
  )
}

function innermost(error: unknown): Error {
  let at = error instanceof Error ? error : new Error(String(error))
  for (let depth = 0; at.cause instanceof Error && depth < 5; depth++) at = at.cause
  return at
}
