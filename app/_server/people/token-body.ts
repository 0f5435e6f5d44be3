import 'server-only'
import { z } from 'zod'
import { readInstant } from '@/app/_server/http/instants'
import { inputProblem, problem } from '@/app/_server/http/problems'
import { SCOPES, type Scope, type ServiceRole } from '@/app/_wire/tokens'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { cleanText, textFault } from '@/domain/text/clean'

/** What a token is to be. */
export type AskedToken = {
  readonly name: string
  readonly role: ServiceRole
  readonly scopes: readonly Scope[]
  readonly accountIds: readonly string[] | null
  readonly expiresAt: Date
}

export type ReadToken = { ok: true; token: AskedToken } | { ok: false; problem: Problem }

const TOKEN_NAME_MAX = 60
const TOKEN_DAYS_MAX = 366
const ACCOUNTS_MAX = 1_000

const body = z.strictObject(
  {
    name: z.string({ error: 'Name the service that gets the token.' }),
    role: z.enum(['teller', 'auditor', 'admin'], {
      error: '“role” must be teller, auditor or admin.',
    }),
    scopes: z
      .array(z.enum(SCOPES, { error: `A scope must be one of ${SCOPES.join(', ')}.` }), {
        error: '“scopes” must be a list of scopes.',
      })
      .min(1, { error: 'Choose at least one scope.' })
      .max(SCOPES.length, { error: 'Name each scope once.' }),
    accountIds: z
      .array(z.string().refine(isUuid, { error: 'An account ID must be a UUID.' }), {
        error: '“accountIds” must be a list of account IDs.',
      })
      .min(1, { error: 'Name at least one account, or leave the list out for all of them.' })
      .max(ACCOUNTS_MAX, { error: `A token can have at most ${ACCOUNTS_MAX} accounts.` })
      .nullable()
      .optional(),
    expiresAt: z.string({ error: 'Say until when the token is good.' }),
  },
  { error: 'The request body must be an object with name, role, scopes and expiresAt.' },
)

/** Reads what a token is to be, or says which input is wrong. */
export function readToken(value: unknown, now: Date = new Date()): ReadToken {
  const parsed = body.safeParse(value)
  if (!parsed.success) return { ok: false, problem: unreadable(parsed.error) }
  const { name, role, scopes, accountIds, expiresAt } = parsed.data
  const clean = cleanText('name', name)
  if (clean === '' || textFault('name', clean, TOKEN_NAME_MAX) !== null) {
    return wrong('name', `Name the service, in at most ${TOKEN_NAME_MAX} characters.`)
  }
  if (role !== 'teller' && scopes.includes('commands:write')) {
    return wrong('scopes', 'Only tellers’ tokens can send commands. Leave out “commands:write”.')
  }
  if (scopes.includes('cases:write') && !scopes.includes('commands:write')) {
    return wrong('scopes', 'To write in case files a token needs “commands:write” too.')
  }
  const read = readInstant(expiresAt)
  if (!read.ok) {
    return wrong('expiresAt', 'Use an instant such as 2027-06-30T23:59:59Z.')
  }
  const days = (read.instant.getTime() - now.getTime()) / 86_400_000
  if (days <= 0) return wrong('expiresAt', 'The expiry must be in the future.')
  if (days > TOKEN_DAYS_MAX) {
    return wrong('expiresAt', `A token is good for ${TOKEN_DAYS_MAX} days at most.`)
  }
  const ids = accountIds ? [...new Set(accountIds.map(id => id.toLowerCase()))] : null
  const unique = SCOPES.filter(scope => scopes.includes(scope))
  const token = { name: clean, role, scopes: unique, accountIds: ids, expiresAt: read.instant }
  return { ok: true, token }
}

function wrong(field: string, sentence: string): ReadToken {
  return { ok: false, problem: inputProblem('Malformed', field, sentence) }
}

function unreadable({ issues: [issue] }: z.ZodError): Problem {
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    return inputProblem('Malformed', key.slice(0, 100), 'A token has no such field.')
  }
  const detail = issue?.message ?? 'The request body is invalid.'
  const [field] = issue?.path ?? []
  return field === undefined
    ? problem('Malformed', detail)
    : inputProblem('Malformed', String(field), detail)
}
