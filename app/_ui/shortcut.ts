'use client'

import { useEffectEvent, useLayoutEffect } from 'react'

/** Set when single-key shortcuts are off, for readers who use speech input. */
export const KEYS_OFF = 'daybook-keys-off'

/** Calls `run` when `key` is pressed outside of text fields, while `on` is true. */
export function useShortcut(key: string, run: () => void, on = true) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!on) return
    if (event.key !== key || event.defaultPrevented) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (isWriting(event.target) || document.querySelector('dialog[open]')) return
    if (key !== 'Escape' && localStorage.getItem(KEYS_OFF)) return
    event.preventDefault()
    run()
  })
  // In the layout phase: a shortcut must work as soon as its target is visible.
  useLayoutEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

/** Focuses the control with this id when `key` is pressed. */
export function useFocusShortcut(key: string, id: string) {
  useShortcut(key, () => {
    const control = document.getElementById(id)
    control?.focus()
    if (control instanceof HTMLInputElement) control.select()
  })
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
  )
}
