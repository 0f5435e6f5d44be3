import type { Look } from '@/app/_ui/button'
import type { OrderBody, OrderStatusJson } from '@/app/_wire/payment-orders'

/** Something that can be done with an order by one press. */
export type Move = {
  readonly type: Exclude<
    OrderBody['type'],
    'DraftPaymentOrder' | 'CreatePaymentOrder' | 'ChangePaymentOrder'
  >
  readonly word: string
  readonly look: Look
}

const SUBMIT = { type: 'SubmitPaymentOrder', word: 'Submit', look: 'primary' } as const
const APPROVE = { type: 'ApprovePaymentOrder', word: 'Approve', look: 'primary' } as const
const REJECT = { type: 'RejectPaymentOrder', word: 'Reject', look: 'quiet' } as const
const PAUSE = { type: 'PausePaymentOrder', word: 'Pause', look: 'quiet' } as const
const RESUME = { type: 'ResumePaymentOrder', word: 'Resume', look: 'primary' } as const
const CANCEL = { type: 'CancelPaymentOrder', word: 'Cancel order', look: 'quiet' } as const

const BY_STATUS: Readonly<Partial<Record<OrderStatusJson, readonly Move[]>>> = {
  draft: [SUBMIT, CANCEL],
  submitted: [APPROVE, REJECT, CANCEL],
  scheduled: [PAUSE, CANCEL],
  paused: [RESUME, CANCEL],
}

type Rights = {
  /** Whether the reader may send from the account that pays. */
  readonly mayOperate: boolean
  /** Whether they may decide, and did not make the order. */
  readonly mayDecide: boolean
}

/** What a reader can do with an order in a status. */
export function movesOf(status: OrderStatusJson, { mayOperate, mayDecide }: Rights): Move[] {
  return (BY_STATUS[status] ?? []).filter(move =>
    move === APPROVE || move === REJECT ? mayDecide : mayOperate,
  )
}
