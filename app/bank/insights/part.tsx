import type { ReactNode } from 'react'
import { HEAD } from './sizes'

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

export function Nothing({ children }: { children: string }) {
  return <p className="mt-1 text-soft">{children}</p>
}

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
