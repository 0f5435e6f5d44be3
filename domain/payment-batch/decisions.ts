import { isTimeZone } from '@/domain/bank-account/business-day'
import {
  BALANCE_LIMIT,
  beyondLimit,
  positiveOf,
  reasonOf,
  TRANSFER_REFERENCE,
  textOf,
} from '@/domain/bank-account/rules'
import type { Decision } from '@/domain/event-sourcing/aggregate'
import { isDate } from '@/domain/event-sourcing/calendar-date'
import type { Currency } from '@/domain/money/money'
import type { TermsRefusal } from '@/domain/payment-order/refusal'
import { unreachable } from '@/domain/unreachable'
import type { AskedRow, PaymentBatchCommand } from './commands'
import type { BatchRow, PaymentBatchEvent } from './events'
import type { Batch, PaymentBatch } from './payment-batch'
import type { PaymentBatchRefusal } from './refusal'

/** The most rows of a batch, and the most of one event. */
export const ROWS_MAX = 10_000
const ROWS_OF_EVENT_MAX = 500

type Decided = Decision<PaymentBatchEvent, PaymentBatchRefusal>
type Command<Type extends PaymentBatchCommand['type']> = Extract<
  PaymentBatchCommand,
  { type: Type }
>

export function decide(command: PaymentBatchCommand, state: PaymentBatch): Decided {
  if (command.type === 'CreatePaymentBatch') {
    if (state.status !== 'none') return refuse({ type: 'PaymentBatchAlreadyExists', field: 'file' })
    return create(command)
  }
  if (state.status === 'none') return refuse({ type: 'PaymentBatchNotFound', field: null })
  switch (command.type) {
    case 'ApprovePaymentBatch':
    case 'RejectPaymentBatch':
    case 'WithdrawPaymentBatch':
      return decideApproval(command, state)
    case 'RecordOrdersMade':
      return recordMade(command, state)
    case 'CompletePaymentBatch':
      return complete(command, state)
    default:
      return unreachable(command)
  }
}

function create(command: Command<'CreatePaymentBatch'>): Decided {
  const { accountId, currency, timeZone, by, file, refused, needsApproval } = command
  if (!isTimeZone(timeZone)) return refuse({ type: 'UnknownTimeZone', field: 'timeZone' })
  if (command.rows.length === 0) return refuse({ type: 'NoRows', field: 'file' })
  if (command.rows.length + refused.length > ROWS_MAX) {
    return refuse({ type: 'TooManyRows', field: 'file', max: ROWS_MAX })
  }
  const rows: BatchRow[] = []
  for (const asked of command.rows) {
    const row = rowOf(asked, accountId, currency)
    if (!row) return refuse({ type: 'RowUnfit', field: 'file', line: asked.line })
    rows.push(row)
  }
  const total = rows.reduce((sum, { amount }) => sum + amount, 0n)
  if (total > BALANCE_LIMIT) return refuse(beyondLimit('amount', currency) as TermsRefusal)
  return accept(
    { type: 'PaymentBatchUploaded', accountId, currency, timeZone, by, file },
    ...inParts(rows).map(
      part => ({ type: 'PaymentBatchRowsAdded', currency, rows: part }) as const,
    ),
    ...inParts(refused).map(part => ({ type: 'PaymentBatchRowsRefused', rows: part }) as const),
    { type: 'PaymentBatchSubmitted', needsApproval },
  )
}

/** The row as it is stored; null if it can't be paid. Whoever reads the file says why. */
function rowOf(asked: AskedRow, accountId: string, currency: Currency): BatchRow | null {
  const { line, to, date } = asked
  const amount = positiveOf(asked.amount, currency, 'amount')
  const reference = textOf(TRANSFER_REFERENCE, asked.reference)
  if (typeof amount !== 'bigint' || amount > BALANCE_LIMIT || 'type' in reference) return null
  if (to.accountId === accountId || !isDate(date)) return null
  return { line, to, amount, date, reference: reference.text }
}

function inParts<Row>(rows: readonly Row[]): Row[][] {
  const count = Math.ceil(rows.length / ROWS_OF_EVENT_MAX)
  return Array.from({ length: count }, (_, n) =>
    rows.slice(n * ROWS_OF_EVENT_MAX, (n + 1) * ROWS_OF_EVENT_MAX),
  )
}

function decideApproval(
  command: Command<'ApprovePaymentBatch' | 'RejectPaymentBatch' | 'WithdrawPaymentBatch'>,
  state: Batch,
): Decided {
  if (state.status !== 'submitted') return wrong(state)
  const { id, name, kind } = command.by
  const by = { id, name }
  const isOwn = id === state.by.id
  if (command.type === 'WithdrawPaymentBatch') {
    if (!isOwn) return refuse({ type: 'NotYourPaymentBatch', field: null, by: state.by.name })
    return accept({ type: 'PaymentBatchWithdrawn', by })
  }
  if (kind !== 'person') return refuse({ type: 'BatchDecidedByPeopleOnly', field: null })
  if (isOwn) return refuse({ type: 'OwnPaymentBatch', field: null })
  if (command.type === 'ApprovePaymentBatch') return accept({ type: 'PaymentBatchApproved', by })
  const reason = reasonOf(command.reason)
  if (typeof reason !== 'string') return refuse(reason as TermsRefusal) // a text has no others
  return accept({ type: 'PaymentBatchRejected', by, reason })
}

/** Every process may say how far it is: what is recorded already changes nothing. */
function recordMade({ upTo, refused }: Command<'RecordOrdersMade'>, state: Batch): Decided {
  if (upTo <= state.made) return { outcome: 'accepted', events: [] }
  if (state.status !== 'running') return wrong(state)
  if (upTo > state.rows.length) return refuse({ type: 'OrdersRemain', field: null })
  return accept({ type: 'PaymentBatchOrdersMade', upTo, refused })
}

function complete({ paid, failed }: Command<'CompletePaymentBatch'>, state: Batch): Decided {
  if (state.status === 'completed') return { outcome: 'accepted', events: [] }
  if (state.status !== 'running') return wrong(state)
  const isWhole = state.made === state.rows.length && paid + failed === state.rows.length
  if (!isWhole) return refuse({ type: 'OrdersRemain', field: null })
  return accept({ type: 'PaymentBatchCompleted', paid, failed })
}

function wrong({ status }: Batch): Decided {
  return refuse({ type: 'WrongBatchStatus', field: null, batchStatus: status })
}

function accept(...events: PaymentBatchEvent[]): Decided {
  return { outcome: 'accepted', events }
}

function refuse(refusal: PaymentBatchRefusal): Decided {
  return { outcome: 'refused', refusal }
}
