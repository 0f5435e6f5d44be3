'use client'

import { useEffectEvent, useLayoutEffect } from 'react'

/** Whether single keys do things; a reader who talks to the machine can switch them off. */
export const KEYS_OFF = 'daybook-keys-off'

/** Does `run` when `key` is pressed outside of what is being written into, as long as it is `on`. */
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
  // With the paint, not after it: a key must be heard as soon as what it is for can be seen.
  useLayoutEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

/** Puts the cursor into the control with this id, when `key` is pressed. */
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
