import { fieldName, statusWord } from '@/app/_ui/account-words'
import { Amount } from '@/app/_ui/amount'
import type { AccountJson, EventDetailJson } from '@/app/_wire/types'

const FIELDS = ['status', 'owner', 'currency', 'reference', 'balance'] as const
type Field = (typeof FIELDS)[number]

/** The account before and after an event; what changed stands out, by weight and by word. */
export function StateChange({ detail: { before, after } }: { detail: EventDetailJson }) {
  const fields = FIELDS.filter(field => after[field] !== null)
  return (
    <section aria-label="Changes" className="mt-4">
      <table className="w-full table-fixed border-rule border-y text-12">
        <caption className="sr-only">Account before and after the event</caption>
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
          {fields.map(field => {
            const changed = before?.[field] !== after[field]
            return (
              <tr key={field} className="border-rule border-t align-baseline">
                <th scope="row" className="py-1.5 text-left font-normal text-faint">
                  {fieldName(field)}
                </th>
                <td className="truncate py-1.5 pr-2 text-soft">
                  {before ? <Value account={before} field={field} /> : '—'}
                </td>
                <td className={`truncate py-1.5 ${changed ? 'font-semibold' : 'text-soft'}`}>
                  <Value account={after} field={field} />
                  {changed && <span className="sr-only"> (changed)</span>}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Value({ account, field }: { account: AccountJson; field: Field }) {
  const value = account[field]
  if (field === 'balance') return <Amount value={account.balance} currency={account.currency} />
  if (field === 'status') return statusWord(account.status)
  return <span title={value ?? ''}>{value ?? '—'}</span>
}
