'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const YEAR_S = 365 * 24 * 3600

/** Tells the server which zone the reader's clock is in, so that it writes times in it. */
export function ZoneCookie({ known }: { known: string | null }) {
  const router = useRouter()
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (!zone || zone === known) return
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
    document.cookie = `daybook-zone=${encodeURIComponent(zone)}; path=/; max-age=${YEAR_S}; samesite=lax`
    router.refresh()
  }, [known, router])
  return null
}
