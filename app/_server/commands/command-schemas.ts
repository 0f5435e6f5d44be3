import 'server-only'
import { z } from 'zod'
import { readInstant } from '@/app/_server/http/instants'
import type { DecisionBody } from '@/app/_wire/approvals'
import type { CaseFileBody } from '@/app/_wire/case-files'
import type { CommandBody } from '@/app/_wire/commands'
import { instantRule } from '@/app/_wire/past-faults'
import type { BatchBody } from '@/app/_wire/payment-batches'
import type { OrderBody } from '@/app/_wire/payment-orders'
import { AMOUNT_LENGTH_MAX } from '@/domain/money/money'

const text = z.string({ error: 'must be a string.' })
const textOrNull = z.string({ error: 'must be a string or null.' }).nullable()
const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform(value => value ?? undefined)

const amount = z
  .string({ error: 'must be a string such as "100.00".' })
  .max(AMOUNT_LENGTH_MAX, { error: `can have at most ${AMOUNT_LENGTH_MAX} characters.` })
const commandId = z.guid({ error: 'must be a UUID generated for this command.' }).toLowerCase()
const holdId = z.guid({ error: 'must be the UUID of a hold.' }).toLowerCase()
const instant = z
  .string({ error: 'must be a string such as "2026-06-30T14:03:00Z".' })
  .transform((value, context) => {
    const read = readInstant(value)
    if (read.ok) return read.instant.toISOString()
    context.addIssue({ code: 'custom', message: instantRule(read.fault) })
    return z.NEVER
  })
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { error: `must be ${inWords(values)}.` })

function numberOf(what: string) {
  const error = `must be the number of ${what}.`
  return z.int({ error }).min(1, { error }).max(2_147_483_647, { error })
}

/** The schemas of the commands on one kind of thing, which each names by `subject`. */
function on<Subject extends z.ZodRawShape>(subject: Subject) {
  return <Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) =>
    z.strictObject({ commandId, type: z.literal(type), ...subject, ...fields })
}

const onAccount = on({ accountId: text.toLowerCase() })
const onRequest = on({ approvalId: text.toLowerCase() })
const onOrder = on({ orderId: text.toLowerCase() })
const onBatch = on({ batchId: text.toLowerCase() })
const onCaseFile = on({ caseFileId: text.toLowerCase() })

const payment = {
  amount: optional(amount),
  rule: optional(
    z.discriminatedUnion(
      'kind',
      [
        z.strictObject({ kind: z.literal('fixed'), amount }),
        z.strictObject({ kind: z.literal('sweep'), above: amount }),
        z.strictObject({ kind: z.literal('top-up'), to: amount }),
      ],
      { error: 'must have a kind (fixed, sweep or top-up) and its amount.' },
    ),
  ),
  schedule: z.strictObject(
    {
      first: text,
      every: text,
      until: optional(text),
      count: optional(z.number({ error: 'must have a whole number as its count.' })),
      holidays: optional(text),
      lastDay: optional(z.boolean({ error: 'must have true or false as lastDay.' })),
    },
    { error: 'must be an object with first and every.' },
  ),
  reference: optional(text),
}

const onNewOrder = on({
  orderId: optional(text.toLowerCase()),
  accountId: text.toLowerCase(),
  toAccountId: optional(text.toLowerCase()),
  toNumber: optional(text),
  ...payment,
})

const movement = {
  amount,
  note: optional(text),
  occurredAt: optional(instant),
  counter: optional(oneOf(['interest', 'fees'])),
}

const eventRef = { streamId: text.toLowerCase(), version: numberOf('an event') }

const schemas = [
  z.strictObject({
    commandId,
    type: z.literal('CreateAccount'),
    owner: text,
    currency: text,
    openingBalance: optional(amount),
    reference: optional(text),
    customerEmail: optional(text),
  }),
  onAccount('Deposit', movement),
  onAccount('Withdraw', movement),
  onAccount('Transfer', {
    toAccountId: optional(text.toLowerCase()),
    toNumber: optional(text),
    amount,
    reference: optional(text),
  }),
  onAccount('SetOverdraftLimit', { limit: amount }),
  onAccount('SetLimits', {
    perMovement: amount.nullable().optional(),
    perDay: amount.nullable().optional(),
    timeZone: optional(text),
  }),
  onAccount('PlaceHold', { amount, expiresAt: instant, note: optional(text) }),
  onAccount('CaptureHold', { holdId, amount: optional(amount) }),
  onAccount('ReleaseHold', { holdId }),
  onAccount('FreezeAccount', { scope: oneOf(['debits', 'credits', 'all']), reason: text }),
  onAccount('UnfreezeAccount', {}),
  onAccount('CloseAccount', {}),
  onAccount('ReverseEntry', {
    version: numberOf('an entry'),
    reason: text,
    occurredAt: optional(instant),
    allowOverdrawing: optional(z.boolean({ error: 'must be true or false.' })),
  }),
  onAccount('RenameAccount', { owner: text }),
  onAccount('SetReference', { reference: textOrNull }),
  onAccount('AssignCustomer', { customerEmail: textOrNull }),
  onAccount('AssignSecondCustomer', {
    customerEmail: textOrNull,
    rights: optional(oneOf(['read', 'operate'])),
  }),
  onNewOrder('DraftPaymentOrder', {}),
  onNewOrder('CreatePaymentOrder', {}),
  onOrder('SubmitPaymentOrder', {}),
  onOrder('ChangePaymentOrder', payment),
  onOrder('ApprovePaymentOrder', {}),
  onOrder('RejectPaymentOrder', { reason: text }),
  onOrder('PausePaymentOrder', {}),
  onOrder('ResumePaymentOrder', {}),
  onOrder('CancelPaymentOrder', {}),
  onBatch('ApprovePaymentBatch', {}),
  onBatch('RejectPaymentBatch', { reason: text }),
  onBatch('WithdrawPaymentBatch', {}),
  z.strictObject({
    commandId,
    type: z.literal('OpenCaseFile'),
    caseFileId: optional(text.toLowerCase()),
    accountId: optional(text.toLowerCase()),
    personId: optional(text),
    title: text,
    text,
  }),
  onCaseFile('ReviseCaseFile', {
    expectedVersion: numberOf('a version of the text'),
    text,
    why: optional(text),
  }),
  onCaseFile('RenameCaseFile', { expectedTitle: text, title: text }),
  onCaseFile('AssignCaseFile', { assigneeEmail: textOrNull }),
  onCaseFile('SetCaseFileDue', { due: textOrNull }),
  onCaseFile('LinkCaseFileEvent', eventRef),
  onCaseFile('UnlinkCaseFileEvent', eventRef),
  onCaseFile('CloseCaseFile', {}),
  onCaseFile('ReopenCaseFile', {}),
  onRequest('ApproveRequest', {}),
  onRequest('RejectRequest', { reason: text }),
  onRequest('WithdrawRequest', {}),
] as const

const types = schemas.map(
  ({ shape }): (CommandBody | DecisionBody | OrderBody | BatchBody | CaseFileBody)['type'] =>
    shape.type.value,
)

/** Every command as programs and forms send it. */
export const command = z.discriminatedUnion('type', schemas, {
  error: `must be ${inWords(types)}.`,
})

function inWords(names: readonly string[]): string {
  return names.length === 1
    ? String(names[0])
    : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}
