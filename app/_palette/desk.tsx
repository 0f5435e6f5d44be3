'use client'

import { type ComponentType, type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { useShortcut } from '@/app/_ui/shortcut'
import { keepKeys } from './keep-keys'
import type { PaletteProps } from './palette'

type Sheet = ComponentType<{ onClose: () => void }>

type DeskProps = {
  zone: string
  /** What the link to the search and the button of the keys show, from the server. */
  children: ReactNode
  keys: ReactNode
}

/**
 * The header's search and its list of keys, on their buttons and keys. What they open is loaded
 * when it is first asked for; without scripts the search is a page.
 */
export function Desk({ zone, children, keys }: DeskProps) {
  const [Palette, setPalette] = useState<ComponentType<PaletteProps>>()
  const [Sheet, setSheet] = useState<Sheet>()
  const [asked, setAsked] = useState(0)
  const [typed, setTyped] = useState('')

  async function search() {
    setAsked(times => times + 1)
    if (Palette) return
    const taken = keepKeys()
    try {
      const { Palette: loaded } = await import('./palette')
      setTyped(taken())
      setPalette(() => loaded)
    } catch {
      taken()
      window.location.assign('/search')
    }
  }
  async function showKeys() {
    const { ShortcutSheet } = await import('./shortcut-sheet')
    setSheet(() => ShortcutSheet)
  }
  useShortcut('/', search)
  useShortcut('?', showKeys)
  useCommandKey(search)

  return (
    <>
      <a
        href="/search"
        aria-label="Search"
        aria-keyshortcuts="/ Control+K Meta+K"
        onClick={event => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          search()
        }}
        className="target transition-calm inline-flex min-w-11 items-center gap-2 rounded-md px-2.5 text-soft hover:text-ink max-sm:justify-center sm:min-w-44 sm:border sm:border-rule-strong sm:bg-raised sm:hover:border-soft"
      >
        {children}
      </a>
      <button
        type="button"
        onClick={showKeys}
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts"
        className="target-square transition-calm hidden place-items-center rounded-md text-soft hover:bg-sunken hover:text-ink sm:grid"
      >
        {keys}
      </button>
      {Palette && <Palette zone={zone} typed={typed} asked={asked} />}
      {Sheet && <Sheet onClose={() => setSheet(undefined)} />}
    </>
  )
}

/** Ctrl K, or ⌘ K, also while writing in a field. */
function useCommandKey(run: () => void) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey) return
    if (event.ctrlKey === event.metaKey || document.querySelector('dialog[open]')) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
