import type { ReactNode } from 'react'

type PartProps = { id: string; title: string; children: ReactNode }

/** One thing to see or do on such a page. */
export function Part({ id, title, children }: PartProps) {
  return (
    <section aria-labelledby={id} className="mt-8">
      <h2 id={id} className="mb-3 font-medium text-16">
        {title}
      </h2>
      {children}
    </section>
  )
}
