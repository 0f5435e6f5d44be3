import 'server-only'
import { bank } from '@/app/_server/process/bank'
import { outsideRequests } from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { findServices } from '@/db/people/tokens'
import { findSignedIn } from '@/db/people/users'
import type { Viewer } from './viewer'

/** The most open streams: in this process, per session, per person. */
const STREAMS_MAX = 500
export const SESSION_STREAMS_MAX = 12
export const PERSON_STREAMS_MAX = 36

/** How often the sessions of all open streams are checked, in one query, in milliseconds. */
const CHECK_MS = 2_000

/** Whose an open stream is, and how to close it. */
export type Watcher = {
  /** The token of the session; the hash of the token of a service. */
  readonly token: string
  readonly viewer: Pick<Viewer, 'kind' | 'userId' | 'role'>
  readonly close: () => void
  /** An export ends by itself, so it doesn't count among the open streams. */
  readonly isExport?: boolean
}

type Room = { readonly watchers: Set<Watcher>; timer: NodeJS.Timeout | null }

declare global {
  var daybookWatchers: Room | undefined
}

/** Shared by all copies that Next.js makes of this module. */
function room(): Room {
  globalThis.daybookWatchers ??= { watchers: new Set(), timer: null }
  return globalThis.daybookWatchers
}

/** How many streams are open in this process. */
export function openStreams(): number {
  return room().watchers.size
}

/** Which limit on open streams is reached; null when one more can be opened. */
export function fullFor({ token, viewer }: Omit<Watcher, 'close'>): 'all' | 'own' | null {
  const watchers = [...room().watchers].filter(({ isExport = false }) => !isExport)
  const count = (isCounted: (watcher: Watcher) => boolean) => watchers.filter(isCounted).length
  if (count(one => one.token === token) >= SESSION_STREAMS_MAX) return 'own'
  if (count(one => one.viewer.userId === viewer.userId) >= PERSON_STREAMS_MAX) return 'own'
  return watchers.length >= STREAMS_MAX ? 'all' : null
}

/**
 * Counts a stream as open until the returned function is called. It is closed soon after its
 * session ends, its token is revoked or its person's role changes, since permissions may have changed with it.
 */
export function watch(watcher: Watcher): () => void {
  const { watchers } = room()
  watchers.add(watcher)
  checkLater()
  return () => {
    watchers.delete(watcher)
  }
}

/** Closes a person's streams in this process; other processes notice within `CHECK_MS`. */
export function endStreamsOfPerson(userId: string): void {
  for (const watcher of [...room().watchers]) {
    if (watcher.viewer.userId === userId) watcher.close()
  }
}

/** Closes the streams of an ended session, or of a revoked token by its hash, in this process. */
export function endStreamsOf(token: string): void {
  for (const watcher of [...room().watchers]) if (watcher.token === token) watcher.close()
}

/**
 * A file that breaks off when the session or the token that asked for it ends: at once in this
 * process, within `CHECK_MS` in others.
 */
export function endingWith(
  { token, viewer }: Omit<Watcher, 'close'>,
  body: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let unwatch = () => {}
  let isOver = false
  const end = () => {
    isOver = true
    unwatch()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const close = () => {
          if (isOver) return
          end()
          const over = new Error('The session or the token ended')
          controller.error(over)
          reader.cancel(over).catch(() => {})
        }
        unwatch = watch({ token, viewer, close, isExport: true })
      },
      async pull(controller) {
        const { done, value } = await reader.read().catch((error: unknown) => {
          end()
          throw error
        })
        if (isOver) return
        if (!done) return controller.enqueue(value)
        end()
        controller.close()
      },
      cancel(reason) {
        end()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

function checkLater(): void {
  const at = room()
  if (at.timer !== null || at.watchers.size === 0) return
  at.timer = setTimeout(async () => {
    await closeEnded([...at.watchers])
    at.timer = null
    checkLater()
  }, CHECK_MS).unref()
}

/** While the database doesn't answer the streams stay open: they have nothing to send either. */
async function closeEnded(watchers: readonly Watcher[]): Promise<void> {
  try {
    const tokensOf = (kind: Viewer['kind']) => [
      ...new Set(watchers.filter(({ viewer }) => viewer.kind === kind).map(({ token }) => token)),
    ]
    const [now, db] = [new Date(), bank().db]
    const [people, services] = await outsideRequests(() =>
      Promise.all([
        findSignedIn(db, tokensOf('person'), now),
        findServices(db, tokensOf('service'), now),
      ]),
    )
    for (const { token, viewer, close } of watchers) {
      const still = (viewer.kind === 'person' ? people : services).get(token)
      if (still?.id !== viewer.userId || still.role !== viewer.role) close()
    }
  } catch (error) {
    logFailure('Checking the sessions of open streams failed', error)
  }
}
