import 'server-only'
import { problem } from '@/app/_server/http/problems'
import { problemResponse } from '@/app/_server/people/requests'
import { fullFor, type Watcher, watch } from '@/app/_server/people/watchers'
import { bank } from '@/app/_server/process/bank'
import { beforeExit } from '@/app/_server/process/shutdown'

/** A stream is closed after this time; the browser opens it again, and is asked who it is. */
const LIFETIME_MS = 5 * 60_000

/** Keeps what stands between from closing a quiet stream. */
const HEARTBEAT_MS = 20_000

/** The whole bank moves often: whoever watches it hears of that at most once in this time. */
const BANK_INTERVAL_MS = 1_000

type Listener = (place: number) => void
type Hub = {
  /** Who watches an account hears its new version. */
  readonly ofAccount: Map<string, Set<Listener>>
  /** Who watches the bank hears its new place in the feed. */
  readonly ofBank: Set<Listener>
}

declare global {
  var daybookHub: Hub | undefined
}

/** Who watches what; one reader of the feed serves them all. */
function hub(): Hub {
  if (globalThis.daybookHub) return globalThis.daybookHub
  const made: Hub = { ofAccount: new Map(), ofBank: new Set() }
  bank().follow(moved => {
    for (const { aggregateId, version } of moved) {
      for (const hear of made.ofAccount.get(aggregateId) ?? []) hear(version)
    }
    const last = moved.at(-1)
    if (last) for (const hear of made.ofBank) hear(last.position)
  })
  globalThis.daybookHub = made
  return made
}

/** Who asks for a stream, by which session, and when they have gone. */
export type Listening = Omit<Watcher, 'close'> & { readonly signal: AbortSignal }

/** A stream of the versions of an account, beginning with the present one, or that there are too many. */
export function openLiveStream(
  { id, version }: { readonly id: string; readonly version: number },
  listening: Listening,
): Response {
  return openStream(listening, send => {
    const { ofAccount } = hub()
    const hear: Listener = version => send(`event: version\ndata: ${version}\n\n`)
    const watching = ofAccount.get(id) ?? new Set()
    ofAccount.set(id, watching.add(hear))
    hear(version)
    return () => {
      watching.delete(hear)
      if (watching.size === 0) ofAccount.delete(id)
    }
  })
}

/**
 * A stream that tells when the bank's book has grown, with the place in the feed that it has come
 * to: at once, and then at most once a second. Whose it is to hear, the caller asks.
 */
export function openBankStream(listening: Listening): Response {
  return openStream(listening, send => {
    const { ofBank } = hub()
    let waiting: number | null = null
    let timer: NodeJS.Timeout | null = null
    const tell = (position: number) => {
      send(`event: position\ndata: ${position}\n\n`)
      timer = setTimeout(() => {
        timer = null
        const next = waiting
        waiting = null
        if (next !== null) tell(next)
      }, BANK_INTERVAL_MS)
    }
    const hear: Listener = position => {
      if (timer === null) tell(position)
      else waiting = position
    }
    ofBank.add(hear)
    send(': connected\n\n')
    return () => {
      ofBank.delete(hear)
      if (timer) clearTimeout(timer)
    }
  })
}

/** Opens a stream of server-sent events; `listen` begins to send, and gives back how to end that. */
function openStream(
  { signal, ...listener }: Listening,
  listen: (send: (text: string) => void) => () => void,
): Response {
  const full = fullFor(listener)
  if (full !== null) return problemResponse(tooMany(full))
  let close = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const send = (text: string) => controller.enqueue(new TextEncoder().encode(text))
      const timers = [
        setInterval(() => send(': still here\n\n'), HEARTBEAT_MS),
        setTimeout(() => close(), LIFETIME_MS),
      ]
      const leave = watch({ ...listener, close: () => close() })
      const forget = beforeExit(async () => close())
      const onAbort = () => close()
      const silence = listen(send)
      close = () => {
        close = () => {}
        for (const timer of timers) clearTimeout(timer)
        silence()
        leave()
        forget()
        signal.removeEventListener('abort', onAbort)
        // A stream that the reader has cancelled is closed already.
        try {
          controller.close()
        } catch {}
      }
      signal.addEventListener('abort', onAbort)
      if (signal.aborted) close()
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

/** A page that hears this asks by itself instead, every ten seconds. */
function tooMany(full: 'all' | 'own') {
  return full === 'own'
    ? problem('TooManyStreams', 'You have too many live pages open. Close some of them.')
    : problem('Unavailable', 'Too many live pages are open. This page retries automatically.')
}
