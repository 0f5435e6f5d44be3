import 'server-only'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import type { ComingPaymentJson } from '@/app/_wire/payment-orders'
import { findAccounts } from '@/db/accounts/accounts'
import { listComing } from '@/db/payment-orders/payment-orders'
import { dayIn } from '@/domain/bank-account/business-day'
import { findOrders, orderJson } from './orders'

/** The next payments of a customer's running orders, the first first. */
export async function readComing(viewer: Viewer, limit: number): Promise<ComingPaymentJson[]> {
  const known = await findOrders(await listComing(bank().db, viewer.userId, limit))
  const payers = await findAccounts(bank().db, [...new Set(known.map(one => one.order.accountId))])
  return known.flatMap(one => {
    const { orderId, accountId, to, rule, currency, next, open, timeZone } = orderJson(one)
    const retryAt = open?.retryAt ?? null
    const on = retryAt === null ? next[0]?.on : dayIn(timeZone, new Date(retryAt))
    if (on === undefined) return []
    const owner = payers.find(({ id }) => id === accountId)?.owner ?? ''
    const told = { orderId, on, accountId, owner, to: to.owner, currency }
    return { ...told, rule, isRetried: retryAt !== null }
  })
}
