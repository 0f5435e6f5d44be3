import { z } from 'zod'
import { REASON_LENGTH_MAX, TRANSFER_REFERENCE_LENGTH_MAX } from '@/domain/bank-account/rules'
import { isDate } from '@/domain/event-sourcing/calendar-date'
import { formatAmount } from '@/domain/money/money'
import type { BatchRow, PaymentBatchEvent } from '@/domain/payment-batch/events'
import type { Batch, PaymentBatch } from '@/domain/payment-batch/payment-batch'
import { bytesMaxOf } from '@/domain/text/clean'
import { currency, decimal, minorOf } from '../bank-account/amounts'
import type { Codec, Data, EventCodec } from '../codec'

const person = z.object({ id: z.string().min(1).max(64), name: z.string() })
const count = z.int().nonnegative()
const line = z.int().positive()

const subject = {
  accountId: z.uuid(),
  currency,
  timeZone: z.string().max(64),
  by: person,
  file: z.object({
    name: z.string(),
    format: z.enum(['csv', 'pain.001']),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
  }),
}
const row = {
  line,
  to: z.object({ accountId: z.uuid(), number: z.string(), owner: z.string() }),
  date: z.string().refine(isDate, 'is no date'),
  reference: z.string().max(bytesMaxOf(TRANSFER_REFERENCE_LENGTH_MAX)).nullable(),
}
const storedRow = z.object({ ...row, amount: decimal })
const plainRow = z.object({ ...row, amount: z.bigint() })
type StoredRow = z.infer<typeof storedRow>
const refusedRow = z.object({ line, sentence: z.string() })

const readRow = (stored: StoredRow, currency: string): BatchRow => ({
  ...stored,
  amount: minorOf(stored.amount, currency),
})
const writtenRow = (plain: BatchRow, currency: string): StoredRow => ({
  ...plain,
  amount: formatAmount(plain.amount, currency),
})

/** Rows, whose amounts are in the event's currency. */
const rowsAdded: z.ZodType<object, Data> = z.codec(
  z.object({ currency, rows: z.array(storedRow) }) as z.ZodObject,
  z.object({ currency, rows: z.array(plainRow) }) as z.ZodObject,
  {
    decode: data => ({
      ...data,
      rows: (data.rows as StoredRow[]).map(one => readRow(one, String(data.currency))),
    }),
    encode: data => ({
      ...data,
      rows: (data.rows as BatchRow[]).map(one => writtenRow(one, String(data.currency))),
    }),
  },
)

const first = (schema: EventCodec['schema']): EventCodec => ({ schemaVersion: 1, schema })
const refusedRows = z.array(refusedRow)

const events = {
  PaymentBatchUploaded: first(z.object(subject)),
  PaymentBatchRowsAdded: first(rowsAdded),
  PaymentBatchRowsRefused: first(z.object({ rows: refusedRows })),
  PaymentBatchSubmitted: first(z.object({ needsApproval: z.boolean() })),
  PaymentBatchApproved: first(z.object({ by: person })),
  PaymentBatchRejected: first(
    z.object({ by: person, reason: z.string().min(1).max(bytesMaxOf(REASON_LENGTH_MAX)) }),
  ),
  PaymentBatchWithdrawn: first(z.object({ by: person })),
  PaymentBatchOrdersMade: first(z.object({ upTo: count, refused: refusedRows })),
  PaymentBatchCompleted: first(z.object({ paid: count, failed: count })),
} satisfies Record<PaymentBatchEvent['type'], EventCodec>

const state = z.object({
  ...subject,
  status: z.enum(['submitted', 'running', 'rejected', 'withdrawn', 'completed']),
  rows: z.array(storedRow),
  refused: refusedRows,
  total: decimal,
  made: count,
  unmade: refusedRows,
  decidedBy: person.nullable(),
  reason: z.string().nullable(),
  outcome: z.object({ paid: count, failed: count }).nullable(),
})

export const paymentBatchCodec: Codec<PaymentBatch, PaymentBatchEvent> = {
  events,
  shape: 60,
  encodeState(batch) {
    if (batch.status === 'none') return { status: 'none' }
    const { rows, total, currency } = batch
    return {
      ...batch,
      rows: rows.map(one => writtenRow(one, currency)),
      total: formatAmount(total, currency),
    }
  },
  decodeState(json) {
    const parsed = state.safeParse(json)
    if (!parsed.success) return null
    const { rows, total, ...batch } = parsed.data
    const amounts = {
      rows: rows.map(one => readRow(one, batch.currency)),
      total: minorOf(total, batch.currency),
    }
    return { state: { ...batch, ...amounts } satisfies Batch }
  },
  bearsOut: batch => batch.status !== 'none',
}
