import Link from 'next/link'
import { compareBank, getBankAt, listAccountsAt } from '@/app/_server/bank/bank-moments'
import type { Viewer } from '@/app/_server/people/session'
import { timelinePath } from '@/app/_wire/timeline'
import { AccountsThen } from './accounts-then'
import type { Clocks } from './asked'
import {
  type BankMoment,
  isEarlier,
  momentInTable,
  momentInWords,
  momentNamed,
} from './bank-moment'
import { ChangesTable, TotalsTable } from './totals-table'

const ACCOUNTS_PER_PAGE = 25

type BankThenProps = {
  viewer: Viewer
  clocks: Clocks
  zone: string
  cursor: string | undefined
}

/** The totals at a moment beside those of the compared one, and the accounts that existed then. */
export async function BankThen({ viewer, clocks, zone, cursor }: BankThenProps) {
  const shown = { asOf: clocks.asOf, knownAt: clocks.knownAt }
  const other = { asOf: clocks.withAsOf, knownAt: clocks.withKnownAt }
  const isNow = Object.keys(clocks).length === 0
  const [earlier, later] = isEarlier(other, shown) ? [other, shown] : [shown, other]
  const [accounts, now, comparison] = await Promise.all([
    listAccountsAt(viewer, instantsOf(shown), { cursor, limit: ACCOUNTS_PER_PAGE }),
    isNow ? getBankAt(viewer, {}) : null,
    isNow ? null : compareBank(viewer, instantsOf(earlier), instantsOf(later)),
  ])
  return (
    <>
      <p className="mt-2 mb-6 max-w-[72ch] text-soft">
        {`Balances ${momentInWords(shown, zone)}.`}
        {!isNow && ` Compared with ${momentNamed(other, zone)}.`}
        {!isNow && ` Times in ${zone}.`}
      </p>
      {now && <TotalsTable totals={now.totals} />}
      {comparison && (
        <ChangesTable
          comparison={comparison}
          names={[momentInTable(earlier, zone), momentInTable(later, zone)]}
        />
      )}
      {comparison && <Behind shown={instantsOf(shown)} other={instantsOf(other)} />}
      {accounts && (
        <AccountsThen page={accounts} clocks={clocks} zone={zone} goesOn={cursor !== undefined} />
      )}
    </>
  )
}

type Instants = ReturnType<typeof instantsOf>

function instantsOf({ asOf, knownAt }: BankMoment) {
  return {
    asOf: asOf ? new Date(asOf) : undefined,
    knownAt: knownAt ? new Date(knownAt) : undefined,
  }
}

/** A link to the events between the two moments, on the clock on which they differ. */
function Behind({ shown, other }: { shown: Instants; other: Instants }) {
  const { asOf } = shown
  const sameDay = asOf?.getTime() === other.asOf?.getTime()
  const ends = sameDay ? [shown.knownAt, other.knownAt] : [asOf, other.asOf]
  const [first, second] = ends.flatMap(end => (end ? [end.getTime()] : [])).sort((a, b) => a - b)
  if (first === undefined || first === second) return null
  const between = {
    clock: sameDay ? 'recorded' : 'occurred',
    from: new Date(first + 1).toISOString(),
    to: second === undefined ? null : new Date(second).toISOString(),
    zone: 'UTC',
  } as const
  const view = sameDay && asOf ? { ...between, asOf: asOf.toISOString() } : between
  return (
    <p className="mt-3 text-12">
      <Link
        href={timelinePath(null, view)}
        className="inline-block min-h-6 text-accent underline underline-offset-2"
      >
        Events between the two dates
      </Link>
    </p>
  )
}
