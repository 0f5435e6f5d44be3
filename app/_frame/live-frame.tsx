import { LiveData } from '@/app/_queries/live-data'
import { Frame, type FrameProps } from './frame'

/** The frame of pages with live data, with the browser's query cache around them. */
export function LiveFrame(props: FrameProps) {
  return (
    <LiveData>
      <Frame {...props} />
    </LiveData>
  )
}
