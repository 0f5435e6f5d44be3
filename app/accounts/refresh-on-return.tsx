'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** What was rendered within this time, in milliseconds, is fresh. */
const FRESH_MS = 2_000

/** The last shown rendering, and when it was shown first. */
let shown = { rendered: '', since: 0 }

/**
 * Renders the page anew when the reader returns to it: from another window, or by the history,
 * which keeps the page as it was.
 * @param rendered tells one rendering from the next
 */
export function RefreshOnReturn({ rendered }: { rendered: string }) {
  const router = useRouter()
  useEffect(() => {
    if (shown.rendered !== rendered) shown = { rendered, since: performance.now() }
    const refresh = () => {
      const isOld = performance.now() - shown.since > FRESH_MS
      if (isOld && document.visibilityState === 'visible') router.refresh()
    }
    refresh()
    document.addEventListener('visibilitychange', refresh)
    return () => document.removeEventListener('visibilitychange', refresh)
  }, [rendered, router])
  return null
}
