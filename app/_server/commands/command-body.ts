import 'server-only'
import type { z } from 'zod'
import { inputProblem, problem } from '@/app/_server/http/problems'
import type { DecisionBody } from '@/app/_wire/approvals'
import type { CaseFileBody } from '@/app/_wire/case-files'
import type { CommandBody } from '@/app/_wire/commands'
import type { BatchBody } from '@/app/_wire/payment-batches'
import type { OrderBody } from '@/app/_wire/payment-orders'
import type { Problem } from '@/app/_wire/types'
import { printable } from '@/domain/text/printable'
import { command } from './command-schemas'

/** A command on an account, a payment order, a batch or a case file, or a decision on a request. */
export type AnyBody = CommandBody | DecisionBody | OrderBody | BatchBody | CaseFileBody

/** Whether a command is about a request that waits for a second member of the staff. */
export function isDecision(body: AnyBody): body is DecisionBody {
  return 'approvalId' in body
}

/** Whether a command is about a payment order. */
export function isOfOrder(body: AnyBody): body is OrderBody {
  return body.type.endsWith('PaymentOrder')
}

/** Whether a command is about a batch of payments. */
export function isOfBatch(body: AnyBody): body is BatchBody {
  return 'batchId' in body
}

/** Whether a command is about a case file. */
export function isOfCaseFile(body: AnyBody): body is CaseFileBody {
  return body.type === 'OpenCaseFile' || 'caseFileId' in body
}

/** Whether a command is about an account. */
export function isOfAccount(body: AnyBody): body is CommandBody {
  return !isDecision(body) && !isOfOrder(body) && !isOfBatch(body) && !isOfCaseFile(body)
}

export type ReadCommand = { ok: true; body: AnyBody } | { ok: false; problem: Problem }

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

/** Drops undefined properties, for `exactOptionalPropertyTypes`. */
function withoutAbsent(parsed: z.infer<typeof command>): AnyBody {
  const present = Object.entries(parsed).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as AnyBody // as its schema parsed it
}
