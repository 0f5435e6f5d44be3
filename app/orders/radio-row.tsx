import type { ComponentProps, ReactNode } from 'react'

type RadioRowProps = ComponentProps<'input'> & { word: ReactNode; children?: ReactNode }

/** One choice of several: its word, and below it what it means. */
export function RadioRow({ word, children, ...input }: RadioRowProps) {
  return (
    <label className="target flex items-center gap-3 py-1">
      <input {...input} type="radio" className="size-4 shrink-0 accent-accent" />
      <span className="min-w-0">
        <span className="wrap-anywhere block font-medium">{word}</span>
        {children && <span className="block text-12 text-soft">{children}</span>}
      </span>
    </label>
  )
}
