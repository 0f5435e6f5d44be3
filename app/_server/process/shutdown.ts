import 'server-only'
import { onEachRequest } from './each-request'

type Closer = () => Promise<void>

declare global {
  var daybookClosers: Set<Closer> | undefined
}

function closers(): Set<Closer> {
  globalThis.daybookClosers ??= new Set()
  return globalThis.daybookClosers
}

/**
 * Registers `close` for shutdown: for streams, which would keep the web server from closing, and
 * for work that must be finished. Returns a function that removes it.
 */
export function beforeExit(close: Closer): () => void {
  closers().add(close)
  return () => {
    closers().delete(close)
  }
}

/** Calls every closer once; a failing one doesn't stop the others. */
async function closeAll(): Promise<void> {
  const all = [...closers()]
  closers().clear()
  await Promise.allSettled(all.map(close => close()))
}

/** Shuts down gracefully on a signal. Next.js itself stops listening then. */
export function closeOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      letGoOfConnections()
      void closeAll()
    })
  }
}

/**
 * Closes every kept-alive connection after its next answer. A server that stops listening goes on
 * serving its connections, so under steady load it would never end.
 */
function letGoOfConnections(): void {
  onEachRequest(({ response }) => {
    response.shouldKeepAlive = false
  })
}
