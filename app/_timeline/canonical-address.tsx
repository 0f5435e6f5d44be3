'use client'

import { usePathname } from 'next/navigation'
import { useEffect } from 'react'

/** Puts the reader's zone and order into the address, so that a shared link shows the same. */
export function CanonicalAddress({ zone, order }: { zone: string; order: string }) {
  const path = usePathname()
  useEffect(() => {
    const query = new URLSearchParams(window.location.search)
    if (query.has('zone') && query.has('order')) return
    if (!query.has('zone')) query.set('zone', zone)
    if (!query.has('order')) query.set('order', order)
    window.history.replaceState(null, '', `${path}?${query.toString().replaceAll('%2F', '/')}`)
  }, [path, zone, order])
  return null
}
