import Link from 'next/link'
import type { ReactNode } from 'react'
import { countAlerts } from '@/app/_server/alerts/alerts'
import { countForMe } from '@/app/_server/approvals/approvals'
import { countOrdersForMe } from '@/app/_server/payment-orders/order-lists'
import { currentSession, requireViewer } from '@/app/_server/people/session'
import { secondsLeft } from '@/app/_server/people/sessions/left'
import { idleMsOf } from '@/app/_server/people/sessions/use'
import type { Viewer } from '@/app/_server/people/viewer'
import { SessionKeeper } from '@/app/_session/session-keeper'
import { chosenTheme, readerZone } from '@/app/_time/reader'
import { SkipLink } from '@/app/_ui/skip-link'
import { Header } from './header'
import type { PlaceName } from './places'

export type FrameProps = {
  /** The place of the header that the pages belong to; absent where none leads. */
  place?: PlaceName | undefined
  children: ReactNode
}

/** The frame of every page of a signed-in person. Each page also authenticates by itself. */
export async function Frame({ place, children }: FrameProps) {
  const [viewer, theme, zone] = await Promise.all([requireViewer(), chosenTheme(), readerZone()])
  const [waiting, alerts] = await Promise.all([
    countWaiting(viewer).catch(() => null),
    countAlerts(viewer).catch(() => null),
  ])
  return (
    <>
      <div data-page className="flex min-h-[calc(100dvh-var(--notice))] flex-col">
        <SkipLink />
        <Header {...{ viewer, theme, zone, waiting, alerts }} here={place} />
        <div className="grow">{children}</div>
        <footer data-chrome className="column flex items-center gap-x-2 py-2 text-12 text-soft">
          {`Your time zone: ${zone}`}
          <Link
            href="/settings"
            prefetch={false}
            className="target inline-flex items-center text-accent underline underline-offset-2"
          >
            Settings
          </Link>
        </footer>
      </div>
      <Watched viewer={viewer} />
    </>
  )
}

/** Requests, payment orders and batches that wait for the viewer; null for whoever decides none. */
async function countWaiting(viewer: Viewer): Promise<number | null> {
  const [requests, orders] = await Promise.all([countForMe(viewer), countOrdersForMe(viewer)])
  return requests === null || orders === null ? null : requests + orders
}

async function Watched({ viewer }: { viewer: Viewer }) {
  const session = await currentSession()
  if (!session) return null
  return (
    <SessionKeeper
      userId={viewer.userId}
      leftSeconds={secondsLeft(viewer, session)}
      idleMinutes={idleMsOf(viewer.role) / 60_000}
      rendered={crypto.randomUUID()}
    />
  )
}
