import { getCourse } from '@/app/_server/past/look-back'
import { fieldName, statusWord } from '@/app/_ui/account-words'
import { amountText } from '@/app/_ui/amount'
import type { ComparisonJson } from '@/app/_wire/look-back'
import { BalanceChart } from '../balance-chart'
import { FieldsTable, type FieldWords } from '../fields-table'
import type { PastAccount } from '../read-past'
import { Leg } from './leg'
import { headlineOf, marksOf, namesOf } from './words'

type ComparisonProps = {
  past: PastAccount
  compared: ComparisonJson
  /** The leg whose part is not its first. */
  movedLeg: number | null
  /** The address of the part of a leg that begins after a cursor, or of its first. */
  moreHref: (leg: number, cursor: string | null) => string
}

/** Two moments side by side: what differs, and the events of the way from one to the other. */
export async function Comparison({ past, compared, movedLeg, moreHref }: ComparisonProps) {
  const { viewer, now, zone } = past
  const course = await getCourse(viewer, now.id)
  const [first, second] = namesOf(compared, zone)
  return (
    <>
      <p className="mt-8 max-w-[48ch] font-medium text-20">{headlineOf(compared)}</p>
      <p className="mt-1 max-w-[72ch] text-soft">{`First: ${first}. Second: ${second}.`}</p>
      <div className="mt-8 grid items-start gap-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <section aria-label="Chart with both dates" className="pt-6">
          {course && <BalanceChart course={course} marks={marksOf(compared)} zone={zone} />}
        </section>
        <section aria-label="Differences">
          <FieldsTable
            caption="All account fields at both dates"
            before={compared.from.state}
            after={compared.to.state}
            names={['First', 'Second']}
            words={path => fieldWords(path, compared.currency)}
          />
        </section>
      </div>
      {compared.legs.map((leg, index) => (
        <Leg
          key={leg.kind}
          leg={leg}
          currency={compared.currency}
          zone={zone}
          isFirstPage={movedLeg !== index}
          moreHref={cursor => moreHref(index, cursor)}
        />
      ))}
    </>
  )
}

/** How a teller reads a field. The account's id is above, and the same at every moment. */
function fieldWords(path: string, currency: string): FieldWords {
  if (path === 'accountId') return null
  return {
    name: fieldName(path),
    show: value => {
      if (path === 'balance') return amountText(value, currency)
      return path === 'status' ? statusWord(value) : value
    },
  }
}
