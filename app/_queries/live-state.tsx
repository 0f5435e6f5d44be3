'use client'

import { type DehydratedState, HydrationBoundary } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'

type LiveStateProps = {
  /** What `stateText` wrote. */
  state: string
  children: ReactNode
}

/** Gives the query cache what the server has read. */
export function LiveState({ state, children }: LiveStateProps) {
  const read = useMemo((): DehydratedState => JSON.parse(state), [state])
  return <HydrationBoundary state={read}>{children}</HydrationBoundary>
}
