'use client'

import { useRouter } from 'next/navigation'
import { useShortcut } from '@/app/_ui/shortcut'
import { pathAtVersion } from '../moment-path'

type PastKeysProps = { id: string; version: number; newest: number }

/** In the past, Escape returns to now and the brackets go from event to event. */
export function PastKeys({ id, version, newest }: PastKeysProps) {
  const router = useRouter()
  useShortcut('Escape', () => router.push(`/accounts/${id}`))
  useShortcut('[', () => {
    if (version > 1) router.push(pathAtVersion(id, version - 1))
  })
  useShortcut(']', () => {
    if (version < newest) router.push(pathAtVersion(id, version + 1))
  })
  return null
}
