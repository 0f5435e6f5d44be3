import 'server-only'
import { cache } from 'react'
import { accountOfRow } from '@/app/_server/accounts/wire'
import { malformed, type ReadParams } from '@/app/_server/http/params'
import { may, mayDo } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import {
  dayAfter,
  isTooLong,
  PERIODS_MAX,
  periodsBetween,
  type Unit,
} from '@/app/_time/flow-periods'
import type { BalanceSizeJson, FlowJson, InsightsJson, QuietAccountJson } from '@/app/_wire/bank'
import type { Page } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import type { BalanceSize, Standing } from '@/db/projections/account-standings'
import type { DailyFlow } from '@/db/projections/daily-flows'
import { dayIn } from '@/domain/bank-account/business-day'
import { formatAmount } from '@/domain/money/money'
import { getPayments } from './payment-insights'

/** The parameters of a report; by default the last thirty days of the first currency, by day. */
export type InsightsQuery = { currency?: string; by?: Unit; from?: string; to?: string }

/** A report, or why there is none. */
export type Insights =
  | { ok: true; insights: InsightsJson }
  | Extract<ReadParams<unknown>, { ok: false }>

/** The parameters of a report with their defaults filled in. */
export type Report = Pick<
  InsightsJson,
  'currency' | 'by' | 'from' | 'to' | 'timeZone' | 'currencies'
>

const DAYS_DEFAULT = 30
const BUSIEST_MAX = 10
const HOUR_MS = 3_600_000

/** A report on a currency over a range of business days; for staff only. */
export async function getInsights(viewer: Viewer, query: InsightsQuery): Promise<Insights> {
  const barred = mayDo(viewer, 'readBank')
  if (barred) return { ok: false, problem: barred }
  const report = await reportOf(query)
  const { currency, by, from, to, timeZone } = report
  if (from > to) return malformed('to', 'must not be before the first day.')
  if (isTooLong(by, { from, to })) {
    return malformed(
      'by',
      `gives more than ${PERIODS_MAX} periods. Choose longer periods or fewer days.`,
    )
  }
  const read = bank().store.insights
  const [flows, hours, largest, sizes, payments, cases] = await Promise.all([
    read.dailyFlows(from, to),
    read.busyHours(currency, { from, to, zone: timeZone }, BUSIEST_MAX),
    read.largestMovements(currency, from, to),
    read.balanceSizes(currency),
    getPayments(report),
    read.caseAges(new Date(), dayIn(timeZone, new Date())),
  ])
  const ours = flows.filter(flow => flow.currency === currency)
  const insights: InsightsJson = {
    ...report,
    payments,
    cases,
    whole: flowJson(currency, { from, to }, ours),
    periods: periodsBetween(by, { from, to }).map(period =>
      flowJson(
        currency,
        period,
        ours.filter(({ day }) => day >= period.from && day <= period.to),
      ),
    ),
    sizes: sizes.map(sizeJson),
    hours: hours.ofDay,
    busiest: hours.busiest.map(({ from: hour, events }) => ({
      from: hour.toISOString(),
      to: new Date(hour.getTime() + HOUR_MS - 1).toISOString(),
      events,
    })),
    largest: largest.map(({ amount, occurredAt, occurredOn, currency: _, ...rest }) => ({
      ...rest,
      amount: formatAmount(amount, currency),
      occurredAt: occurredAt.toISOString(),
      ...(occurredOn !== null && { occurredOn }),
    })),
  }
  return { ok: true, insights }
}

/** A report's parameters with defaults filled in; null for a customer. */
export async function getReport(viewer: Viewer, query: InsightsQuery): Promise<Report | null> {
  return may(viewer, 'readBank') ? reportOf(query) : null
}

async function reportOf(query: InsightsQuery): Promise<Report> {
  const [currencies, timeZone] = await Promise.all([flowSpans(), dayZone()])
  const to = query.to ?? lastDay(currencies, timeZone)
  return {
    currency: query.currency ?? firstOf(currencies),
    by: query.by ?? 'day',
    from: query.from ?? dayAfter(to, 1 - DAYS_DEFAULT),
    to,
    timeZone,
    currencies,
  }
}

/** The parameters of the list of dormant accounts: at least `days` without a movement. */
export type DormantQuery = { days?: number; cursor?: string; limit?: number }

/** The default number of days without a movement that make an account dormant. */
export const DORMANT_DAYS = 180

/** The accounts without a movement for `days`, the longest first; null for a customer. */
export async function listDormant(
  viewer: Viewer,
  { days = DORMANT_DAYS, cursor, limit = 50 }: DormantQuery,
): Promise<Page<QuietAccountJson> | null> {
  if (!may(viewer, 'readBank')) return null
  const before = dayAfter(dayIn(await dayZone(), new Date()), -days)
  const after = cursor === undefined ? null : readQuietCursor(cursor)
  const found = await bank().store.insights.dormant(before, {
    limit: limit + 1,
    after: after ?? undefined,
  })
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const more = found.length > limit && last !== undefined
  return { items: page.map(quietJson), nextCursor: more ? `${last.lastDay}_${last.id}` : null }
}

/** Decodes a cursor of the list of dormant accounts; null when it is invalid. */
export function readQuietCursor(cursor: string): { lastDay: string; id: string } | null {
  const [, lastDay = '', id = ''] = /^(\d{4}-\d{2}-\d{2})_(.+)$/.exec(cursor) ?? []
  return isUuid(id) && !Number.isNaN(Date.parse(lastDay)) ? { lastDay, id } : null
}

/** A page of a currency's accounts whose balances fall into one bucket; null for a customer. */
export async function listAccountsOfSize(
  viewer: Viewer,
  currency: string,
  size: number,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<QuietAccountJson> | null> {
  if (!may(viewer, 'readBank')) return null
  const page = { limit: limit + 1, after: cursor }
  const found = await bank().store.insights.accountsOfSize(currency, size, page)
  const shown = found.slice(0, limit)
  const more = found.length > limit
  return { items: shown.map(quietJson), nextCursor: (more && shown.at(-1)?.id) || null }
}

/** The bounds of a balance bucket in a currency; see `sizeOf` in db/. */
export function sizeBounds(currency: string, size: number): { least: string | null; most: string } {
  if (size < 0) return { least: null, most: formatAmount(-1n, currency) }
  if (size === 0) return { least: formatAmount(0n, currency), most: formatAmount(0n, currency) }
  const most = 10n ** BigInt(size) - 1n
  return {
    least: formatAmount(10n ** BigInt(size - 1), currency),
    most: formatAmount(most, currency),
  }
}

function sizeJson({ currency, size, accounts, total }: BalanceSize): BalanceSizeJson {
  return { size, ...sizeBounds(currency, size), accounts, total: formatAmount(total, currency) }
}

function flowJson(
  currency: string,
  period: { from: string; to: string },
  flows: readonly DailyFlow[],
): FlowJson {
  const sum = { inflow: 0n, outflow: 0n, opened: 0, deposits: 0, withdrawals: 0 }
  for (const flow of flows) {
    sum.inflow += flow.inflow
    sum.outflow += flow.outflow
    sum.opened += flow.opened
    sum.deposits += flow.deposits
    sum.withdrawals += flow.withdrawals
  }
  return {
    ...period,
    ...sum,
    inflow: formatAmount(sum.inflow, currency),
    outflow: formatAmount(sum.outflow, currency),
    net: formatAmount(sum.inflow - sum.outflow, currency),
  }
}

function quietJson(row: Standing): QuietAccountJson {
  return { ...accountOfRow(row), lastDay: row.lastDay }
}

/** The time zone of the days in reports; cached for one request. */
export const dayZone = cache(() => bank().store.insights.dayZone())

/** The currencies of the bank with their first and last day; cached for one request. */
const flowSpans = cache(() => bank().store.insights.flowSpans())

/** Today, or the currencies' last day when a clock that was ahead has dated it later. */
export function lastDay(spans: readonly { readonly to: string }[], zone: string): string {
  const today = dayIn(zone, new Date())
  return spans.reduce((last, { to }) => (to > last ? to : last), today)
}

/** The currency of the demo bank first, else the alphabetically first. */
function firstOf(currencies: readonly { currency: string }[]): string {
  const first = currencies.find(({ currency }) => currency === 'EUR') ?? currencies[0]
  return first?.currency ?? 'EUR'
}
