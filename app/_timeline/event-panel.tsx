'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { eventDetailQuery } from '@/app/_queries/timeline'
import { ListFailure } from '@/app/_ui/list-failure'
import { useShortcut } from '@/app/_ui/shortcut'
import { SkeletonRows } from '@/app/_ui/skeleton'
import { EventFacts } from './event-facts'

export type PanelProps = {
  zone: string
  /** Shows the account, in a list of more than one. */
  accounts?: boolean
  /** Moves to the next (1) or previous (-1) line. */
  onMove: (by: 1 | -1) => void
  onClose: () => void
}

type EventPanelProps = PanelProps & { streamId: string; version: number }

const PANEL = `z-30 overflow-y-auto overscroll-contain border-rule bg-raised text-14
  max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:h-[75dvh] max-lg:border-t
  max-lg:shadow-[0_-8px_24px_rgb(0_0_0/0.12)]
  lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:self-start lg:rounded-lg lg:border`

/** One event beside the list, with everything recorded about it. */
export function EventPanel({ streamId, version, ...props }: EventPanelProps) {
  const { data, error, refetch } = useQuery(eventDetailQuery(streamId, version))
  const { zone, accounts = false } = props
  return (
    <PanelFrame {...props} name={`Event ${version}`}>
      {data ? (
        <EventFacts detail={data} zone={zone} accounts={accounts} />
      ) : error ? (
        <ListFailure what="The event" error={error} retry={refetch} />
      ) : (
        <SkeletonRows rows={6} label="Loading the event" />
      )}
    </PanelFrame>
  )
}

type PanelFrameProps = Pick<PanelProps, 'onMove' | 'onClose'> & {
  name: string
  children: ReactNode
}

/** The frame of what is open beside a list. Esc closes it. */
export function PanelFrame({ name, onMove, onClose, children }: PanelFrameProps) {
  const panel = useRef<HTMLElement>(null)
  useShortcut('Escape', onClose)
  // Opening it from the list moves the focus into it; moving on leaves the focus where it is.
  useEffect(() => {
    if (document.activeElement !== document.body) panel.current?.focus({ preventScroll: true })
  }, [])
  return (
    <aside ref={panel} tabIndex={-1} aria-label={name} data-chrome className={PANEL}>
      <header className="sticky top-0 z-10 flex items-center gap-1 border-rule border-b bg-raised py-2 pr-2 pl-5">
        <h2 className="mr-auto font-medium text-16">{name}</h2>
        <Press what="Previous line" onPress={() => onMove(-1)}>
          <ChevronUp aria-hidden size={16} strokeWidth={1.75} />
        </Press>
        <Press what="Next line" onPress={() => onMove(1)}>
          <ChevronDown aria-hidden size={16} strokeWidth={1.75} />
        </Press>
        <Press what="Close" onPress={onClose}>
          <X aria-hidden size={16} strokeWidth={1.75} />
        </Press>
      </header>
      <div className="px-5 pt-4 pb-6">{children}</div>
    </aside>
  )
}

function Press({
  what,
  onPress,
  children,
}: {
  what: string
  onPress: () => void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      onClick={onPress}
      aria-label={what}
      title={what}
      className="target-square transition-calm grid place-items-center rounded-md text-soft hover:bg-sunken hover:text-ink"
    >
      {children}
    </button>
  )
}
