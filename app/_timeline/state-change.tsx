import { accountFields, pairsOf } from '@/app/_past/account-fields'
import { type FieldPair, storedPairs } from '@/app/_past/changes'
import type { EventDetailJson } from '@/app/_wire/event-detail'
import { isAccount, streamOf } from '@/app/_wire/stream-path'
import type { StateJson } from '@/app/_wire/types'

/** Always shown for an account; other fields only where they change. Other states are shown whole. */
const SHOWN: readonly string[] = ['status', 'owner', 'currency', 'reference', 'balance']

/** The state before and after an event, with changes highlighted by weight and by word. */
export function StateChange({ detail, zone }: { detail: EventDetailJson; zone: string }) {
  const ofAccount = isAccount(streamOf(detail.event))
  const rows = ofAccount
    ? accountRows(detail, zone)
    : storedPairs(detail.before ?? {}, detail.after)
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
          {rows.map(({ key, name, before, after }) => (
            <tr key={key} className="border-rule border-t align-baseline">
              <th scope="row" className="break-words py-1.5 pr-2 text-left font-normal text-faint">
                {name}
              </th>
              <td className="break-words py-1.5 pr-2 text-soft">{before ?? '—'}</td>
              <td
                className={`break-words py-1.5 ${before === after ? 'text-soft' : 'font-semibold'}`}
              >
                {after ?? '—'}
                {before !== after && <span className="sr-only"> (changed)</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function accountRows({ before, after, people }: EventDetailJson, zone: string): FieldPair[] {
  const fields = (state: StateJson | null) => (state ? accountFields(state, { zone, people }) : [])
  return pairsOf(fields(before), fields(after)).filter(
    ({ key, before, after }) => SHOWN.includes(key) || before !== after,
  )
}
