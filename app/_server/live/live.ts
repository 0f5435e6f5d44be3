import 'server-only'
import { problem, unavailable } from '@/app/_server/http/problems'
import { problemResponse } from '@/app/_server/people/requests'
import { fullFor, type Watcher, watch } from '@/app/_server/people/watchers'
import { bank } from '@/app/_server/process/bank'
import { epochNow, onNewEpoch } from '@/app/_server/process/epoch'
import { onReadingTrouble, readingTrouble } from '@/app/_server/process/reach'
import { beforeExit } from '@/app/_server/process/shutdown'

/** A stream is closed after this time; the browser reconnects and is authenticated again. */
const LIFETIME_MS = 5 * 60_000

/** Keeps proxies from closing an idle stream. */
const HEARTBEAT_MS = 20_000

/** The shortest time between messages about the whole bank, which changes often. */
const BANK_INTERVAL_MS = 1_000

type Listener = (place: number) => void
type Hub = {
  /** Listeners for new versions, by account. */
  readonly ofAccount: Map<string, Set<Listener>>
  /** Listeners for the bank's position in the feed. */
  readonly ofBank: Set<Listener>
}

declare global {
  var daybookHub: Hub | undefined
}

/** The listeners; one reader of the feed serves them all. */
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

/** The person and session of a stream, and the signal that they have disconnected. */
export type Listening = Omit<Watcher, 'close'> & { readonly signal: AbortSignal }

/** A stream of an account's versions, starting with the current one; or too many are open. */
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
 * A stream of the bank's position in the feed: at once, then at most once a second. The caller
 * checks the permission.
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

/** Opens a stream of server-sent events; `listen` starts sending and returns how to stop. */
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
      const leave = watch({
        ...listener,
        close() {
          send('event: session\ndata: ended\n\n')
          close()
        },
      })
      const forget = beforeExit(async () => close())
      // After a restore what follows is of another bank, so the stream says so and ends.
      const stay = onNewEpoch(epoch => {
        send(`event: epoch\ndata: ${epoch}\n\n`)
        close()
      })
      const tell = (trouble: string | null) => send(`event: trouble\ndata: ${trouble ?? ''}\n\n`)
      const deafen = onReadingTrouble(tell)
      const onAbort = () => close()
      const epoch = epochNow()
      if (epoch !== null) send(`event: epoch\ndata: ${epoch}\n\n`)
      const trouble = readingTrouble()
      if (trouble !== null) tell(trouble)
      const silence = listen(send)
      close = () => {
        close = () => {}
        for (const timer of timers) clearTimeout(timer)
        silence()
        stay()
        deafen()
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

/** A page that receives this polls instead, every ten seconds. */
function tooMany(full: 'all' | 'own') {
  return full === 'own'
    ? problem('TooManyStreams', 'You have too many live pages open. Close some of them.')
    : {
        ...unavailable('busy'),
        detail: 'Too many live pages are open. This page retries automatically.',
      }
}
