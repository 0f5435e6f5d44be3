'use client'

import { Search } from 'lucide-react'
import { usePathname, useSearchParams } from 'next/navigation'
import { type FormEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { Kbd } from '@/app/_ui/kbd'

/** The debounce of the search, in milliseconds. */
const PAUSE_MS = 140

/** The search field: searches while typing, and is a plain form without scripts. */
export function AccountSearch() {
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
        <Search
          aria-hidden
          size={15}
          strokeWidth={1.75}
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
        />
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
          className="box target peer w-full pr-9 pl-8 [&::-webkit-search-cancel-button]:hidden"
        />
        <span className="pointer-events-none absolute inset-y-0 right-2 hidden items-center peer-focus:hidden sm:flex pointer-coarse:hidden">
          <Kbd>/</Kbd>
        </span>
      </form>
    </search>
  )
}
