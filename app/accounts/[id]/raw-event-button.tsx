'use client'

import { ChevronDown } from 'lucide-react'

type RawEventButtonProps = { version: number; open: boolean; onPress: (open: boolean) => void }

/** Opens and closes the raw event below its line. */
export function RawEventButton({ version, open, onPress }: RawEventButtonProps) {
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-controls={open ? `raw-${version}` : undefined}
      aria-label={`Raw event ${version}`}
      onClick={() => onPress(!open)}
      className="transition-calm -my-1 inline-grid size-7 place-items-center rounded-sm text-faint hover:bg-sunken hover:text-ink max-sm:-mr-3 max-sm:size-11 pointer-coarse:-my-2 pointer-coarse:size-11"
    >
      <ChevronDown
        aria-hidden
        size={15}
        strokeWidth={1.75}
        className={`transition-transform duration-150 ${open ? 'rotate-180' : ''}`}
      />
    </button>
  )
}
