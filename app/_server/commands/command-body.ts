import 'server-only'
import { z } from 'zod'
import { readInstant } from '@/app/_server/http/instants'
import { inputProblem, problem } from '@/app/_server/http/problems'
import { instantRule } from '@/app/_wire/past-faults'
import type { CommandBody, Problem } from '@/app/_wire/types'
import { AMOUNT_LENGTH_MAX } from '@/domain/money/money'
import { printable } from '@/domain/printable'

export type ReadCommand = { ok: true; body: CommandBody } | { ok: false; problem: Problem }

const text = z.string({ error: 'must be a string.' })
const optional = text.nullish().transform(value => value ?? undefined)
const amount = z
  .string({ error: 'must be a string such as "100.00".' })
  .max(AMOUNT_LENGTH_MAX, { error: `can have at most ${AMOUNT_LENGTH_MAX} characters.` })
const commandId = z.guid({ error: 'must be a UUID generated for this command.' }).toLowerCase()

const movement = <Type extends 'Deposit' | 'Withdraw'>(type: Type) =>
  z.strictObject({
    commandId,
    type: z.literal(type),
    accountId: text.toLowerCase(),
    amount,
    note: optional,
    occurredAt: z
      .string({ error: 'must be a string such as "2026-06-30T14:03:00Z".' })
      .transform((value, context) => {
        const read = readInstant(value)
        if (read.ok) return read.instant.toISOString()
        context.addIssue({ code: 'custom', message: instantRule(read.fault) })
        return z.NEVER
      })
      .nullish()
      .transform(value => value ?? undefined),
  })

const command = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      commandId,
      type: z.literal('CreateAccount'),
      owner: text,
      currency: text,
      openingBalance: amount.nullish().transform(value => value ?? undefined),
      reference: optional,
      customerEmail: optional,
    }),
    movement('Deposit'),
    movement('Withdraw'),
  ],
  { error: 'must be CreateAccount, Deposit or Withdraw.' },
)

/** Parses a command; a problem names the field and what is expected there. */
export function readCommand(value: unknown): ReadCommand {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const detail =
      'A command must be a JSON object with commandId, type and the fields of that type.'
    return { ok: false, problem: problem('Malformed', detail) }
  }
  const parsed = command.safeParse(value)
  if (parsed.success) return { ok: true, body: withoutAbsent(parsed.data) }
  const [issue] = parsed.error.issues
  const field = fieldOf(issue)
  const missing = field !== null && !Object.hasOwn(value, field)
  const detail = issue ? sentenceFor(issue, field, missing) : 'The command can’t be read.'
  return {
    ok: false,
    problem: field ? inputProblem('Malformed', field, detail) : problem('Malformed', detail),
  }
}

function fieldOf(issue: z.core.$ZodIssue | undefined): string | null {
  if (issue?.code === 'unrecognized_keys') return printable(issue.keys[0]?.slice(0, 100) ?? '', 100)
  const [first] = issue?.path ?? []
  return typeof first === 'string' ? first : null
}

function sentenceFor(issue: z.core.$ZodIssue, field: string | null, missing: boolean): string {
  if (issue.code === 'unrecognized_keys') return `This command has no field “${field}”.`
  if (missing) return `“${field}” is required: it ${issue.message}`
  return `“${field}” ${issue.message}`
}

type Parsed = z.infer<typeof command>

/** Drops undefined properties, for `exactOptionalPropertyTypes`. */
function withoutAbsent(parsed: Parsed): CommandBody {
  if (parsed.type === 'CreateAccount') {
    const { openingBalance, reference, customerEmail, ...rest } = parsed
    return {
      ...rest,
      ...(openingBalance === undefined ? {} : { openingBalance }),
      ...(reference === undefined ? {} : { reference }),
      ...(customerEmail === undefined ? {} : { customerEmail }),
    }
  }
  const { note, occurredAt, ...rest } = parsed
  return {
    ...rest,
    ...(note === undefined ? {} : { note }),
    ...(occurredAt === undefined ? {} : { occurredAt }),
  }
}
