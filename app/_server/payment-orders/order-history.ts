import 'server-only'
import { failureOf } from '@/app/_server/approvals/approvals'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { lookUpAccount } from '@/app/_server/streams/access'
import { foldAt } from '@/app/_server/streams/book'
import type {
  OrderHappeningJson,
  OrderPartyJson,
  PaymentOrderJson,
} from '@/app/_wire/payment-orders'
import type { Moment } from '@/db/streams/state-at'
import type { RecordedEvent } from '@/domain/event-sourcing/ports'
import { eventOf, stateOf } from '@/domain/event-sourcing/stream'
import { accountNumber } from '@/domain/money/account-number'
import { formatAmount } from '@/domain/money/money'
import type { PaymentOrderEvent } from '@/domain/payment-order/events'
import { paymentOrder } from '@/domain/payment-order/payment-order'
import { orderJson, readableOrder } from './orders'

/** The newest events that an order's page tells; its audit trail has all. */
const TOLD_MAX = 60

/** An order as its page shows it. */
export type ShownOrder = {
  readonly order: PaymentOrderJson
  readonly from: OrderPartyJson
  readonly to: OrderPartyJson
  /** The user who made it. */
  readonly madeById: string
  /** What happened, the newest first, up to the shown moment. */
  readonly happened: readonly OrderHappeningJson[]
  /** Whether the audit trail has more than `happened`. */
  readonly hasMore: boolean
  /** The version of its newest event, now. */
  readonly newest: number
}

/**
 * An order now, or at a moment; null when there is none, or not for this viewer, and `unborn` when
 * there was none yet.
 */
export async function readShownOrder(
  viewer: Viewer,
  orderId: string,
  zone: string,
  moment: Moment | null = null,
): Promise<ShownOrder | 'unborn' | null> {
  const now = await readableOrder(viewer, orderId)
  if (!now) return null
  const { stream } = moment ? await foldAt(now.stream.aggregateId, moment) : now
  const order = stateOf(paymentOrder, stream)
  if (!order || order.status === 'none') return 'unborn'
  const { aggregateId, version } = stream
  const first = Math.max(1, version - TOLD_MAX + 1)
  const [from, to, events] = await Promise.all([
    partyOf(viewer, order.accountId),
    partyOf(viewer, order.to.accountId),
    bank().store.getEventStream(aggregateId, first, version),
  ])
  const { number, owner } = order.to
  return {
    order: orderJson({ stream, order }),
    from,
    to: { ...to, number, owner },
    madeById: order.by.id,
    happened: happenedIn(events, zone),
    hasMore: first > 1,
    newest: now.stream.version,
  }
}

async function partyOf(viewer: Viewer, accountId: string): Promise<OrderPartyJson> {
  const account = await lookUpAccount(viewer, accountId)
  return {
    accountId,
    number: account?.number ?? accountNumber(accountId),
    owner: account?.owner ?? '',
    isReadable: account !== null,
  }
}

/** A date that became due is told by what came of it, as soon as that is known. */
function happenedIn(events: readonly RecordedEvent[], zone: string): OrderHappeningJson[] {
  const late = new Set<string>()
  const told: OrderHappeningJson[] = []
  for (const recorded of events) {
    const event = eventOf(paymentOrder, recorded)
    if (!event || event.type === 'PaymentOrderScheduled') continue
    if (event.type === 'PaymentDue' && event.late) late.add(event.date)
    const isOutcome = event.type === 'PaymentExecuted' || event.type === 'PaymentFailed'
    if (isOutcome) dropBegun(told, event.date)
    told.push(happening(recorded, event, late, zone))
  }
  return told.toReversed()
}

function dropBegun(told: OrderHappeningJson[], date: string): void {
  const last = told.at(-1)
  const isBegun = last?.type === 'PaymentDue' || last?.type === 'PaymentRetried'
  if (isBegun && last.date === date) told.pop()
}

function happening(
  { version, createdAt, actor }: RecordedEvent,
  event: PaymentOrderEvent,
  late: ReadonlySet<string>,
  zone: string,
): OrderHappeningJson {
  const isOfPayment = 'date' in event
  const amount = 'amount' in event ? formatAmount(event.amount, event.currency) : null
  return {
    version,
    type: event.type,
    at: createdAt.toISOString(),
    by: actor.name,
    date: isOfPayment ? event.date : null,
    attempt: 'attempt' in event ? event.attempt : null,
    amount,
    late: isOfPayment && late.has(event.date),
    entries: event.type === 'PaymentExecuted' ? event.entries : null,
    told: toldBy(event, zone),
    retryAt: event.type === 'PaymentFailed' ? event.retryAt : null,
  }
}

function toldBy(event: PaymentOrderEvent, zone: string): string | null {
  if (event.type === 'PaymentFailed') return failureOf(event.refusal, zone)
  return event.type === 'PaymentOrderRejected' ? event.reason : null
}
