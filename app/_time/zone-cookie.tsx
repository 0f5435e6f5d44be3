'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { remember } from '@/app/_ui/remember'

/** Stores the reader's time zone in a cookie, so that the server renders times in it. */
export function ZoneCookie({ known }: { known: string | null }) {
  const router = useRouter()
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (!zone || zone === known) return
    remember('daybook-zone', zone)
    router.refresh()
  }, [known, router])
  return null
}
