import Link from 'next/link'
import { compareBank, getBankAt, listAccountsAt } from '@/app/_server/bank/bank-moments'
import type { Viewer } from '@/app/_server/people/session'
import { exactTime } from '@/app/_time/instant'
import { timelinePath } from '@/app/_wire/timeline'
import { AccountsThen } from './accounts-then'
import type { Clock, Clocks } from './asked'
import { ChangesTable, TotalsTable } from './totals-table'

const ACCOUNTS_PER_PAGE = 25

type BankThenProps = {
  viewer: Viewer
  clocks: Clocks
  /** The same clocks as instants. */
  moments: { readonly [C in Clock]?: Date }
  zone: string
  cursor: string | undefined
}

/** The totals at a moment beside those of the compared one, and the accounts that existed then. */
export async function BankThen({ viewer, clocks, moments, zone, cursor }: BankThenProps) {
  const from = { asOf: moments.asOf, knownAt: moments.knownAt }
  const to = { asOf: moments.withAsOf, knownAt: moments.withKnownAt }
  const isNow = Object.keys(clocks).length === 0
  const [accounts, now, comparison] = await Promise.all([
    listAccountsAt(viewer, from, { cursor, limit: ACCOUNTS_PER_PAGE }),
    isNow ? getBankAt(viewer, {}) : null,
    isNow ? null : compareBank(viewer, from, to),
  ])
  const first = clocks.asOf || clocks.knownAt ? 'on this date' : 'now'
  const second = clocks.withAsOf || clocks.withKnownAt ? 'on the other date' : 'now'
  return (
    <>
      <p className="mt-2 mb-6 max-w-[72ch] text-soft">
        {`Balances as of ${wordsOf(clocks.asOf, clocks.knownAt, zone)}.`}
        {!isNow && ` Compared with ${wordsOf(clocks.withAsOf, clocks.withKnownAt, zone)}.`}
      </p>
      {now && <TotalsTable totals={now.totals} />}
      {comparison && <ChangesTable comparison={comparison} names={[first, second]} />}
      {comparison && <Behind moments={moments} />}
      {accounts && (
        <AccountsThen page={accounts} clocks={clocks} zone={zone} goesOn={cursor !== undefined} />
      )}
    </>
  )
}

function wordsOf(asOf: string | undefined, knownAt: string | undefined, zone: string): string {
  const when = asOf ? exactTime(asOf, zone) : 'now'
  return knownAt ? `${when}, using records as of ${exactTime(knownAt, zone)}` : when
}

/** A link to the events between the two moments, on the clock on which they differ. */
function Behind({
  moments: { asOf, knownAt, withAsOf, withKnownAt },
}: Pick<BankThenProps, 'moments'>) {
  const sameDay = asOf?.getTime() === withAsOf?.getTime()
  const ends = sameDay ? [knownAt, withKnownAt] : [asOf, withAsOf]
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
