import { z } from 'zod'
import type { Approval } from '@/domain/approval/approval'
import type { ApprovalEvent } from '@/domain/approval/events'
import { NOTE_LENGTH_MAX, REASON_LENGTH_MAX } from '@/domain/bank-account/rules'
import { AMOUNT_LENGTH_MAX } from '@/domain/money/money'
import { bytesMaxOf } from '@/domain/text/clean'
import { currency } from '../bank-account/amounts'
import type { Codec, EventCodec } from '../codec'

const person = z.object({ id: z.string().min(1).max(64), name: z.string() })
// As it was typed, so it may be longer than what the account would keep.
const amount = z.string().min(1).max(AMOUNT_LENGTH_MAX)
const reason = z.string().min(1).max(bytesMaxOf(REASON_LENGTH_MAX))
const commandId = z.uuid()
const refusal = z.looseObject({ type: z.string(), field: z.string().nullable() })

const movement = {
  amount,
  note: z
    .string()
    .max(4 * bytesMaxOf(NOTE_LENGTH_MAX))
    .nullable(),
  occurredAt: z.iso.datetime().optional(),
  counter: z.enum(['interest', 'fees']).optional(),
}
const command = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Deposit'), ...movement }),
  z.object({ type: z.literal('Withdraw'), ...movement }),
  z.object({
    type: z.literal('ReverseEntry'),
    version: z.int().positive(),
    reason: z.string().max(4 * bytesMaxOf(REASON_LENGTH_MAX)),
    occurredAt: z.iso.datetime().optional(),
    allowOverdrawing: z.boolean(),
    other: z.object({ accountId: z.uuid(), version: z.int().positive() }).nullable(),
  }),
])
const asked = { accountId: z.uuid(), command, amount, currency, by: person }

const first = (schema: EventCodec['schema']): EventCodec => ({ schemaVersion: 1, schema })

const state = z.object({
  status: z.enum(['requested', 'approved', 'rejected', 'withdrawn', 'carried-out', 'failed']),
  asked: z.object(asked),
  decidedBy: person.nullable(),
  reason: reason.nullable(),
  commandId: commandId.nullable(),
  refusal: refusal.nullable(),
})

export const approvalCodec: Codec<Approval, ApprovalEvent> = {
  events: {
    ApprovalRequested: first(z.object(asked)),
    ApprovalGiven: first(z.object({ by: person })),
    ApprovalRejected: first(z.object({ by: person, reason })),
    ApprovalWithdrawn: first(z.object({ by: person })),
    ApprovalCarriedOut: first(z.object({ commandId })),
    ApprovalFailed: first(z.object({ commandId, refusal })),
  },
  shape: 20,
  encodeState: approval => ({ ...approval }),
  decodeState(json) {
    const parsed = state.safeParse(json)
    return parsed.success ? { state: parsed.data as Approval } : null // absent is never undefined here
  },
  bearsOut: approval => approval.status !== 'none',
}
