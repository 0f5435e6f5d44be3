import type { ReactNode } from 'react'

type SectionProps = {
  id: string
  title: string
  /** In the line of the title, on the right. */
  aside?: ReactNode
  children: ReactNode
}

export function Section({ id, title, aside, children }: SectionProps) {
  return (
    <section aria-labelledby={id} className="mt-10">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="font-medium text-16">
          {title}
        </h2>
        {aside && <div className="text-12 text-soft">{aside}</div>}
      </div>
      {children}
    </section>
  )
}

/** A part that the server could not read in time. */
export function Unknown() {
  return (
    <p className="border-rule border-y py-4 text-soft">
      This could not be read just now. It is tried again.
    </p>
  )
}

/** A mark and a word, so that colour is not all that tells. */
export function Mark({ is, children }: { is: 'good' | 'bad' | 'unknown'; children: ReactNode }) {
  const look = {
    good: 'bg-credit',
    bad: 'bg-red-ink',
    unknown: 'border border-rule-strong',
  }[is]
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden className={`size-2 shrink-0 rounded-full ${look}`} />
      <span className={is === 'bad' ? 'font-medium text-red-ink' : ''}>{children}</span>
    </span>
  )
}

/** Names with what is so; in two columns on wide screens if `isTwofold`. */
export function Facts({ isTwofold, children }: { isTwofold?: boolean; children: ReactNode }) {
  const columns = isTwofold ? 'sm:grid-cols-2 sm:gap-x-10' : ''
  return <dl className={`grid border-rule border-t ${columns}`}>{children}</dl>
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-4 border-rule border-b py-2 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <dt className="text-soft">{name}</dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </div>
  )
}

type TableProps = { caption: string; heads: readonly string[]; children: ReactNode }

/** A table of which all columns but the first are figures; on narrow screens it scrolls. */
export function Table({ caption, heads, children }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section aria-label={caption} tabIndex={0} className="overflow-x-auto">
      <table className="w-full">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-12 text-faint [&>th]:whitespace-nowrap [&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:pr-4 [&>th]:text-right [&>th]:font-normal [&>th]:first:text-left [&>th]:last:pr-0">
            {heads.map(head => (
              <th key={head} scope="col" className={head.endsWith('about') ? 'max-sm:hidden' : ''}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&>tr>*]:whitespace-nowrap [&>tr>*]:border-rule [&>tr>*]:border-b [&>tr>*]:py-2 [&>tr>*]:pr-4 [&>tr>*]:text-right [&>tr>*]:first:text-left [&>tr>*]:last:pr-0 [&>tr>th]:font-normal">
          {children}
        </tbody>
      </table>
    </section>
  )
}
