'use client'

import { useFocusShortcut } from '@/app/_ui/shortcut'

/** `t` focuses the date of the time machine. */
export function TimeKey() {
  useFocusShortcut('t', 'bar-date')
  return null
}
