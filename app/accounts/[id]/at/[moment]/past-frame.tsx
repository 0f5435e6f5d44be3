import type { ReactNode } from 'react'
import { capitalized, momentWords, type NamedMoment } from '@/app/_past/moment-words'
import type { Place, View } from '@/app/_time/moment-path'
import { NowBar } from '../../now-bar'
import { PastBar } from './past-bar'
import { Views } from './views'

type PastFrameProps = {
  id: string
  identity: ReactNode
  /** Where the views are; `moment` is what it says. */
  place: Place
  moment: NamedMoment
  newest: number
  zone: string
  view: View
  children: ReactNode
}

/**
 * The frame of a view of a moment: the bar, the account, and links to the other views. Now is
 * framed as the present.
 */
export function PastFrame({ id, identity, place, moment, view, ...props }: PastFrameProps) {
  const { newest, zone, children } = props
  const { zone: shownIn, axis } = place
  const words = capitalized(momentWords(moment, zone))
  const isNow = moment.event === null && moment.asOf === null && moment.knownAt === null
  return (
    <div data-tone={isNow ? undefined : 'past'}>
      {isNow ? (
        <NowBar id={id} zone={zone} />
      ) : (
        <PastBar {...{ id, moment, newest, zone }} keep={{ zone: shownIn, axis }} />
      )}
      <main id="main" className="column py-8">
        {identity}
        <Views id={id} place={place} current={view} isNow={isNow} />
        {!isNow && <h2 className="mt-6 text-soft">{words}</h2>}
        {children}
      </main>
    </div>
  )
}
