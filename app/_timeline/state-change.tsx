import { type FieldChange, fieldsOf } from '@/app/_past/changes'
import { fieldName, statusWord } from '@/app/_ui/account-words'
import { Amount } from '@/app/_ui/amount'
import { isAccount, streamOf } from '@/app/_wire/stream-path'
import type { EventDetailJson } from '@/app/_wire/types'

/** The fields shown for an account. Other states are shown whole. */
const FIELDS = ['status', 'owner', 'currency', 'reference', 'balance']

/** The state before and after an event, with changes highlighted by weight and by word. */
export function StateChange({ detail: { event, before, after } }: { detail: EventDetailJson }) {
  const ofAccount = isAccount(streamOf(event))
  const all = fieldsOf(before ?? {}, after)
  const fields = ofAccount ? FIELDS.flatMap(field => all.find(isShownAs(field)) ?? []) : all
  const show = (path: string, value: string | null) =>
    ofAccount ? accountValue(path, value, String(after.currency)) : (value ?? '—')
  return (
    <section aria-label="Changes" className="mt-4">
      <table className="w-full table-fixed border-rule border-y text-12">
        <caption className="sr-only">
          {`${ofAccount ? 'Account' : 'State'} before and after the event`}
        </caption>
        <thead className="text-left text-faint">
          <tr>
            <th scope="col" className="w-24 py-1.5 font-normal">
              Field
            </th>
            <th scope="col" className="py-1.5 font-normal">
              Before
            </th>
            <th scope="col" className="py-1.5 font-normal">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ path, before, after, changed }) => (
            <tr key={path} className="border-rule border-t align-baseline">
              <th scope="row" className="py-1.5 text-left font-normal text-faint">
                {ofAccount ? fieldName(path) : path}
              </th>
              <td className="truncate py-1.5 pr-2 text-soft">{show(path, before)}</td>
              <td className={`truncate py-1.5 ${changed ? 'font-semibold' : 'text-soft'}`}>
                {show(path, after)}
                {changed && <span className="sr-only"> (changed)</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function isShownAs(field: string): (change: FieldChange) => boolean {
  return ({ path, after }) => path === field && after !== NULL
}

/** As `fieldsOf` writes null. */
const NULL = 'null'

function accountValue(path: string, value: string | null, currency: string) {
  if (value === null || value === NULL) return '—'
  if (path === 'balance') return <Amount value={value} currency={currency} />
  return path === 'status' ? statusWord(value) : <span title={value}>{value}</span>
}
