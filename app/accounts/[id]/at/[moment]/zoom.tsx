import { ZoomIn, ZoomOut } from 'lucide-react'
import { Button } from '@/app/_ui/button'

/** The versions that chart and slider show, both inclusive. */
export type Span = { from: number; to: number }

type ZoomProps = {
  version: number
  newest: number
  span: Span
  onSpan: (span: Span) => void
}

/** Up to this many events are shown individually, so zooming adds nothing. */
const EVENTS_APART = 60
const FACTOR = 4

/** Zooms in around the selection, or out. */
export function Zoom({ version, newest, span, onSpan }: ZoomProps) {
  if (newest <= EVENTS_APART) return null
  const size = span.to - span.from + 1
  const around = (wanted: number) => {
    const length = Math.min(Math.max(wanted, EVENTS_APART), newest)
    const from = Math.min(Math.max(1, version - Math.floor(length / 2)), newest - length + 1)
    onSpan({ from, to: from + length - 1 })
  }
  return (
    <div className="flex items-center gap-1">
      <Button
        aria-label="Zoom in"
        title="Zoom in"
        pending={size <= EVENTS_APART}
        onClick={() => around(Math.floor(size / FACTOR))}
        className="target-square px-0!"
      >
        <ZoomIn aria-hidden size={16} strokeWidth={1.75} />
      </Button>
      <Button
        aria-label="Zoom out"
        title="Zoom out"
        pending={size >= newest}
        onClick={() => around(size * FACTOR)}
        className="target-square px-0!"
      >
        <ZoomOut aria-hidden size={16} strokeWidth={1.75} />
      </Button>
    </div>
  )
}
