import 'server-only'
import { cache } from 'react'
import { may } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { scopeOf } from '@/app/_server/streams/access'
import type { OrderLineJson, OrderStatusJson } from '@/app/_wire/payment-orders'
import { isUuid } from '@/app/_wire/uuid'
import { findAccounts } from '@/db/accounts/accounts'
import {
  countSubmitted,
  listOrders,
  type OrderCursor,
  type OrdersQuery,
} from '@/db/payment-orders/payment-orders'
import { findOrders, orderJson } from './orders'

/** The most orders of a page of a list. */
const PAGE = 50
/** The header counts as far. */
const COUNTED_MAX = 100

export type OrderFilter = {
  readonly accountId?: string | undefined
  readonly statuses?: readonly OrderStatusJson[] | undefined
  readonly after?: OrderCursor | null | undefined
}

export type OrderPage = {
  readonly lines: readonly OrderLineJson[]
  /** Requests the next page; null at the end. */
  readonly next: string | null
}

/** The orders that the viewer may read, the newest first. */
export async function readOrders(
  viewer: Viewer,
  { accountId, statuses, after }: OrderFilter,
  size = PAGE,
): Promise<OrderPage> {
  const { customerId, ids } = scopeOf(viewer)
  const isOutside = accountId !== undefined && ids && !ids.includes(accountId)
  if (isOutside || (accountId !== undefined && !isUuid(accountId))) return { lines: [], next: null }
  const accountIds = accountId === undefined ? ids : [accountId.toLowerCase()]
  const query: OrdersQuery = { customerId, accountIds, statuses, after, limit: size + 1 }
  const found = await listOrders(bank().db, query)
  const shown = found.slice(0, size)
  const last = shown.at(-1)
  return {
    lines: await linesOf(shown.map(({ id }) => id)),
    next: found.length > size && last ? `${last.madeAt.toISOString()} ${last.id}` : null,
  }
}

/** The place in a list of a `next` of its last page; null when it is none. */
export function readOrderCursor(text: unknown): OrderCursor | null {
  if (typeof text !== 'string') return null
  const [time = '', id = '', ...rest] = text.split(' ')
  const madeAt = new Date(time)
  if (rest.length > 0 || !isUuid(id) || Number.isNaN(madeAt.getTime())) return null
  return madeAt.toISOString() === time ? { madeAt, id } : null
}

/** How many orders and batches wait for this viewer's approval; null for whoever approves none. */
export const countOrdersForMe = cache(async (viewer: Viewer): Promise<number | null> => {
  if (!may(viewer, 'approve')) return null
  return countSubmitted(bank().db, viewer.userId, COUNTED_MAX)
})

async function linesOf(ids: readonly string[]): Promise<OrderLineJson[]> {
  const known = await findOrders(ids)
  const accountIds = [...new Set(known.map(({ order }) => order.accountId))]
  const payers = new Map((await findAccounts(bank().db, accountIds)).map(row => [row.id, row]))
  return known.map(one => {
    const { accountId } = one.order
    const { number = '', owner = '' } = payers.get(accountId) ?? {}
    return { ...orderJson(one), from: { accountId, number, owner, isReadable: true } }
  })
}
