'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const EVERY_MS = 2_000

/** Reads the page again while its batch is being paid, as long as it is looked at. */
export function Moving() {
  const { refresh } = useRouter()
  useEffect(() => {
    const again = () => document.visibilityState === 'visible' && refresh()
    const timer = setInterval(again, EVERY_MS)
    return () => clearInterval(timer)
  }, [refresh])
  return (
    <noscript>
      <meta httpEquiv="refresh" content="5" />
    </noscript>
  )
}
