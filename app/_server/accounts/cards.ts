import 'server-only'
import { readNicknames } from '@/app/_server/accounts/nicknames'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { scopeOf } from '@/app/_server/streams/access'
import { withTies } from '@/app/_server/streams/ties'
import { eventJson } from '@/app/_server/streams/wire'
import { readBound } from '@/app/_time/bounds'
import { wallTime } from '@/app/_time/instant'
import { presetPeriod } from '@/app/_time/period'
import type { AccountJson, EventJson } from '@/app/_wire/types'
import { listAccounts } from '@/db/accounts/accounts'
import type { DayFlow } from '@/db/timeline/recent-flows'
import { formatAmount } from '@/domain/money/money'
import { accountOfRow } from './wire'

/** With more accounts than this, a customer has a table of them. */
export const CARDS_MAX = 12

const MOVEMENTS = 3

/** The newest events of an account that are searched for movements. */
const MOVEMENTS_SCAN_MAX = 20

/** The newest events of an account that are added up for the month. */
const MONTH_SCAN_MAX = 500

/** What came in and went out since the first of the month; amounts are decimal texts. */
export type MonthFlow = {
  /** `2026-11-01` */
  readonly from: string
  /** Today. */
  readonly to: string
  /** The number of days of the whole month. */
  readonly length: number
  readonly inflow: string
  readonly outflow: string
  /** The days with movements; 1 is the first of the month. */
  readonly days: readonly { day: number; inflow: string; outflow: string }[]
  /** Whether there were more movements than are added up: the newest ones are. */
  readonly isPart: boolean
}

/** An account on its customer's home. */
export type AccountCard = {
  readonly account: AccountJson
  readonly nickname: string | null
  /** The last movements, the newest first. */
  readonly movements: readonly EventJson[]
  readonly month: MonthFlow
}

/** The cards of a customer's accounts, open ones first; null when there are too many for cards. */
export async function readCards(
  viewer: Viewer,
  zone: string,
  now = new Date(),
): Promise<readonly AccountCard[] | null> {
  const { db, store } = bank()
  const { rows } = await listAccounts(db, { ...scopeOf(viewer), limit: CARDS_MAX + 1 })
  if (rows.length > CARDS_MAX) return null
  const ids = rows.map(({ id }) => id)
  const month = monthOf(zone, now)
  const [nicknames, newest, { flows, partial }] = await Promise.all([
    readNicknames(viewer, ids),
    store.readNewestOfEach(ids, MOVEMENTS_SCAN_MAX),
    store.readRecentFlows(ids, { first: month.from, begin: month.begin }, MONTH_SCAN_MAX),
  ])
  const events = newest.map(eventJson).filter(({ money }) => money !== null)
  const shown = ids.flatMap(id =>
    events.filter(({ accountId }) => accountId === id).slice(0, MOVEMENTS),
  )
  const movements = await withTies(viewer, shown)
  const cards = rows.map(row => ({
    account: accountOfRow(row),
    nickname: nicknames.get(row.id) ?? null,
    movements: movements.filter(({ accountId }) => accountId === row.id),
    month: flowOf(
      month,
      flows.filter(({ streamId }) => streamId === row.id),
      row.currency,
      partial.has(row.id),
    ),
  }))
  return cards.toSorted((a, b) => closedLast(a) - closedLast(b))
}

type Month = Pick<MonthFlow, 'from' | 'to' | 'length'> & { readonly begin: readonly Date[] }

/** The present month in a zone, with the instants at which its days up to today begin. */
function monthOf(zone: string, now: Date): Month {
  const today = wallTime(now.toISOString(), zone).date
  const { from, to } = presetPeriod('this-month', today)
  const days = Array.from({ length: Number(today.slice(8)) }, (_, index) =>
    readBound(`${today.slice(0, 8)}${String(index + 1).padStart(2, '0')}`, zone, 'start'),
  )
  const begin = days.map(read => {
    if (!read.ok) throw new Error(`${from} has a day that never began in ${zone}`)
    return read.instant
  })
  return { from, to: today, length: Number(to.slice(8)), begin }
}

function flowOf(
  { from, to, length }: Month,
  flows: readonly DayFlow[],
  currency: string,
  isPart: boolean,
): MonthFlow {
  const sumOf = (side: 'inflow' | 'outflow') =>
    formatAmount(
      flows.reduce((sum, flow) => sum + flow[side], 0n),
      currency,
    )
  const days = flows.map(({ day, inflow, outflow }) => ({
    day,
    inflow: formatAmount(inflow, currency),
    outflow: formatAmount(outflow, currency),
  }))
  return { from, to, length, inflow: sumOf('inflow'), outflow: sumOf('outflow'), days, isPart }
}

function closedLast({ account }: AccountCard): number {
  return account.status === 'closed' ? 1 : 0
}
