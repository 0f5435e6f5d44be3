import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Button } from '@/app/_ui/button'
import { dropOthersDrafts } from './others-drafts'
import { TroubleStrip } from './trouble-strip'
import { isOver, type Over as Reason, type Standing, watchSession } from './watch'

export type SessionWatchProps = {
  userId: string
  /** For how long the session is good from now on, unused. */
  leftSeconds: number
  /** The idle time of this person's sessions. */
  idleMinutes: number
  /** Tells one rendering of the page from the next. */
  rendered: string
}

/**
 * Warns in the last minute of an unused session, and hides the page when the session is over. What
 * was typed stays in the page, and is seen again when the same person signs in in another tab.
 */
export function SessionWatch({ idleMinutes, ...props }: SessionWatchProps) {
  const { userId, leftSeconds, rendered } = props
  const router = useRouter()
  const [standing, setStanding] = useState<Standing>('open')
  const [extend, setExtend] = useState<() => void>(() => () => {})
  useEffect(() => {
    const watch = watchSession({ userId, leftSeconds, rendered }, setStanding)
    setExtend(() => watch.extend)
    return watch.stop
  }, [userId, leftSeconds, rendered])

  useEffect(() => dropOthersDrafts(userId), [userId])

  const over = isOver(standing)
  useEffect(() => {
    if (!over) return
    const page = document.querySelector<HTMLElement>('[data-page]')
    const { title } = document
    if (page) page.hidden = true
    document.title = 'Signed out · Daybook'
    return () => {
      if (page) page.hidden = false
      document.title = title
      router.refresh()
    }
  }, [over, router])

  useEffect(() => {
    if (standing === 'restored') document.title = 'Bank restored · Daybook'
  }, [standing])

  if (standing === 'open') return <TroubleStrip />
  if (isOver(standing)) return <Over why={standing} idleMinutes={idleMinutes} />
  return (
    <div
      role="alert"
      className="fixed inset-x-0 bottom-0 z-50 border-amber border-t-2 bg-amber-wash px-4 py-3"
    >
      <div className="mx-auto flex max-w-3xl flex-wrap items-center justify-between gap-3">
        <p className="text-amber-ink">
          {standing === 'warned'
            ? 'You will be signed out in a minute, because nothing was done here for a while.'
            : 'Your session ends in a minute. Sign in again to go on.'}
        </p>
        {standing === 'warned' && (
          <Button look="primary" onClick={extend}>
            Stay signed in
          </Button>
        )}
      </div>
    </div>
  )
}

const WHY = {
  idle: (minutes: number) =>
    `Nothing was done here for ${minutes} minutes, so your session has ended.`,
  ended: () => 'Your session has ended.',
  other: () => 'Somebody else is signed in in this browser now.',
} as const

function Over({ why, idleMinutes }: { why: Reason; idleMinutes: number }) {
  if (why === 'restored') return <Restored />
  const { pathname, search } = window.location
  const address = `/sign-in?next=${encodeURIComponent(pathname + search)}`
  return (
    <main className="column-narrow pt-[14vh] pb-16">
      <div role="alert">
        <h1 className="mb-2 font-semibold text-20">You are signed out</h1>
      </div>
      <p className="mb-6 text-soft">
        {WHY[why](idleMinutes)} This page shows nothing more. If you were filling in a form, sign in
        in a new tab and come back: what you typed is kept.
      </p>
      <div className="flex flex-wrap gap-2">
        <LinkTo href={address}>Sign in</LinkTo>
        <LinkTo href={address} target="_blank">
          Sign in in a new tab
        </LinkTo>
      </div>
    </main>
  )
}

/** The page is of an epoch of the bank that is over. */
function Restored() {
  return (
    <main className="column-narrow pt-[14vh] pb-16">
      <div role="alert">
        <h1 className="mb-2 font-semibold text-20">The bank was restored from a backup</h1>
      </div>
      <p className="mb-6 text-soft">
        This page is from before that, so it shows nothing more. The newest events may be missing
        now: check what you did last, and do it again if it isn’t there. You will be asked to sign
        in.
      </p>
      <LinkTo href={window.location.pathname + window.location.search}>Load this page again</LinkTo>
    </main>
  )
}

/** Loads the page anew, with nothing of the old one. */
function LinkTo(props: { href: string; target?: string; children: string }) {
  return (
    <a
      {...props}
      className="target inline-flex items-center rounded-md border border-rule-strong bg-raised px-3 hover:bg-sunken"
    />
  )
}
