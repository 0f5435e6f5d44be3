import type { ReactNode } from 'react'
import { fieldName, statusWord } from '@/app/_ui/account-words'
import { amountText } from '@/app/_ui/amount'
import type { ComparisonJson } from '@/app/_wire/look-back'
import { isAccount } from '@/app/_wire/stream-path'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { headlineOf, namesOf } from './compared-words'
import { FieldsTable, type FieldWords } from './fields-table'
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

/** Two moments side by side: what differs, and the events between them. */
export function Comparison({ of, compared, zone, movedLeg, ...props }: ComparisonProps) {
  const { moreHref, children } = props
  const { currency } = compared
  const [first, second] = namesOf(compared, zone)
  return (
    <>
      <p className="mt-8 max-w-[48ch] font-medium text-20">{headlineOf(compared)}</p>
      <p className="mt-1 max-w-[72ch] text-soft">{`First: ${first}. Second: ${second}.`}</p>
      <div className="mt-8 grid items-start gap-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        {children}
        <section aria-label="Differences">
          <FieldsTable
            caption={`All ${isAccount(of) ? 'account ' : ''}fields at both dates`}
            before={compared.from.state}
            after={compared.to.state}
            names={['First', 'Second']}
            {...(currency && isAccount(of) && { words: accountWords(currency) })}
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

/** The names and formats of an account's fields. The id is left out: it never changes. */
function accountWords(currency: string): (path: string) => FieldWords {
  return path => {
    if (path === 'accountId') return null
    return {
      name: fieldName(path),
      show: value => {
        if (path === 'balance') return amountText(value, currency)
        return path === 'status' ? statusWord(value) : value
      },
    }
  }
}
