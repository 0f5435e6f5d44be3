'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useShortcut } from '@/app/_ui/shortcut'
import { pathAtVersion } from '../moment-path'

type PastKeysProps = { id: string; version: number; newest: number }

/** In the past, the brackets go from event to event. */
export function PastKeys({ id, version, newest }: PastKeysProps) {
  const router = useRouter()
  // Keys may come faster than pages: each step counts from the last one asked for.
  const asked = useRef(version)
  useEffect(() => {
    asked.current = version
  }, [version])
  function step(by: number) {
    const to = asked.current + by
    if (to < 1 || to > newest) return
    asked.current = to
    router.push(pathAtVersion(id, to))
  }
  useShortcut('[', () => step(-1))
  useShortcut(']', () => step(1))
  return null
}

/** In the past, Escape returns to now. */
export function ReturnKey({ id }: { id: string }) {
  const router = useRouter()
  useShortcut('Escape', () => router.push(`/accounts/${id}`))
  return null
}
