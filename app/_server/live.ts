import 'server-only'
import { bank } from './bank'
import { beforeExit } from './shutdown'

/** Open streams at most, in this process. */
const STREAMS_MAX = 500

/** A stream is closed after this time; the browser opens it again, and is asked who it is. */
const LIFETIME_MS = 5 * 60_000

/** Keeps what stands between from closing a quiet stream. */
const HEARTBEAT_MS = 20_000

type Listener = (version: number) => void
type Hub = { readonly listeners: Map<string, Set<Listener>>; open: number }

declare global {
  var daybookHub: Hub | undefined
}

/** Who watches which account; one reader of the feed serves them all. */
function hub(): Hub {
  if (globalThis.daybookHub) return globalThis.daybookHub
  const listeners: Hub['listeners'] = new Map()
  bank().follow(moved => {
    for (const { aggregateId, version } of moved) {
      for (const hear of listeners.get(aggregateId) ?? []) hear(version)
    }
  })
  globalThis.daybookHub = { listeners, open: 0 }
  return globalThis.daybookHub
}

/** A stream of the versions of an account, beginning with the present one; null: too many. */
export function openLiveStream(
  account: { readonly id: string; readonly version: number },
  signal: AbortSignal,
): Response | null {
  const { listeners } = hub()
  if (hub().open >= STREAMS_MAX) return null
  let close = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(new TextEncoder().encode(text))
      const hear: Listener = version => send(`event: version\ndata: ${version}\n\n`)
      const timers = [
        setInterval(() => send(': still here\n\n'), HEARTBEAT_MS),
        setTimeout(() => close(), LIFETIME_MS),
      ]
      const watching = listeners.get(account.id) ?? new Set()
      listeners.set(account.id, watching.add(hear))
      hub().open++
      const forget = beforeExit(async () => close())
      close = () => {
        close = () => {}
        for (const timer of timers) clearTimeout(timer)
        watching.delete(hear)
        if (watching.size === 0) listeners.delete(account.id)
        hub().open--
        forget()
        signal.removeEventListener('abort', onAbort)
        // A stream that the reader has cancelled is closed already.
        try {
          controller.close()
        } catch {}
      }
      const onAbort = () => close()
      signal.addEventListener('abort', onAbort)
      hear(account.version)
    },
    cancel: () => close(),
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
