'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'
import { type Kept, pathOfSteps } from '@/app/_time/moment-path'
import { happenedInWords } from '@/app/_time/written'
import { lineOf } from '@/app/_ui/event-words'
import { ListFailure } from '@/app/_ui/list-failure'
import { useShortcut } from '@/app/_ui/shortcut'
import { SkeletonRows } from '@/app/_ui/skeleton'
import type { FoldStepJson } from '@/app/_wire/look-back'
import { isAccount, streamOf } from '@/app/_wire/stream-path'
import type { EventJson, StateJson } from '@/app/_wire/types'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { accountFields, pairsOf } from './account-fields'
import { storedPairs } from './changes'
import { FieldsTable } from './fields-table'
import { type FoldJson, foldPage, foldQuery } from './fold-query'
import { Transport } from './transport'

type FoldViewProps = {
  of: StreamRef
  start: number
  initial: FoldJson
  zone: string
  /** Parameters of the address that moving keeps. */
  keep?: Kept
  /** Called with each event that is moved to. */
  onMove?: (event: EventJson) => void
}

/** One step of the fold at a time: the state before, the event, the state after. */
export function FoldView({ of, start, initial, zone, ...props }: FoldViewProps) {
  const { keep, onMove } = props
  const [hand, setHand] = useState<number | null>(null)
  const version = hand ?? start
  const { newest } = initial
  const noun = isAccount(of) ? 'account' : 'state'
  const isInitialPage = foldPage(version).from === foldPage(start).from
  const query = useQuery({ ...foldQuery(of.id, version), enabled: !isInitialPage })
  const { items, people } = (isInitialPage ? initial : query.data) ?? { items: [], people: {} }
  const step = items.find(({ event }) => event.version === version)
  const select = (to: number) => setHand(Math.min(Math.max(to, 1), newest))
  useShortcut('[', () => select(version - 1))
  useShortcut(']', () => select(version + 1))
  useEffect(() => {
    if (hand !== null) window.history.replaceState(null, '', pathOfSteps(of, hand, keep))
  }, [of, hand, keep])
  const onStep = useEffectEvent((event: EventJson) => onMove?.(event))
  useEffect(() => {
    if (hand !== null && step) onStep(step.event)
  }, [hand, step])
  return (
    <section aria-labelledby="fold" className="mt-8">
      <h2 id="fold" className="font-medium text-20">{`Event ${version} of ${newest}`}</h2>
      <p className="mt-1 mb-4 max-w-[72ch] text-soft">
        {`The ${noun} before and after this event. Changed fields are highlighted.`}
      </p>
      <div data-chrome className="mb-6 flex flex-wrap items-center gap-2">
        <Transport
          of={of}
          version={version}
          newest={newest}
          select={select}
          next={version < newest ? version + 1 : null}
          first={1}
          {...(keep && { keep })}
        />
      </div>
      {step ? (
        <Step step={step} people={people} zone={zone} />
      ) : query.error ? (
        <ListFailure what="This step" error={query.error} retry={query.refetch} />
      ) : (
        <SkeletonRows rows={6} label="Loading the step" />
      )}
    </section>
  )
}

type StepProps = { step: FoldStepJson; people: FoldJson['people']; zone: string }

function Step({ step: { event, before, after }, people, zone }: StepProps) {
  const { version, type, data, schemaVersion } = event
  const ofAccount = isAccount(streamOf(event))
  const noun = ofAccount ? 'Account' : 'State'
  const fields = (state: StateJson) => accountFields(state, { zone, people })
  const stored = JSON.stringify({ type, schemaVersion, data }, null, 2)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <section aria-label="Event">
        <p className="mb-2 text-soft">
          <span className="font-medium text-ink">{lineOf(event).word}</span>
          {`, ${happenedInWords(event, zone)}`}
        </p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what is too wide */}
        <pre tabIndex={0} className="overflow-x-auto rounded-md bg-sunken p-4 font-mono text-12">
          {stored}
        </pre>
      </section>
      <section aria-label={`${noun} fields`}>
        <FieldsTable
          caption={`${noun} before and after event ${version}`}
          fields={ofAccount ? pairsOf(fields(before), fields(after)) : storedPairs(before, after)}
          stored={!ofAccount}
          names={[`After event ${version - 1}`, `After event ${version}`]}
        />
      </section>
    </div>
  )
}
