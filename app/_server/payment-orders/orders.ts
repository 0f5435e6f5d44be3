import 'server-only'
import { problem } from '@/app/_server/http/problems'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { lookUpAccount } from '@/app/_server/streams/access'
import type { PaymentOrderJson } from '@/app/_wire/payment-orders'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { bankHolidays } from '@/db/bank-holidays'
import { listOrders as queryOrders } from '@/db/payment-orders/payment-orders'
import type { Stream } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { formatAmount } from '@/domain/money/money'
import { upcoming } from '@/domain/payment-order/due'
import { type Order, paymentOrder } from '@/domain/payment-order/payment-order'
import { ruleText } from '@/domain/payment-order/terms'

/** The next dates that an order tells. */
const NEXT_MAX = 5
/** The most orders of a list. */
const LISTED_MAX = 100

export function orderNotFound(): Problem {
  return problem('NotFound', 'This payment order does not exist.')
}

/** An order as its stream has it. */
export type KnownOrder = { readonly stream: Stream; readonly order: Order }

/** An order by its id, whoever asks; null when there is none. */
export async function findOrder(orderId: string): Promise<KnownOrder | null> {
  const id = orderId.toLowerCase()
  const [known = null] = isUuid(id) ? await findOrders([id]) : []
  return known
}

/** The orders with these ids that exist, in the order of the ids; read by one statement. */
export async function findOrders(ids: readonly string[]): Promise<KnownOrder[]> {
  const streams = ids.length > 0 ? await bank().store.present(ids) : new Map<string, Stream>()
  return ids.flatMap(id => {
    const stream = streams.get(id)
    const order = stream && stateOf(paymentOrder, stream)
    return stream && order && order.status !== 'none' ? [{ stream, order }] : []
  })
}

/** An order that pays from an account which the viewer may read. */
export async function readableOrder(viewer: Viewer, orderId: string): Promise<KnownOrder | null> {
  const known = await findOrder(orderId)
  return known && (await lookUpAccount(viewer, known.order.accountId)) ? known : null
}

export async function getOrder(viewer: Viewer, orderId: string): Promise<PaymentOrderJson | null> {
  const known = await readableOrder(viewer, orderId)
  return known && orderJson(known)
}

/** The orders that pay from an account, the newest first; null when the viewer may not read it. */
export async function listOrders(
  viewer: Viewer,
  accountId: string,
): Promise<PaymentOrderJson[] | null> {
  const account = await lookUpAccount(viewer, accountId)
  if (!account) return null
  const found = await queryOrders(bank().db, { accountIds: [account.id], limit: LISTED_MAX })
  return (await findOrders(found.map(({ id }) => id))).map(orderJson)
}

export function orderJson({ stream, order }: KnownOrder): PaymentOrderJson {
  const { currency, rule, open, paid, by, approvedBy } = order
  const { status, accountId, to, schedule, timeZone, reference, executed } = order
  return {
    ...{ orderId: stream.aggregateId, version: stream.version, status, accountId, to, currency },
    ...{ rule: ruleText(rule, currency), schedule, timeZone, reference },
    madeBy: by.name,
    approvedBy: approvedBy?.name ?? null,
    madeAt: stream.startedAt?.toISOString() ?? '',
    changedAt: stream.createdAt?.toISOString() ?? '',
    executed,
    paid: formatAmount(paid, currency),
    open: open && {
      ...{ date: open.date, attempt: open.attempt, status: open.status, retryAt: open.retryAt },
      amount: formatAmount(open.amount, currency),
    },
    next: upcoming(order, bankHolidays(), NEXT_MAX),
  }
}
