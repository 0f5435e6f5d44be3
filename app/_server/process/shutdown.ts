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
 * Has `close` called when the process is asked to end: for streams, which would keep the web server
 * from closing, and for work that must be finished. Gives back the way to take that back.
 */
export function beforeExit(close: Closer): () => void {
  closers().add(close)
  return () => {
    closers().delete(close)
  }
}

/** Calls every closer once; one that fails keeps no other from closing. */
export async function closeAll(): Promise<void> {
  const all = [...closers()]
  closers().clear()
  await Promise.allSettled(all.map(close => close()))
}

/** Ends gracefully when the process is asked to end. Next.js itself stops listening then. */
export function closeOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      letGoOfConnections()
      void closeAll()
    })
  }
}

/**
 * Has every connection closed with its next answer. A server that stops listening goes on answering
 * the connections that it has: under steady load on kept ones it would never end.
 */
function letGoOfConnections(): void {
  onEachRequest(({ response }) => {
    response.shouldKeepAlive = false
  })
}
