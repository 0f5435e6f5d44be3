import { askWhose, tellSignOut, tellUse } from './ask'
import { keepEnd, sharedEnd } from './shared-end'
import { RESTORED } from './trouble'
import { UNAUTHORIZED } from './unauthorized'

/**
 * How a session stands: open; in its last unused minute; in its last minute at all; over because it
 * was unused, because it was ended, because somebody else has signed in, or because the bank was
 * restored from a backup.
 */
export type Standing = 'open' | 'warned' | 'last' | 'idle' | 'ended' | 'other' | 'restored'

type Watched = { userId: string; leftSeconds: number; rendered: string }

const WARNING_MS = 60_000

/** Use is told to the bank at most once in this time; in the last minute more often. */
const TELL_MS = 60_000
const TELL_LATE_MS = 5_000

/** A page that is shown again under one of these came from the history, not from the bank. */
const seen = new Set<string>()

/** Why a page shows nothing more. */
export type Over = Exclude<Standing, 'open' | 'warned' | 'last'>

/** Whether a session is over. */
export function isOver(standing: Standing): standing is Over {
  return standing !== 'open' && standing !== 'warned' && standing !== 'last'
}

/** Watches the session until `stop`; tells each change of its standing. */
export function watchSession(
  { userId, leftSeconds, rendered }: Watched,
  tell: (standing: Standing) => void,
): { extend: () => void; stop: () => void } {
  let standing: Standing = 'open'
  let timer: number | undefined
  let isTelling = false
  /** Whether it can't be extended any more. */
  let isLast = leftSeconds * 1000 <= WARNING_MS

  function become(next: Standing): void {
    if (next !== standing) tell(next)
    standing = next
  }

  function keep(seconds: number): void {
    const toldAtMs = Date.now()
    keepEnd({ userId, endsAtMs: toldAtMs + seconds * 1000, toldAtMs })
  }

  /** Looks at the clock, and again at the next moment that matters. */
  function look(): void {
    window.clearTimeout(timer)
    if (isOver(standing)) return
    const end = sharedEnd()
    if (end?.userId !== userId) return void ask()
    const left = end.endsAtMs - Date.now()
    if (left <= 0) {
      become(isLast ? 'ended' : 'idle')
      return void tellSignOut()
    }
    become(left > WARNING_MS ? 'open' : isLast ? 'last' : 'warned')
    timer = window.setTimeout(look, left > WARNING_MS ? left - WARNING_MS : left)
  }

  async function extend(): Promise<void> {
    if (isTelling) return
    isTelling = true
    const heard = await tellUse(userId)
    isTelling = false
    if (heard === null) return
    if (typeof heard === 'string') return become(heard)
    keep(heard)
    isLast = heard * 1000 <= WARNING_MS
    become('open')
    look()
  }

  async function ask(): Promise<void> {
    const heard = await askWhose(userId)
    if (heard !== null && heard !== 'own') become(heard)
    // Somebody who is in again sees the page again.
    else if (heard === 'own' && isOver(standing)) void extend()
  }

  function act(): void {
    if (isOver(standing) || standing === 'last') return
    const since = Date.now() - (sharedEnd()?.toldAtMs ?? 0)
    if (since >= (standing === 'warned' ? TELL_LATE_MS : TELL_MS)) void extend()
  }

  if (seen.has(rendered)) void ask()
  else keep(leftSeconds)
  seen.add(rendered)
  look()
  const deafen = listen({
    act,
    look,
    ask,
    lose() {
      become('ended')
      void ask()
    },
    restore: () => become('restored'),
    meet(other) {
      if (other !== userId || isOver(standing)) void ask()
    },
    greeting: userId,
  })
  return {
    extend,
    stop() {
      window.clearTimeout(timer)
      deafen()
    },
  }
}

/** What a person does with a page. */
const ACTS = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const

type Ears = Record<'act' | 'look' | 'ask' | 'lose' | 'restore', () => void> & {
  /** Another tab shows a page of this person, or (null) has left one. */
  readonly meet: (userId: string | null) => void
  readonly greeting: string
}

/** Listens to the person, to other tabs, and to the requests of the page. */
function listen({ act, look, ask, lose, restore, meet, greeting }: Ears): () => void {
  const leave = new AbortController()
  const { signal } = leave
  const tabs = new BroadcastChannel('daybook-session')
  function comeBack(): void {
    if (document.visibilityState !== 'visible') return
    look()
    ask()
  }
  for (const name of ACTS) {
    document.addEventListener(name, act, { passive: true, capture: true, signal })
  }
  document.addEventListener('visibilitychange', comeBack, { signal })
  window.addEventListener('pageshow', comeBack, { signal })
  window.addEventListener('storage', look, { signal })
  window.addEventListener(UNAUTHORIZED, lose, { signal })
  window.addEventListener(RESTORED, restore, { signal })
  tabs.addEventListener('message', ({ data }: MessageEvent<string | null>) => meet(data))
  tabs.postMessage(greeting)
  return () => {
    leave.abort()
    // The page that follows may be the one to sign in.
    tabs.postMessage(null)
    tabs.close()
  }
}
