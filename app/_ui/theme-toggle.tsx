'use client'

import { type ReactNode, useState } from 'react'
import { remember } from './remember'

/** Null follows the system. */
export type Theme = 'light' | 'dark' | null

type ThemeToggleProps = {
  initial: Theme
  /** What the button shows for each theme, from the server. */
  signs: Readonly<Record<NonNullable<Theme> | 'system', ReactNode>>
}

/** Cycles through the system's theme, light and dark; stored in a cookie. */
export function ThemeToggle({ initial, signs }: ThemeToggleProps) {
  const [theme, setTheme] = useState(initial)
  const next = theme === null ? 'light' : theme === 'light' ? 'dark' : null

  function change() {
    setTheme(next)
    if (next) document.documentElement.dataset.theme = next
    else delete document.documentElement.dataset.theme
    remember('daybook-theme', next)
  }

  const now = `Theme: ${theme ?? 'system'}`
  return (
    <button
      type="button"
      onClick={change}
      aria-label={`${now}. Change to ${next ?? 'system'}`}
      title={now}
      className="target-square transition-calm grid place-items-center rounded-md text-soft hover:bg-sunken hover:text-ink"
    >
      {signs[theme ?? 'system']}
    </button>
  )
}
