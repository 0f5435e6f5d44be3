import 'server-only'
import { accountOfRow } from '@/app/_server/accounts/wire'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { withTies } from '@/app/_server/streams/ties'
import { eventJson } from '@/app/_server/streams/wire'
import { readBound } from '@/app/_time/bounds'
import { wallTime } from '@/app/_time/instant'
import { timelinePath } from '@/app/_wire/timeline'
import type { AccountJson, EventJson } from '@/app/_wire/types'
import type { AccountRow } from '@/db/accounts/account-rows'
import { findAccounts } from '@/db/accounts/accounts'
import { findExpiring, findWithoutCustomer } from '@/db/accounts/waiting'
import { listOpen } from '@/db/approvals/approvals'
import { FREEZING } from '@/domain/bank-account/events'
import { formatAmount } from '@/domain/money/money'

/** The most accounts of a kind, and refused attempts, that are counted: "100+". */
export const COUNT_MAX = 100

/** The newest freezes that are searched for accounts which are still frozen. */
const FREEZES_SCAN_MAX = 500

/** The last events of today that are added up. */
const TODAY_SCAN_MAX = 20_000

const NEWEST = 6

/** What may wait for the staff: each kind is a list of accounts. */
export const WAITING = {
  frozen: 'Frozen accounts',
  expiring: 'Holds that expire today',
  'without-customer': 'Accounts without a customer',
} as const

export type WaitingKind = keyof typeof WAITING

/** Something that waits for the staff, and the list of it. */
export type Waiting = {
  readonly what: string
  readonly count: number
  readonly isMore: boolean
  readonly href: string
}

export type TodayTotal = {
  readonly currency: string
  readonly entries: number
  readonly inflow: string
  readonly outflow: string
}

/** The home of tellers and auditors. */
export type StaffOverview = {
  /** Today in the reader's zone: `2026-11-26`. */
  readonly today: string
  readonly waiting: readonly Waiting[]
  readonly events: number
  readonly isPart: boolean
  readonly totals: readonly TodayTotal[]
  /** The newest events of the bank, with the names on their accounts. */
  readonly newest: readonly (EventJson & { readonly owner: string })[]
}

/** What waits for the staff and what happened today, by days of a zone; null for a customer. */
export async function readStaffOverview(
  viewer: Viewer,
  zone: string,
  now = new Date(),
): Promise<StaffOverview | null> {
  if (!may(viewer, 'readBank')) return null
  const day = dayOf(now, zone)
  const [waiting, { events, isPart, totals }, newest] = await Promise.all([
    readWaiting(day),
    bank().store.readDayTotals(day.from, day.to, TODAY_SCAN_MAX),
    readNewest(viewer),
  ])
  return {
    today: day.today,
    waiting,
    events,
    isPart,
    totals: totals.map(({ currency, entries, inflow, outflow }) => ({
      currency,
      entries,
      inflow: formatAmount(inflow, currency),
      outflow: formatAmount(outflow, currency),
    })),
    newest,
  }
}

async function readWaiting(day: Day): Promise<Waiting[]> {
  const kinds = Object.keys(WAITING) as WaitingKind[]
  const [requests, refused, overdrawn, ...lists] = await Promise.all([
    listOpen(bank().db, { after: null, limit: COUNT_MAX + 1 }),
    bank().store.countRefusedSince(day.from, COUNT_MAX + 1),
    bank().store.insights.overdrawn(),
    ...kinds.map(kind => findWaiting(kind, day)),
  ])
  const waiting = (what: string, count: number, href: string): Waiting => {
    return { what, count: Math.min(count, COUNT_MAX), isMore: count > COUNT_MAX, href }
  }
  const refusedToday = timelinePath(null, { refused: 'only', from: day.today, zone: day.zone })
  return [
    waiting('Requests for approval', requests.length, '/approvals'),
    ...kinds.map((kind, index) =>
      waiting(WAITING[kind], lists[index]?.length ?? 0, `/accounts/waiting/${kind}`),
    ),
    ...overdrawn.map(({ currency, accounts }) =>
      waiting(`Overdrawn, ${currency}`, accounts, `/bank/insights/sizes/${currency}/-1`),
    ),
    waiting('Refused attempts today', refused, refusedToday),
  ].filter(({ count }) => count > 0)
}

/** The accounts of one kind that wait for the staff, at most `COUNT_MAX`; null for a customer. */
export async function listWaiting(
  viewer: Viewer,
  kind: WaitingKind,
  zone: string,
): Promise<{ accounts: AccountJson[]; isMore: boolean } | null> {
  if (!may(viewer, 'readBank')) return null
  const rows = await findWaiting(kind, dayOf(new Date(), zone))
  return {
    accounts: rows.slice(0, COUNT_MAX).map(accountOfRow),
    isMore: rows.length > COUNT_MAX,
  }
}

/** One more than are counted, if there are as many. */
async function findWaiting(kind: WaitingKind, { now, to }: Day): Promise<AccountRow[]> {
  const { db } = bank()
  switch (kind) {
    case 'frozen':
      return findFrozen()
    case 'expiring':
      return findExpiring(db, now, to, COUNT_MAX + 1)
    case 'without-customer': {
      const rows = await findWithoutCustomer(db, 2 * COUNT_MAX)
      return rows.filter(({ status }) => status !== 'closed').slice(0, COUNT_MAX + 1)
    }
    default:
      return kind satisfies never
  }
}

/** No index has the frozen accounts; the log has the freezes by their type. */
async function findFrozen(): Promise<AccountRow[]> {
  const { db, store } = bank()
  const freezes = { type: FREEZING, order: 'desc', limit: FREEZES_SCAN_MAX } as const
  const { events } = await store.readLog(freezes)
  const ids = [...new Set(events.map(({ aggregateId }) => aggregateId))]
  const rows = new Map((await findAccounts(db, ids)).map(row => [row.id, row]))
  return ids
    .flatMap(id => rows.get(id) ?? [])
    .filter(({ status }) => status === 'frozen')
    .slice(0, COUNT_MAX + 1)
}

async function readNewest(viewer: Viewer): Promise<StaffOverview['newest']> {
  const newest = await bank().store.readLog({ order: 'desc', limit: NEWEST })
  const events = newest.events.map(eventJson)
  const [tied, rows] = await Promise.all([
    withTies(viewer, events),
    findAccounts(bank().db, [...new Set(events.map(({ accountId }) => accountId))]),
  ])
  const owners = new Map(rows.map(({ id, owner }) => [id, owner]))
  return tied.map(event => ({ ...event, owner: owners.get(event.accountId) ?? '' }))
}

/** The day of a zone at `now`, with its first and last millisecond. */
type Day = {
  readonly zone: string
  readonly now: Date
  readonly today: string
  readonly from: Date
  readonly to: Date
}

function dayOf(now: Date, zone: string): Day {
  const today = wallTime(now.toISOString(), zone).date
  const [start, end] = [readBound(today, zone, 'start'), readBound(today, zone, 'end')]
  if (!start.ok || !end.ok) throw new Error(`${today} is no day in ${zone}`)
  return { zone, now, today, from: start.instant, to: end.instant }
}
