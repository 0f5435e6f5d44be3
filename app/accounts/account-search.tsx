'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { type FormEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react'

/** The debounce of the search, in milliseconds. */
const PAUSE_MS = 140

/** The search field: searches while typing, and is a plain form without scripts. `children`: its sign. */
export function AccountSearch({ children }: { children: ReactNode }) {
  const input = useRef<HTMLInputElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const path = usePathname()
  const asked = useSearchParams().get('q') ?? ''

  const start = useEffectEvent(() => {
    // Includes what was typed before the scripts loaded.
    if (input.current && input.current.value !== input.current.defaultValue) look()
  })
  useEffect(() => {
    start()
    return () => clearTimeout(timer.current)
  }, [])
  // Going back in the history changes the search too; text being typed is kept.
  const [initial] = useState(asked)
  const shown = useRef(asked)
  useEffect(() => {
    const field = input.current
    if (asked === shown.current) return
    shown.current = asked
    if (field && field !== document.activeElement) field.value = asked
  }, [asked])

  function look() {
    const q = input.current?.value.trim() ?? ''
    clearTimeout(timer.current)
    if (q === asked) return
    window.history.replaceState(null, '', q ? `${path}?q=${encodeURIComponent(q)}` : path)
  }
  function lookSoon() {
    clearTimeout(timer.current)
    timer.current = setTimeout(look, PAUSE_MS)
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    look()
  }

  return (
    <search className="order-last w-full sm:order-none sm:w-80">
      <form action="/accounts" onSubmit={submit} className="relative">
        {children}
        <input
          ref={input}
          id="search"
          type="search"
          name="q"
          aria-label="Search accounts"
          placeholder="Owner, number or reference"
          defaultValue={initial}
          maxLength={200}
          autoComplete="off"
          onInput={lookSoon}
          className="box target w-full pl-8 [&::-webkit-search-cancel-button]:hidden"
        />
      </form>
    </search>
  )
}
