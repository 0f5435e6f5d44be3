import 'server-only'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { bankTimeZone, retriesMs } from '@/app/_server/process/settings'
import { lookUpAccount, lookUpAccounts, scopeOf } from '@/app/_server/streams/access'
import type { ForecastJson } from '@/app/_wire/payment-orders'
import type { AccountRow } from '@/db/accounts/account-rows'
import { bankHolidays } from '@/db/bank-holidays'
import { listOrders } from '@/db/payment-orders/payment-orders'
import { dayIn, startOfDateIn } from '@/domain/bank-account/business-day'
import { dayInWords } from '@/domain/date-words'
import { isDate } from '@/domain/event-sourcing/calendar-date'
import { foresee } from '@/domain/payment-order/forecast'
import type { Order } from '@/domain/payment-order/payment-order'
import { addDays } from '@/domain/payment-order/schedule'
import { accountIn, stepsOf } from './forecast-steps'
import { findOrders } from './orders'

/** How far a forecast looks, in days. */
export const FORECAST_DAYS = 90
export const FORECAST_DAYS_MAX = 366
/** The most payments of a forecast. */
const PAYMENTS_MAX = 500
/** The most running orders that it follows. */
const ORDERS_MAX = 100

/** The first and the last day that can be asked for. */
export function forecastDays(zone = bankTimeZone()) {
  const today = dayIn(zone, new Date())
  const at = (days: number) => addDays(today, days)
  return { today, usual: at(FORECAST_DAYS), last: at(FORECAST_DAYS_MAX) }
}

/**
 * An account until the end of a day, by its running orders and those of the accounts that they move
 * money from and to, as far as the viewer may read them.
 * @returns null when the viewer may read no such account
 */
export async function readForecast(
  viewer: Viewer,
  accountId: string,
  until: string,
): Promise<ForecastJson | null> {
  const account = await lookUpAccount(viewer, accountId)
  if (!account) return null
  const zone = bankTimeZone()
  const { today } = forecastDays(zone)
  const orders = new Map<string, Order>()
  const accounts = new Map([[account.id, account]])
  const { customerId } = scopeOf(viewer)
  const of = { customerId, statuses: ['scheduled'] as const, limit: ORDERS_MAX }
  const db = bank().db
  const near = await Promise.all([
    listOrders(db, { ...of, accountIds: [account.id] }),
    listOrders(db, { ...of, toAccountId: account.id }),
  ])
  await addOrders(orders, near.flat())
  await addParties(viewer, accounts, orders)
  const others = [...accounts.keys()].filter(id => id !== account.id)
  if (others.length > 0) {
    await addOrders(orders, await listOrders(db, { ...of, accountIds: others }))
    await addParties(viewer, accounts, orders)
  }
  // An order of an account that the viewer may not read would tell about it.
  for (const [id, order] of orders) if (!accounts.has(order.accountId)) orders.delete(id)
  const [now, end] = [new Date(), startOfDateIn(zone, addDays(until, 1))]
  const known = new Map([...accounts].map(([id, row]) => [id, accountIn(row)]))
  const settings = { holidays: bankHolidays(), retriesMs: retriesMs() }
  const asked = { now, until: end, ...settings, limit: PAYMENTS_MAX }
  const { payments, isCut } = foresee({ ...asked, orders, accounts: known })
  const told = { accountId: account.id, currency: account.currency, timeZone: zone }
  const shown = stepsOf(account, payments, { accounts, orders, zone, now, end })
  return { ...told, from: today, to: until, ...shown, isCut }
}

async function addOrders(orders: Map<string, Order>, found: readonly { id: string }[]) {
  const missing = [...new Set(found.map(({ id }) => id))].filter(id => !orders.has(id))
  for (const { stream, order } of await findOrders(missing.slice(0, ORDERS_MAX))) {
    orders.set(stream.aggregateId, order)
  }
}

async function addParties(
  viewer: Viewer,
  accounts: Map<string, AccountRow>,
  orders: ReadonlyMap<string, Order>,
) {
  const ids = [...orders.values()].flatMap(({ accountId, to }) => [accountId, to.accountId])
  const missing = [...new Set(ids)].filter(id => !accounts.has(id))
  for (const row of await lookUpAccounts(viewer, missing)) accounts.set(row.id, row)
}

/** The day that a forecast is asked for; absent: in 90 days. */
export function readForecastDay(
  asked: unknown,
): { readonly ok: true; readonly day: string } | { readonly ok: false; readonly sentence: string } {
  const { today, usual, last } = forecastDays()
  if (asked === undefined) return { ok: true, day: usual }
  if (typeof asked !== 'string' || !isDate(asked)) {
    return { ok: false, sentence: 'Enter a date such as 2026-12-31.' }
  }
  if (asked < today) return { ok: false, sentence: 'That date has passed. Enter one to come.' }
  if (asked <= last) return { ok: true, day: asked }
  return { ok: false, sentence: `A forecast ends on ${dayInWords(last)}. Enter an earlier date.` }
}
