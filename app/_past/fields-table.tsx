import { UserText } from '@/app/_ui/user-text'
import type { FieldPair } from './changes'

type FieldsTableProps = {
  caption: string
  fields: readonly FieldPair[]
  names: readonly [before: string, after: string]
  /** Whether amounts have a column with their change. */
  changes?: boolean
  /** Whether the fields have their stored names. */
  stored?: boolean
}

/** Fields of two states of an aggregate side by side, with changes highlighted. */
export function FieldsTable({ caption, fields, names, ...props }: FieldsTableProps) {
  const { changes = false, stored = false } = props
  return (
    <table className="w-full table-fixed text-left">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-12 text-faint">
        <tr className="[&>th]:border-rule [&>th]:border-b [&>th]:py-2 [&>th]:font-normal">
          <th scope="col" className={changes ? 'w-22 sm:w-32' : 'w-28 sm:w-36'}>
            Field
          </th>
          <th scope="col">{names[0]}</th>
          <th scope="col">{names[1]}</th>
          {changes && (
            <th scope="col" className="text-right">
              Change
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {fields.map(field => (
          <Row key={field.key} {...{ field, changes, stored }} />
        ))}
      </tbody>
    </table>
  )
}

type RowProps = { field: FieldPair; changes: boolean; stored: boolean }

function Row({ field: { name, before, after, change }, changes, stored }: RowProps) {
  const changed = before !== after
  return (
    <tr className={`border-rule border-b align-top ${changed ? CHANGED : ''}`}>
      <th
        scope="row"
        className={`break-words py-2 pr-2 pl-1 font-normal text-12 ${stored ? 'font-mono' : ''}`}
      >
        {name}
        {changed && <span className="sr-only"> (changed)</span>}
      </th>
      <td className="break-words py-2 pr-3 text-soft max-sm:text-12">
        <UserText>{before ?? '—'}</UserText>
      </td>
      <td
        className={`break-words py-2 pr-1 max-sm:text-12 ${changed ? 'font-medium' : 'text-soft'}`}
      >
        <UserText>{after ?? '—'}</UserText>
      </td>
      {changes && (
        <td className="break-words py-2 pr-1 text-right font-medium max-sm:text-12">{change}</td>
      )}
    </tr>
  )
}

const CHANGED = 'bg-accent-wash'
