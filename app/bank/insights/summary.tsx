import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** What opens and closes a table; the arrow tells which it will do. */
export function Summary({ children }: { children: ReactNode }) {
  return (
    <summary className="target inline-flex items-center gap-1 text-soft hover:text-ink">
      <ChevronRight aria-hidden size={15} strokeWidth={1.75} className="in-open:rotate-90" />
      {children}
    </summary>
  )
}
