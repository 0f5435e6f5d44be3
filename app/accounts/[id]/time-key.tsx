'use client'

import { useFocusShortcut } from '@/app/_ui/shortcut'

/** `p` focuses the field of the time machine's bar: its date, or its event number. */
export function TimeKey({ field = 'bar-date' }: { field?: 'bar-date' | 'bar-version' }) {
  useFocusShortcut('p', field)
  return null
}
