'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ListFailure } from '@/app/_ui/list-failure'
import { useShortcut } from '@/app/_ui/shortcut'
import { SkeletonRows } from '@/app/_ui/skeleton'
import type { AccountJson } from '@/app/_wire/types'
import { type Asked, changeOf, type Faults, whatIfPath } from './asked'
import { AxisChoice } from './axis-choice'
import { EventTable } from './event-table'
import { arrivedKey, eventsQuery } from './events-query'
import { Outcome } from './outcome'
import { Question } from './question'
import { TwoLines } from './two-lines'
import { useWhatIf } from './use-what-if'

type WhatIfProps = {
  /** The account as it is now. */
  account: AccountJson
  zone: string
  /** What the address asks. */
  start: { readonly asked: Asked; readonly faults: Faults }
}

/** The question, both lines, what came of each event, and the events to choose from. */
export function WhatIf({ account, zone, start }: WhatIfProps) {
  const { id, version: newest, currency } = account
  const [asked, setAsked] = useState(start.asked)
  const events = useQuery(eventsQuery(id, newest))
  const known = events.data
  const dayZone = account.limits?.timeZone ?? zone
  const { without, overdraft, perMovement, perDay, from } = asked
  // Moving to another event asks nothing new.
  const change = useMemo(() => {
    const question = { without, overdraft, perMovement, perDay, from }
    return known
      ? changeOf(question, { zone, dayZone }, version => {
          return known[version - 1]?.told.createdAt ?? new Date(0)
        })
      : null
  }, [known, without, overdraft, perMovement, perDay, from, zone, dayZone])
  const { result, isBusy } = useWhatIf(known, change)
  function ask(part: Partial<Asked>) {
    const next = { ...asked, ...part }
    setAsked(next)
    window.history.replaceState(null, '', whatIfPath(id, next))
  }
  const at = asked.at ?? newest
  const select = (version: number) => ask({ at: Math.min(Math.max(version, 1), newest) })
  useShortcut('[', () => select(at - 1))
  useShortcut(']', () => select(at + 1))
  return (
    <>
      <Question {...{ account, asked, ask, zone, dayZone }} faults={start.faults} />
      {events.error ? (
        <ListFailure what="The events" error={events.error} retry={events.refetch} />
      ) : !known || !result ? (
        <Arriving id={id} newest={newest} />
      ) : (
        <div aria-busy={isBusy}>
          <Outcome {...{ result, known, zone, currency, at }} />
          <AxisChoice axis={asked.axis} ask={ask} />
          <TwoLines {...{ result, known, zone, currency, at, select }} axis={asked.axis} />
          <EventTable {...{ result, known, zone, currency, at, select, without }} leaveOut={ask} />
        </div>
      )}
    </>
  )
}

function Arriving({ id, newest }: { id: string; newest: number }) {
  const { data = 0 } = useQuery<number>({ queryKey: arrivedKey(id, newest), enabled: false })
  return (
    <section aria-label="Loading the events" className="mt-8">
      <p className="text-12 text-faint">{`Loading events: ${data} of ${newest}`}</p>
      <SkeletonRows rows={6} label="Loading the events" />
    </section>
  )
}
