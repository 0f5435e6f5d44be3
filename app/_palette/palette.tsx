'use client'

import { Search, X } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import {
  type ComponentProps,
  type KeyboardEvent,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react'
import { Kbd } from '@/app/_ui/kbd'
import { SEARCH_LENGTH_MAX, type SearchHitJson } from '@/app/_wire/search'
import { Results } from './results'
import { type Found, useSearch } from './use-search'

export type PaletteProps = {
  /** In which dates are read. */
  zone: string
  /** What was typed before it was loaded. */
  typed: string
  /** How often it was asked for; each time opens it. */
  asked: number
}

const LIST = 'palette-results'

/** The account in the address of a page. */
const ACCOUNT = /^\/accounts\/([0-9a-f]{8}-[0-9a-f-]{27})(?:\/|$)/i

/** Search from anywhere: a combobox in a dialog. It keeps its text until the reader goes somewhere. */
export function Palette({ zone, typed, asked }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const router = useRouter()
  const path = usePathname()
  const [text, setText] = useState(typed)
  const [isOpen, setOpen] = useState(false)
  const shown = useRef(path)
  const account = ACCOUNT.exec(path)?.[1] ?? null
  const { found, isCurrent, retry } = useSearch(text.trim(), isOpen, account, zone)

  // biome-ignore lint/correctness/useExhaustiveDependencies: each time it is asked for opens it
  useEffect(() => {
    setOpen(true)
    if (dialog.current?.open) return
    dialog.current?.showModal()
    input.current?.focus()
    input.current?.select()
  }, [asked])
  useEffect(() => {
    if (shown.current !== path) setText('')
    shown.current = path
  }, [path])

  function go({ href }: SearchHitJson) {
    setText('')
    dialog.current?.close()
    router.push(href)
  }
  const choice = useChoice(found, isCurrent, go)
  return (
    <dialog
      ref={dialog}
      aria-label="Search"
      // A press beside it closes it.
      closedby="any"
      // Told a moment after it closed, when it may be open again.
      onClose={() => setOpen(dialog.current?.open ?? false)}
      className="mx-auto mt-[max(0.5rem,12vh)] w-[min(40rem,calc(100vw-1rem))] overflow-hidden rounded-lg border border-rule-strong bg-raised text-ink backdrop:bg-ink/25"
    >
      <div className="flex items-center gap-2 border-rule border-b-2 px-4 focus-within:border-accent">
        <Search aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-faint" />
        <SearchField
          ref={input}
          value={text}
          active={choice.hits.length > 0 ? choice.active : null}
          onChange={event => setText(event.currentTarget.value)}
          onKeyDown={choice.press}
        />
        <button
          type="button"
          onClick={() => dialog.current?.close()}
          aria-label="Close search"
          className="target-inline -mr-1 inline-grid shrink-0 place-items-center rounded-md px-1"
        >
          <X aria-hidden size={18} strokeWidth={1.75} className="hidden pointer-coarse:block" />
          <span className="pointer-coarse:hidden">
            <Kbd>Esc</Kbd>
          </span>
        </button>
      </div>
      <Results
        id={LIST}
        found={found}
        isCurrent={isCurrent}
        active={choice.active}
        onPoint={choice.choose}
        onGo={go}
        onRetry={() => {
          input.current?.focus()
          retry()
        }}
      />
    </dialog>
  )
}

/** Which hit is chosen, by the arrows; Enter opens it, or the first one once it is found. */
function useChoice(found: Found, isCurrent: boolean, go: (hit: SearchHitJson) => void) {
  const [active, choose] = useState(0)
  const [isEntered, setEntered] = useState(false)
  const hits = found.groups.flatMap(group => group.hits)
  const startAnew = useEffectEvent(() => {
    choose(0)
    const [first] = hits
    if (isEntered && first) go(first)
    setEntered(false)
  })
  useEffect(() => {
    if (found.q !== null) startAnew()
  }, [found])

  function press(event: KeyboardEvent) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && hits.length > 0) {
      event.preventDefault()
      choose((active + step + hits.length) % hits.length)
    }
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    const hit = hits[active]
    // What is shown answers an older text: the first hit of this one is meant.
    if (!isCurrent) setEntered(true)
    else if (hit) go(hit)
  }
  return { hits, active, choose, press }
}

type SearchFieldProps = ComponentProps<'input'> & {
  /** The number of the chosen hit; null: there is none. */
  active: number | null
}

function SearchField({ active, ...input }: SearchFieldProps) {
  const ofList = active !== null && {
    'aria-controls': LIST,
    'aria-activedescendant': `${LIST}-${active}`,
  }
  return (
    <input
      {...input}
      {...ofList}
      type="text"
      role="combobox"
      aria-label="Search accounts, events, dates, amounts and pages"
      aria-expanded={active !== null}
      aria-autocomplete="list"
      placeholder="Owner, number, event, date or amount"
      maxLength={SEARCH_LENGTH_MAX}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      enterKeyHint="go"
      className="h-13 w-full min-w-0 bg-transparent text-16 outline-none"
    />
  )
}
