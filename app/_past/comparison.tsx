import type { ReactNode } from 'react'
import type { ComparisonJson } from '@/app/_wire/look-back'
import { isAccount } from '@/app/_wire/stream-path'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { accountFields, pairsOf } from './account-fields'
import { type FieldPair, storedPairs } from './changes'
import { headlineOf, namesOf } from './compared-words'
import { FieldsTable } from './fields-table'
import { Leg } from './leg'

type ComparisonProps = {
  of: StreamRef
  compared: ComparisonJson
  zone: string
  /** The leg that isn't on its first page. */
  movedLeg: number | null
  /** The address of a leg's page after a cursor, or of its first page. */
  moreHref: (leg: number, cursor: string | null) => string
  /** A chart of both moments. */
  children?: ReactNode
}

/** Two moments side by side, the earlier first: what differs, and the events between them. */
export function Comparison({ of, compared, zone, movedLeg, ...props }: ComparisonProps) {
  const { moreHref, children } = props
  const { currency } = compared
  const [first, second] = namesOf(compared, zone)
  return (
    <>
      <p className="mt-8 max-w-[48ch] font-medium text-20">{headlineOf(compared)}</p>
      <p className="mt-1 max-w-[72ch] text-soft">
        {`Earlier: ${first}. Later: ${second}. Times in ${zone}.`}
      </p>
      <div className="mt-8 grid items-start gap-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        {children}
        <section aria-label="Differences">
          <FieldsTable
            caption={`All ${isAccount(of) ? 'account ' : ''}fields, earlier and later`}
            fields={fieldsIn(compared, of, zone)}
            names={['Earlier', 'Later']}
            changes={isAccount(of)}
            stored={!isAccount(of)}
          />
        </section>
      </div>
      {compared.legs.map((leg, index) => (
        <Leg
          key={leg.kind}
          leg={leg}
          currency={currency}
          zone={zone}
          isFirstPage={movedLeg !== index}
          moreHref={cursor => moreHref(index, cursor)}
        />
      ))}
    </>
  )
}

/** The fields of both states: an account's in words, others as they are stored. */
function fieldsIn({ from, to, people }: ComparisonJson, of: StreamRef, zone: string): FieldPair[] {
  if (!isAccount(of)) return storedPairs(from.state, to.state)
  const reader = { zone, people }
  return pairsOf(accountFields(from.state, reader), accountFields(to.state, reader))
}
