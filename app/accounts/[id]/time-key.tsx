'use client'

import { useFocusShortcut } from '@/app/_ui/shortcut'

/** Brings `t` to the date of the time machine. */
export function TimeKey() {
  useFocusShortcut('t', 'bar-date')
  return null
}
