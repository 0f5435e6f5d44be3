'use client'

import { useEffect, useRef, useState } from 'react'
import { Button } from '@/app/_ui/button'
import { Kbd } from '@/app/_ui/kbd'
import { KEYS_OFF } from '@/app/_ui/shortcut'

const KEYS = [
  [['/'], 'Search from anywhere'],
  [['Ctrl', 'K'], 'Search, also from a text field (⌘ K)'],
  [['t'], 'Account: transfer'],
  [['d'], 'Account: deposit'],
  [['w'], 'Account: withdraw'],
  [['p'], 'Account: view a past date'],
  [['['], 'Past date: previous event'],
  [[']'], 'Past date: next event'],
  [['Esc'], 'Close the event, or return to now'],
  [['j'], 'Audit trail: next event'],
  [['k'], 'Audit trail: previous event'],
  [['f'], 'Audit trail: search notes'],
  [['?'], 'Show this list'],
] as const

/** The list of the keyboard shortcuts, shown while it is mounted. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const sheet = useRef<HTMLDialogElement>(null)
  useEffect(() => sheet.current?.showModal(), [])
  return (
    <dialog
      ref={sheet}
      aria-labelledby="keys-title"
      onClose={onClose}
      className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-lg border border-rule bg-raised p-6 text-ink backdrop:bg-ink/25"
    >
      <h2 id="keys-title" className="mb-4 font-medium text-16">
        Keyboard shortcuts
      </h2>
      <dl className="grid grid-cols-[4.5rem_1fr] items-baseline gap-y-2">
        {KEYS.map(([keys, does]) => (
          <div key={does} className="contents">
            <dt className="flex gap-1">
              {keys.map(key => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd className="text-soft">{does}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog" className="mt-6 flex items-center justify-between gap-4">
        <KeysSwitch />
        <Button type="submit" autoFocus>
          Close
        </Button>
      </form>
    </dialog>
  )
}

/** Single keys interfere with speech input (WCAG 2.1.4), so they can be switched off. */
function KeysSwitch() {
  const [on, setOn] = useState(true)
  useEffect(() => setOn(localStorage.getItem(KEYS_OFF) === null), [])
  function change() {
    if (on) localStorage.setItem(KEYS_OFF, 'yes')
    else localStorage.removeItem(KEYS_OFF)
    setOn(!on)
  }
  return (
    <label className="target flex items-center gap-2 text-soft">
      <input type="checkbox" checked={on} onChange={change} className="size-4 accent-accent" />
      Enable single-key shortcuts
    </label>
  )
}
