import type { ReactNode } from 'react'

type PartProps = { id: string; title: string; children: ReactNode }

/** A part of a page, with its heading. */
export function Part({ id, title, children }: PartProps) {
  return (
    <section aria-labelledby={id} className="mt-8 min-w-0">
      <h2 id={id} className="mb-2 font-medium text-16">
        {title}
      </h2>
      {children}
    </section>
  )
}
