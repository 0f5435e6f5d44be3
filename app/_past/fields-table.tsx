import type { ReactNode } from 'react'
import { fieldsOf } from './changes'

type FieldsTableProps = {
  caption: string
  before: unknown
  after: unknown
  names: readonly [before: string, after: string]
  /** The name and format of a field; by default as stored. */
  words?: (path: string) => FieldWords
}

/** Null leaves the field out. */
export type FieldWords = { name: ReactNode; show: (value: string) => string } | null

/** Every field of two states of an aggregate side by side, with changes highlighted. */
export function FieldsTable({ caption, before, after, names, words = asStored }: FieldsTableProps) {
  return (
    <table className="w-full table-fixed text-left">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-12 text-faint">
        <tr className="[&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
          <th scope="col" className="w-28 sm:w-36">
            Field
          </th>
          <th scope="col">{names[0]}</th>
          <th scope="col">{names[1]}</th>
        </tr>
      </thead>
      <tbody>
        {fieldsOf(before, after).map(({ path, before, after, changed }) => {
          const told = words(path)
          if (told === null) return null
          const shown = (value: string | null) =>
            value === null || value === 'null' ? '—' : told.show(value)
          return (
            <tr key={path} className={`border-rule border-b align-top ${changed ? CHANGED : ''}`}>
              <th scope="row" className="break-words py-2 pr-2 pl-1 font-normal text-12">
                {told.name}
                {changed && <span className="sr-only"> (changed)</span>}
              </th>
              <td className="break-words py-2 pr-3 text-soft">{shown(before)}</td>
              <td className={`break-words py-2 pr-1 ${changed ? 'font-medium' : 'text-soft'}`}>
                {shown(after)}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const CHANGED = 'bg-amber-wash'

function asStored(path: string): FieldWords {
  return { name: <span className="font-mono">{path}</span>, show: value => value }
}
