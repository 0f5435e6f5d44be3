'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { instantWords, momentWords, type NamedMoment } from '@/app/_past/moment-words'
import { courseQuery } from '@/app/_queries/look-back'
import { type Place, pathOfView } from '@/app/_time/moment-path'
import { ListFailure } from '@/app/_ui/list-failure'
import { useShortcut } from '@/app/_ui/shortcut'
import type { CourseJson, EntryJson, PastJson } from '@/app/_wire/look-back'
import type { AccountJson } from '@/app/_wire/types'
import { Available } from '../../available'
import { StandingNotice } from '../../standing-notice'
import { AroundDate, AroundVersion } from './around'
import { AxisSwitch } from './axis-switch'
import { Boundary } from './boundary'
import { CourseTable } from './course-table'
import { PastBalance } from './past-balance'
import { PastBar } from './past-bar'
import { Scrubber } from './scrubber'
import { balanceAt, useHand } from './use-hand'
import { useTitle } from './use-title'
import { Views } from './views'

type PastViewProps = {
  /** The moment of the address. */
  place: Place
  moment: NamedMoment
  zone: string
  initial: PastJson
  /** The events around a date, by effective date; null for a version. */
  byDate: { after: EntryJson[]; until: EntryJson[] } | null
  /** The course of the whole account. */
  whole: CourseJson
  identity: ReactNode
  /** Shown only for the moment of the address. */
  children: ReactNode
}

/** An account in the past: bar, balance, chart, scrubber and list share one selected version. */
export function PastView({ place, moment, zone, initial, whole, ...props }: PastViewProps) {
  const { byDate, identity, children } = props
  const { id, currency, owner } = initial.account
  const { newest } = whole
  const axis = place.axis ?? 'time'
  const hand = useHand(initial, newest, place)
  const { version, past, select, isInitial } = hand
  const [course, span, setSpan] = useCourse(id, whole, isInitial ? place.knownAt : undefined)
  useShortcut('[', () => select(version - 1))
  useShortcut(']', () => select(version + 1))
  const shown = isInitial ? moment : movedTo(past)
  useTitle(owner, isInitial ? null : shown, zone)
  const here = isInitial ? place : { segment: `v${version}`, zone: place.zone, axis: place.axis }
  const keep = { zone: place.zone, axis: place.axis }
  const words = hand.isThere ? momentWords(shown, zone) : `after event ${version}`
  const balance = balanceAt(hand, course.points)
  const isDate = shown.event === null
  return (
    <div data-tone="past">
      <PastBar id={id} moment={shown} newest={newest} zone={zone} keep={keep} />
      <main id="main" className="column py-8">
        {identity}
        <Views id={id} place={here} current="" />
        <PastBalance
          label={`Balance ${words}`}
          value={balance ?? past.account.balance}
          currency={currency}
          why={pathOfView(id, here, 'explain')}
          isLoading={balance === null}
        />
        {/* The chart must not move under the hand. */}
        <div className={isInitial ? '' : 'invisible'}>{children}</div>
        <Scrubber
          hand={hand}
          course={course}
          axis={axis}
          mark={{
            version,
            at: isDate ? (shown.asOf ?? undefined) : undefined,
            label: markLabel(shown, version, zone),
            balance: balance ?? past.account.balance,
          }}
          zone={zone}
          knownAt={isInitial ? shown.knownAt : null}
          span={span}
          onSpan={setSpan}
          keep={keep}
        >
          <AxisSwitch axis={axis} hrefOf={other => pathOfView(id, { ...here, axis: other }, '')} />
        </Scrubber>
        <CourseTable course={course} axis={axis} zone={zone} />
        {hand.error ? (
          <ListFailure what="The account at this date" error={hand.error} retry={hand.retry} />
        ) : (
          <>
            <Boundary past={past} moment={shown} zone={zone} keep={keep} />
            <StandingThen account={past.account} zone={zone} />
            {isInitial && byDate ? (
              <AroundDate {...byDate} {...{ zone, currency, words }} onSelect={select} />
            ) : (
              <AroundVersion past={past} {...{ zone, currency }} onSelect={select} />
            )}
          </>
        )}
      </main>
    </div>
  )
}

/** Short, since a chart is narrow. */
function markLabel({ event, asOf }: NamedMoment, version: number, zone: string): string {
  if (event) return `After event ${version}`
  return asOf === null ? 'Now' : instantWords(asOf, zone)
}

function movedTo({ account, after }: PastJson): NamedMoment {
  const recordedAt = after?.createdAt ?? account.openedAt
  return { event: { version: account.version, recordedAt }, asOf: null, knownAt: null }
}

/** The visible part of the account's course, as known at `knownAt` (absent: now). */
function useCourse(id: string, whole: CourseJson, knownAt: string | undefined) {
  const { newest } = whole
  const [span, setSpan] = useState({ from: whole.from, to: whole.to })
  const [first] = useState(knownAt)
  const isWhole = span.from === whole.from && span.to === whole.to && knownAt === first
  const query = useQuery({ ...courseQuery(id, { ...span, newest, knownAt }), enabled: !isWhole })
  const course = isWhole ? whole : (query.data ?? whole)
  return [course, span, setSpan] as const
}

/** What was available and what was stopped then; below the chart, which must not move under the hand. */
function StandingThen({ account, zone }: Pick<PastViewProps, 'zone'> & { account: AccountJson }) {
  return (
    <>
      <StandingNotice account={account} standing={null} zone={zone} />
      <div className="mt-6 empty:hidden">
        <Available account={account} zone={zone} />
      </div>
    </>
  )
}
