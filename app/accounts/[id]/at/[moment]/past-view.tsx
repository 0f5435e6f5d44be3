'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { courseQuery } from '@/app/_queries/look-back'
import type { Place } from '@/app/_time/moment-path'
import { EventList } from '@/app/_timeline/event-list'
import { ListFailure } from '@/app/_ui/list-failure'
import { useShortcut } from '@/app/_ui/shortcut'
import type { CourseJson, PastJson } from '@/app/_wire/look-back'
import { Balance } from '../../balance'
import { Boundary } from './boundary'
import { CourseTable } from './course-table'
import { PastBar } from './past-bar'
import { Scrubber } from './scrubber'
import { useHand } from './use-hand'
import { Views } from './views'

type PastViewProps = {
  place: Place
  zone: string
  /** The moment of the address. */
  initial: PastJson
  /** The course of the whole account. */
  whole: CourseJson
  identity: ReactNode
  /** Shown only for the moment of the address. */
  children: ReactNode
}

/** An account in the past: bar, balance, chart, scrubber and list share one selected version. */
export function PastView({ place, zone, initial, whole, identity, children }: PastViewProps) {
  const [span, setSpan] = useState({ from: whole.from, to: whole.to })
  const isWhole = span.from === whole.from && span.to === whole.to
  const { id, currency } = initial.account
  const zoomed = useQuery({ ...courseQuery(id, span.from, span.to), enabled: !isWhole })
  const course = isWhole ? whole : (zoomed.data ?? whole)
  const hand = useHand(initial, course)
  const { version, past, select } = hand
  useShortcut('[', () => select(version - 1))
  useShortcut(']', () => select(version + 1))
  const { account, after, late } = past
  const counted = new Set(late.map(event => event.version))
  return (
    <div data-tone="past">
      <PastBar
        id={id}
        instant={account.asOf ?? after?.occurredAt ?? account.openedAt}
        knownAt={account.knownAt}
        zone={zone}
      />
      <main id="main" className="column py-8">
        {identity}
        <Views
          id={id}
          place={hand.isInitial ? place : { segment: `v${version}`, zone: place.zone }}
          current=""
        />
        <div aria-busy={hand.balance === null} className="aria-busy:opacity-60">
          <Balance
            label="Balance on this date"
            value={hand.balance ?? account.balance}
            currency={currency}
          />
        </div>
        <Scrubber
          hand={hand}
          course={course}
          label={hand.isInitial && account.asOf !== null ? 'Selected date' : `Event ${version}`}
          zone={zone}
          span={span}
          onSpan={setSpan}
        />
        <CourseTable course={course} zone={zone} />
        {hand.error ? (
          <ListFailure what="The account at this date" error={hand.error} retry={hand.retry} />
        ) : (
          <>
            <Boundary past={past} zone={zone} />
            {hand.isInitial && children}
            <section aria-labelledby="around" className="mt-10">
              <h2 id="around" className="mb-2 font-medium text-16">
                Events around this date
              </h2>
              <EventList
                items={past.around}
                zone={zone}
                currency={currency}
                caption="Events around this date, newest first"
                selected={account.version}
                onSelect={select}
                rule={{ above: account.version, label: 'Selected date' }}
                isFaded={other => other > account.version && !counted.has(other)}
              />
            </section>
          </>
        )}
      </main>
    </div>
  )
}
