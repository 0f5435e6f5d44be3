import 'server-only'
import { accountAt } from '@/app/_server/accounts/wire'
import {
  accountNotFound,
  inputProblem,
  problem,
  refusalProblem,
  unavailable,
  unavailableBecause,
} from '@/app/_server/http/problems'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { DEADLINES, inTime, leftMs } from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { eventJson } from '@/app/_server/streams/wire'
import type { CommandAnswer, CommandBody, Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { findOwnAccounts } from '@/db/accounts/accounts'
import { accountIdFor } from '@/db/ids'
import { findCustomers } from '@/db/people/users'
import { DeadlinePassed } from '@/db/trouble/bounds'
import { bankAccount } from '@/domain/bank-account/bank-account'
import type { Command } from '@/domain/bank-account/decisions'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { unreachable } from '@/domain/unreachable'
import { readCommand } from './command-body'

/**
 * Executes one command from `viewer`. Never throws for invalid input. The command gets a
 * correlation id of its own.
 */
export async function dispatch(viewer: Viewer, body: unknown): Promise<CommandAnswer> {
  const [answer] = await dispatchAll(viewer, [body], null)
  return answer ?? refused(unavailable())
}

/**
 * Executes independent commands in order, in one transaction where possible; the answers are in the
 * same order.
 * @param correlationId is stored with the events of all of them
 */
export async function dispatchAll(
  viewer: Viewer,
  bodies: readonly unknown[],
  correlationId: string | null = crypto.randomUUID(),
): Promise<CommandAnswer[]> {
  if (viewer.role === 'auditor') {
    const readOnly = 'Auditors can read everything but change nothing.'
    return bodies.map(() => refused(problem('NotAllowed', readOnly)))
  }
  const read = bodies.map(readCommand)
  try {
    const asked = read.flatMap(command => (command.ok ? [command.body] : []))
    const known = await lookUp(viewer, asked)
    const answers = read.map(async (command): Promise<CommandAnswer> => {
      if (!command.ok) return refused(command.problem)
      const admitted = admit(viewer, command.body, known, correlationId)
      if ('status' in admitted) return refused(admitted)
      return answered(admitted, await executeInTime(admitted))
    })
    return await Promise.all(answers)
  } catch (error) {
    logFailure('Looking up commands failed', error, correlationId ?? undefined)
    return bodies.map(() => refused(unavailableBecause(error) ?? unavailable()))
  }
}

/** Reserved for writing the answer, out of the time that the request has left. */
const ANSWER_MS = 200

/** Time lost before the command starts counts against the request's deadline. */
function executeInTime(envelope: CommandEnvelope): Promise<Answer> {
  const left = leftMs() ?? DEADLINES.command
  return inTime(left - ANSWER_MS, () => bank().execute(envelope)).catch((error: unknown) => {
    if (error instanceof DeadlinePassed) return { outcome: 'unavailable', reason: 'outage' }
    throw error
  })
}

type Known = {
  /** The accounts named in the commands that the viewer may operate; null: any. */
  readonly own: ReadonlySet<string> | null
  readonly customerIds: ReadonlyMap<string, string>
}

/** Looks up everything that authorising the commands needs, in one go. */
async function lookUp(viewer: Viewer, bodies: readonly CommandBody[]): Promise<Known> {
  const { db } = bank()
  if (viewer.role === 'customer') {
    const ids = bodies.flatMap(body => (body.type === 'CreateAccount' ? [] : [body.accountId]))
    const own = await findOwnAccounts(db, viewer.userId, [...new Set(ids)].filter(isUuid))
    return { own: new Set(own), customerIds: new Map() }
  }
  const emails = bodies.flatMap(body => emailOf(body) ?? [])
  const customers = await findCustomers(db, [...new Set(emails)])
  return { own: null, customerIds: new Map(customers.map(({ email, id }) => [email, id])) }
}

/** The command in its envelope, or why this viewer can't send it. */
function admit(
  viewer: Viewer,
  body: CommandBody,
  { own, customerIds }: Known,
  correlationId: string | null,
): CommandEnvelope | Problem {
  const { commandId } = body
  const actor = { id: viewer.userId, name: viewer.name, role: viewer.role }
  if (body.type !== 'CreateAccount') {
    const { accountId, type, amount, note = null, occurredAt } = body
    const movement = { type, amount, note }
    const command: Command = occurredAt === undefined ? movement : { ...movement, occurredAt }
    if (!isUuid(accountId) || (own && !own.has(accountId))) return accountNotFound()
    if (occurredAt !== undefined && viewer.role !== 'teller') return lateNotAllowed()
    return { commandId, stream: streamOf(accountId), actor, correlationId, command }
  }
  const email = emailOf(body)
  if (viewer.role === 'customer' && email !== null) {
    const detail = 'Only a teller can open an account for someone else.'
    return inputProblem('NotAllowed', 'customerEmail', detail)
  }
  const customerId = email === null ? ownAccountOf(viewer) : customerIds.get(email)
  if (customerId === undefined) {
    const detail = 'No customer has this e-mail address.'
    return inputProblem('UnknownCustomer', 'customerEmail', detail)
  }
  const { owner, currency, openingBalance = '0', reference = null } = body
  const command: Command = {
    type: 'CreateAccount',
    owner,
    currency,
    openingBalance,
    reference,
    customerId,
  }
  const stream = streamOf(accountIdFor(commandId))
  return { commandId, stream, actor, correlationId, command }
}

function streamOf(id: string): StreamRef {
  return { type: bankAccount.type, id }
}

function lateNotAllowed(): Problem {
  const detail = 'Only tellers can post with an earlier effective date.'
  return inputProblem('NotAllowed', 'occurredAt', detail)
}

/** An account opened by a customer is their own; one opened by a teller has no owner yet. */
function ownAccountOf(viewer: Viewer): string | null {
  return viewer.role === 'customer' ? viewer.userId : null
}

/** The customer's e-mail as it is stored; null when none was given. */
function emailOf(body: CommandBody): string | null {
  if (body.type !== 'CreateAccount') return null
  const email = body.customerEmail?.trim().toLowerCase().replaceAll('\0', '\uFFFD')
  return email || null
}

function answered({ stream: { type, id } }: CommandEnvelope, answer: Answer): CommandAnswer {
  switch (answer.outcome) {
    case 'accepted': {
      const [{ stream, events }] = answer.changes
      const account = accountAt(stream)
      if (!account) throw new Error(`A command was accepted on ${id}, which holds no account`)
      const { version } = stream
      return { outcome: 'accepted', accountId: id, version, account, events: events.map(eventJson) }
    }
    case 'refused':
      return refused(refusalProblem(type, answer.refusal))
    case 'reused':
      return refused(
        inputProblem(
          'CommandIdReused',
          'commandId',
          'This command ID was already used for a different command. Generate a new one.',
        ),
      )
    case 'unavailable':
      return refused(unavailable(answer.reason))
    default:
      return unreachable(answer)
  }
}

function refused(of: Problem): CommandAnswer {
  return { outcome: 'refused', problem: of }
}
