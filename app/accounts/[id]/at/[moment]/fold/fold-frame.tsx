'use client'

import { type ReactNode, useMemo, useState } from 'react'
import type { FoldJson } from '@/app/_past/fold-query'
import { FoldView } from '@/app/_past/fold-view'
import type { NamedMoment } from '@/app/_past/moment-words'
import type { Place } from '@/app/_time/moment-path'
import { accountStream } from '@/domain/bank-account/account-stream'
import { PastFrame } from '../past-frame'
import { useTitle } from '../use-title'

type FoldFrameProps = {
  id: string
  identity: ReactNode
  place: Place
  moment: NamedMoment
  newest: number
  zone: string
  owner: string
  start: number
  /** How many late entries, recorded after `start`, count at the moment. */
  late: number
  initial: FoldJson
}

/** The steps of an account in their frame, which names the event that was moved to. */
export function FoldFrame({ place, moment, owner, start, initial, ...props }: FoldFrameProps) {
  const { late, ...frame } = props
  const [moved, setMoved] = useState<NamedMoment['event']>(null)
  const { zone, axis } = place
  const shown = moved && { event: moved, asOf: null, knownAt: null }
  useTitle(owner, shown, frame.zone)
  const of = useMemo(() => accountStream(frame.id), [frame.id])
  const keep = useMemo(() => ({ zone, axis }), [zone, axis])
  return (
    <PastFrame
      {...frame}
      place={moved ? { ...keep, segment: `v${moved.version}` } : place}
      moment={shown ?? moment}
      view="fold"
    >
      {!moved && moment.asOf !== null && (
        <p className="mt-1 max-w-[72ch] text-soft">{stepsWords(start, late)}</p>
      )}
      <FoldView
        of={of}
        start={start}
        initial={initial}
        zone={frame.zone}
        keep={keep}
        onMove={({ version, createdAt }) => setMoved({ version, recordedAt: createdAt })}
      />
    </PastFrame>
  )
}

/** Steps have no dates, but an order: that of recording. */
function stepsWords(start: number, late: number): string {
  const last = `Steps are in the order recorded. Event ${start} is the last on time by this date`
  if (late === 0) return `${last}.`
  return `${last}; ${late === 1 ? 'one late entry' : `${late} late entries`} recorded after it ${late === 1 ? 'is' : 'are'} included too.`
}
