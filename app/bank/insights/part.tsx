import type { ReactNode } from 'react'

/** A part of the insights, with its heading. */
export function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="mt-14">
      <h2 id={id} className="font-medium text-16">
        {title}
      </h2>
      {children}
    </section>
  )
}

/** A line below a heading or a table. */
export function Note({ children }: { children: string }) {
  return <p className="mt-1 text-soft">{children}</p>
}

/** The heads of the tables of the insights. */
export const HEAD = `text-12 text-faint [&>th]:border-rule [&>th]:border-b [&>th]:py-2
  [&>th]:font-normal`

/** A figure that links to its details. */
export const FIGURE = `inline-block min-h-6 min-w-6 underline decoration-rule-strong
  underline-offset-4 hover:text-accent hover:decoration-accent`

export const LINE = 'border-rule border-b [&>*]:py-1.5'
export const NAME = 'text-left font-normal text-soft'

type TableProps = { caption: string; heads: readonly string[]; children: ReactNode }

/** A table whose first column is names, and the others figures. */
export function Table({ caption, heads, children }: TableProps) {
  return (
    <table className="mt-2 w-full max-w-3xl">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className={HEAD}>
          {heads.map((head, index) => (
            <th key={head} scope="col" className={index === 0 ? 'text-left' : 'pl-4 text-right'}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
