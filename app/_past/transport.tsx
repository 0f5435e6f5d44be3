'use client'

import { ChevronLeft, ChevronRight, Pause, Play, SkipBack, SkipForward } from 'lucide-react'
import { type FormEvent, type MouseEvent, type ReactNode, useState } from 'react'
import { type Kept, pathAfterEvent, readVersion } from '@/app/_time/moment-path'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { isAccount, streamPath } from '@/app/_wire/stream-path'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { KeptFields } from './kept-fields'
import { usePlayer } from './use-player'

type TransportProps = {
  of: StreamRef
  /** The selected version. */
  version: number
  newest: number
  select: (version: number) => void
  /** The next version to play; null at the end. */
  next: number | null
  /** The version at which playing restarts. */
  first: number
  /** Parameters of the address that links keep. */
  keep?: Kept
}

const ICON = { 'aria-hidden': true, size: 16, strokeWidth: 1.75 } as const
const SPEEDS = [1, 2, 5, 10, 20]

/** Playback controls: first, back, play, forward, newest, speed, and the event number. */
export function Transport({ of, version, newest, select, next, first, keep = {} }: TransportProps) {
  const player = usePlayer({ select, next, first })
  const step = { of, select, keep }
  return (
    <>
      <nav aria-label="Move between events" className="flex items-center gap-1">
        <Step {...step} to={1} what="First event">
          <SkipBack {...ICON} />
        </Step>
        {version > 1 && (
          <Step {...step} to={version - 1} what={`Previous: event ${version - 1}`}>
            <ChevronLeft {...ICON} />
          </Step>
        )}
        <Button onClick={player.toggle} aria-label={player.isPlaying ? 'Pause' : 'Play'}>
          {player.isPlaying ? <Pause {...ICON} /> : <Play {...ICON} />}
          <span className="max-sm:hidden">{player.isPlaying ? 'Pause' : 'Play'}</span>
        </Button>
        {version < newest ? (
          <Step {...step} to={version + 1} what={`Next: event ${version + 1}`}>
            <ChevronRight {...ICON} />
          </Step>
        ) : (
          <ButtonLink href={streamPath(of)} aria-label="Next: now">
            Now
          </ButtonLink>
        )}
        <Step {...step} to={newest} what="Latest event">
          <SkipForward {...ICON} />
        </Step>
      </nav>
      <label className="flex items-center gap-2 text-12 text-soft max-sm:hidden">
        Speed
        <select
          value={player.speed}
          onChange={event => player.setSpeed(Number(event.currentTarget.value))}
          className="box target px-2 text-14"
        >
          {SPEEDS.map(speed => (
            <option key={speed} value={speed}>{`${speed} per second`}</option>
          ))}
        </select>
      </label>
      <EventField {...{ of, version, newest, select, keep }} />
    </>
  )
}

type StepProps = {
  of: StreamRef
  to: number
  what: string
  select: (version: number) => void
  keep: Kept
  children: ReactNode
}

/** A link, so that it works without scripts and in a new tab; a click only selects. */
function Step({ of, to, what, select, keep, children }: StepProps) {
  function press(event: MouseEvent<HTMLAnchorElement>) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    select(to)
  }
  return (
    <ButtonLink
      href={pathAfterEvent(of, to, keep)}
      prefetch={false}
      aria-label={what}
      title={what}
      onClick={press}
      className="target-square px-0!"
    >
      {children}
    </ButtonLink>
  )
}

/** Selects an event by its number. */
function EventField({ of, version, newest, ...props }: Omit<TransportProps, 'next' | 'first'>) {
  const { select, keep = {} } = props
  const [problem, setProblem] = useState<string | null>(null)
  function go(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const text = new FormData(event.currentTarget).get('version')
    const read = readVersion(typeof text === 'string' ? text : '', newest)
    setProblem(read.ok ? null : read.sentence)
    if (read.ok) select(read.version)
  }
  return (
    <form
      key={version}
      action={`${streamPath(of)}/${isAccount(of) ? 'at' : 'fold'}`}
      onSubmit={go}
      aria-label="Go to an event"
      className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-soft"
    >
      {isAccount(of) && <KeptFields {...keep} />}
      <label htmlFor="event-number">Event</label>
      <input
        id="event-number"
        name="version"
        inputMode="numeric"
        maxLength={10}
        autoComplete="off"
        defaultValue={version}
        {...(problem && { 'aria-invalid': true, 'aria-describedby': 'event-number-note' })}
        className="box target w-20 text-14"
      />
      <span className="whitespace-nowrap">{`of ${newest}`}</span>
      {problem && (
        <p id="event-number-note" role="alert" className="w-full text-red-ink">
          {problem}
        </p>
      )}
    </form>
  )
}
