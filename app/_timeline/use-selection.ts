import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useRef } from 'react'
import { readTimelineView } from '@/app/_wire/timeline'
import { isUuid } from '@/app/_wire/uuid'
import type { TimelineLine } from './timeline-line'

/** What is open beside the list: an event, or a refused command. */
export type Selected = { readonly streamId: string } & (
  | { readonly version: number; readonly attempt: null }
  | { readonly version: null; readonly attempt: string }
)

/** What a line opens; null while it is being recorded. */
export function selectedOf({ stream, version, attempt }: TimelineLine): Selected | null {
  const streamId = stream.id
  if (version !== null) return { streamId, version, attempt: null }
  return attempt === null ? null : { streamId, version: null, attempt }
}

/** The key of the line of what is open. */
export function keyOfSelected({ streamId, version, attempt }: Selected): string {
  return attempt ?? `${streamId}.${version}`
}

/** What is open, kept in the address so that a link to it can be shared. */
export function useSelection(streamId: string | null) {
  const path = usePathname()
  const selected = selectionIn(useSearchParams().toString(), streamId)
  const returnTo = useRef<Element | null>(null)
  const select = useCallback(
    (to: Selected | null) => {
      const params = new URLSearchParams(window.location.search)
      for (const name of ['event', 'attempt', 'of']) params.delete(name)
      if (to !== null) {
        if (to.version !== null) params.set('event', String(to.version))
        else params.set('attempt', to.attempt)
        if (streamId === null) params.set('of', to.streamId)
        returnTo.current ??= document.activeElement
      }
      const search = params.toString()
      window.history.replaceState(null, '', search === '' ? path : `${path}?${search}`)
      if (to === null) {
        if (returnTo.current instanceof HTMLElement) returnTo.current.focus()
        returnTo.current = null
      }
    },
    [streamId, path],
  )
  return [selected, select] as const
}

/** What an address has open. */
export function selectionIn(search: string, streamId: string | null): Selected | null {
  const { event, attempt, of, account } = readTimelineView(new URLSearchParams(search)).view
  const owner = streamId ?? of ?? (account !== null && isUuid(account) ? account : null)
  if (owner === null) return null
  if (event !== null) return { streamId: owner, version: event, attempt: null }
  return attempt === null ? null : { streamId: owner, version: null, attempt }
}
