import { z } from 'zod'
import { REASON_LENGTH_MAX, TRANSFER_REFERENCE_LENGTH_MAX } from '@/domain/bank-account/rules'
import { isDate } from '@/domain/event-sourcing/calendar-date'
import { formatAmount } from '@/domain/money/money'
import type { AmountRule, PaymentOrderEvent } from '@/domain/payment-order/events'
import type { Order, PaymentOrder } from '@/domain/payment-order/payment-order'
import { FREQUENCIES, HOLIDAY_RULES } from '@/domain/payment-order/schedule'
import { ruleText } from '@/domain/payment-order/terms'
import { bytesMaxOf } from '@/domain/text/clean'
import { currency, decimal, minorOf, withAmounts } from '../bank-account/amounts'
import type { Codec, Data, EventCodec } from '../codec'

const person = z.object({ id: z.string().min(1).max(64), name: z.string() })
const date = z.string().refine(isDate, 'is no date')
const index = z.int().nonnegative()
const commandId = z.uuid()

const subject = {
  accountId: z.uuid(),
  to: z.object({ accountId: z.uuid(), number: z.string(), owner: z.string() }),
  currency,
  timeZone: z.string().max(64),
  by: person,
}
const terms = {
  schedule: z.object({
    first: date,
    every: z.enum(FREQUENCIES),
    until: date.nullable(),
    count: z.int().positive().nullable(),
    holidays: z.enum(HOLIDAY_RULES),
    lastDay: z.boolean(),
  }),
  reference: z.string().max(bytesMaxOf(TRANSFER_REFERENCE_LENGTH_MAX)).nullable(),
}
const storedRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), amount: decimal }),
  z.object({ kind: z.literal('sweep'), above: decimal }),
  z.object({ kind: z.literal('top-up'), to: decimal }),
])
type StoredRule = z.infer<typeof storedRule>
const rule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), amount: z.bigint() }),
  z.object({ kind: z.literal('sweep'), above: z.bigint() }),
  z.object({ kind: z.literal('top-up'), to: z.bigint() }),
])
const attempt = { date, attempt: z.int().positive(), amount: z.bigint(), currency }

/** The schema of an event with a rule, whose amounts are in the event's currency. */
function withRule(fields: z.ZodRawShape): z.ZodType<object, Data> {
  const plain: z.ZodObject = z.object({ ...fields, rule })
  return z.codec(z.object({ ...fields, rule: storedRule }) as z.ZodObject, plain, {
    decode: data => ({ ...data, rule: readRule(data.rule as StoredRule, String(data.currency)) }),
    encode: data => ({ ...data, rule: ruleText(data.rule as AmountRule, String(data.currency)) }),
  })
}

function readRule(stored: StoredRule, currency: string): AmountRule {
  switch (stored.kind) {
    case 'fixed':
      return { kind: 'fixed', amount: minorOf(stored.amount, currency) }
    case 'sweep':
      return { kind: 'sweep', above: minorOf(stored.above, currency) }
    default:
      return { kind: 'top-up', to: minorOf(stored.to, currency) }
  }
}

const first = (schema: EventCodec['schema']): EventCodec => ({ schemaVersion: 1, schema })
const tried = (more: z.ZodRawShape = {}) =>
  first(withAmounts(z.object({ ...attempt, ...more }), ['amount']))

const events = {
  PaymentOrderDrafted: first(withRule({ ...subject, ...terms })),
  PaymentOrderSubmitted: first(z.object({ needsApproval: z.boolean() })),
  PaymentOrderApproved: first(z.object({ by: person })),
  PaymentOrderRejected: first(
    z.object({ by: person, reason: z.string().min(1).max(bytesMaxOf(REASON_LENGTH_MAX)) }),
  ),
  PaymentOrderScheduled: first(z.object({ next: index })),
  PaymentOrderChanged: first(withRule({ currency, ...terms, next: index })),
  PaymentOrderPaused: first(z.object({})),
  PaymentOrderResumed: first(z.object({ next: index })),
  PaymentOrderCancelled: first(z.object({})),
  PaymentOrderCompleted: first(z.object({})),
  PaymentOrderExpired: first(z.object({})),
  PaymentDue: tried({ index, on: date, late: z.boolean() }),
  PaymentRetried: tried(),
  PaymentExecuted: tried({
    commandId,
    entries: z.object({ from: z.int().positive(), to: z.int().positive() }),
  }),
  PaymentFailed: tried({
    commandId,
    refusal: z.looseObject({ type: z.string(), field: z.string().nullable() }),
    retryAt: z.iso.datetime().nullable(),
  }),
  PaymentSkipped: first(z.object({ index, date })),
} satisfies Record<PaymentOrderEvent['type'], EventCodec>

const state = z.object({
  ...subject,
  ...terms,
  rule: storedRule,
  status: z.enum([
    ...(['draft', 'submitted', 'scheduled', 'paused'] as const),
    ...(['rejected', 'cancelled', 'completed', 'expired'] as const),
  ]),
  next: index,
  open: z
    .object({
      ...attempt,
      amount: decimal,
      status: z.enum(['due', 'failed']),
      retryAt: z.iso.datetime().nullable(),
    })
    .nullable(),
  lastDate: date.nullable(),
  executed: index,
  paid: decimal,
  approvedBy: person.nullable(),
})

export const paymentOrderCodec: Codec<PaymentOrder, PaymentOrderEvent> = {
  events,
  shape: 40,
  encodeState(order) {
    if (order.status === 'none') return { status: 'none' }
    const { rule, open, paid, currency } = order
    return {
      ...order,
      rule: ruleText(rule, currency),
      open: open && { ...open, amount: formatAmount(open.amount, currency) },
      paid: formatAmount(paid, currency),
    }
  },
  decodeState(json) {
    const parsed = state.safeParse(json)
    if (!parsed.success) return null
    const { rule, open, paid, ...order } = parsed.data
    const amounts = {
      rule: readRule(rule, order.currency),
      open: open && { ...open, amount: minorOf(open.amount, order.currency) },
      paid: minorOf(paid, order.currency),
    }
    return { state: { ...order, ...amounts } satisfies Order }
  },
  bearsOut: order => order.status !== 'none',
}
