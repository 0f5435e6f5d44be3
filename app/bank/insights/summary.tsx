import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** The control that opens and closes a table; the arrow shows which it does. */
export function Summary({ children }: { children: ReactNode }) {
  return (
    <summary className="target inline-flex items-center gap-1 text-soft hover:text-ink">
      <ChevronRight aria-hidden size={15} strokeWidth={1.75} className="in-open:rotate-90" />
      {children}
    </summary>
  )
}
