import type { ReactNode } from 'react'
import { LiveData } from '@/app/_queries/live-data'
import { Frame } from './frame'

/** The frame of pages with live data, with the browser's query cache around them. */
export function LiveFrame({ children }: { children: ReactNode }) {
  return (
    <LiveData>
      <Frame>{children}</Frame>
    </LiveData>
  )
}
