'use client'

import { useRouter } from 'next/navigation'
import { useShortcut } from '@/app/_ui/shortcut'

/** In the past, Escape returns to now. */
export function ReturnKey({ id }: { id: string }) {
  const router = useRouter()
  useShortcut('Escape', () => router.push(`/accounts/${id}`))
  return null
}
