import type { ReactNode } from 'react'

type SectionProps = { id: string; title: string; note?: ReactNode; children: ReactNode }

/** A part of one's own page. */
export function Section({ id, title, note, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className="border-rule border-t py-6">
      <h2 id={id} className="mb-1 font-semibold text-16">
        {title}
      </h2>
      {note && <p className="mb-4 max-w-prose text-soft">{note}</p>}
      {children}
    </section>
  )
}
