'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { remember } from '@/app/_ui/remember'

/** Tells the server the browser's time zone, in which times are shown until the reader chooses. */
export function ZoneCookie({ known }: { known: string | null }) {
  const router = useRouter()
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (!zone || zone === known) return
    remember('daybook-browser-zone', zone)
    router.refresh()
  }, [known, router])
  return null
}
