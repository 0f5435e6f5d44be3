'use client'

import { Keyboard } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { Button } from './button'
import { Kbd } from './kbd'
import { KEYS_OFF, useShortcut } from './shortcut'

const KEYS = [
  ['/', 'Search accounts'],
  ['d', 'Account: deposit'],
  ['w', 'Account: withdraw'],
  ['t', 'Account: view a past date'],
  ['[', 'Past date: previous event'],
  [']', 'Past date: next event'],
  ['Esc', 'Close the event, or return to now'],
  ['j', 'Audit trail: next event'],
  ['k', 'Audit trail: previous event'],
  ['?', 'Show this list'],
] as const

/** Lists the keyboard shortcuts, on `?` or on its button. */
export function ShortcutSheet() {
  const sheet = useRef<HTMLDialogElement>(null)
  const router = useRouter()
  useShortcut('?', () => sheet.current?.showModal())
  useShortcut('/', () => {
    if (!document.getElementById('search')) router.push('/accounts')
    document.getElementById('search')?.focus()
  })
  return (
    <>
      <button
        type="button"
        onClick={() => sheet.current?.showModal()}
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts"
        className="target-square transition-calm hidden place-items-center rounded-md text-soft hover:bg-sunken hover:text-ink sm:grid"
      >
        <Keyboard aria-hidden size={16} strokeWidth={1.75} />
      </button>
      <dialog
        ref={sheet}
        aria-labelledby="keys-title"
        className="m-auto w-[min(24rem,calc(100vw-2rem))] rounded-lg border border-rule bg-raised p-6 text-ink backdrop:bg-ink/25"
      >
        <h2 id="keys-title" className="mb-4 font-medium text-16">
          Keyboard shortcuts
        </h2>
        <dl className="grid grid-cols-[3rem_1fr] items-baseline gap-y-2">
          {KEYS.map(([key, does]) => (
            <div key={key} className="contents">
              <dt>
                <Kbd>{key}</Kbd>
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
    </>
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
