import 'server-only'
import { accountAt } from '@/app/_server/accounts/wire'
import {
  inputProblem,
  refusalProblem,
  unavailable,
  unavailableBecause,
} from '@/app/_server/http/problems'
import { takeFrom } from '@/app/_server/limits/take'
import { mayEnter, recordDenial } from '@/app/_server/people/denials'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { DEADLINES, inTime, leftMs } from '@/app/_server/process/deadlines'
import { logFailure } from '@/app/_server/process/log'
import { eventJson } from '@/app/_server/streams/wire'
import type { CommandAnswer, CommandBody } from '@/app/_wire/commands'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { DeadlinePassed } from '@/db/trouble/bounds'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { unreachable } from '@/domain/unreachable'
import { admit } from './admission'
import { readCommand } from './command-body'
import { lookUp } from './lookups'

/**
 * Executes one command from `viewer`. Never throws for invalid input. The command gets a
 * correlation id of its own.
 */
export async function dispatch(
  viewer: Viewer,
  body: unknown,
  zone?: string,
): Promise<CommandAnswer> {
  const [answer] = await dispatchAll(viewer, [body], null, zone)
  return answer ?? refused(unavailable())
}

/**
 * Executes independent commands in order, in one transaction where possible; the answers are in the
 * same order.
 * @param correlationId is stored with the events of all of them
 * @param zone of the sender, for sentences
 */
export async function dispatchAll(
  viewer: Viewer,
  bodies: readonly unknown[],
  correlationId: string | null = crypto.randomUUID(),
  zone = 'UTC',
): Promise<CommandAnswer[]> {
  const barred = mayEnter(viewer, 'sendCommands')
  if (barred) return bodies.map(() => refused(barred))
  const tooMany = takeFrom('commands', viewer.userId, bodies.length)
  if (tooMany) return bodies.map(() => refused(tooMany))
  const read = bodies.map(readCommand)
  try {
    const asked = read.flatMap(command => (command.ok ? [command.body] : []))
    const known = await lookUp(viewer, asked)
    const answers = read.map(async (command): Promise<CommandAnswer> => {
      if (!command.ok) return refused(command.problem)
      const admitted = admit(viewer, command.body, known, correlationId)
      if ('status' in admitted) {
        recordBarred(viewer, command.body, admitted)
        return refused(admitted)
      }
      return answered(command.body, admitted, await executeInTime(admitted), zone)
    })
    return await Promise.all(answers)
  } catch (error) {
    logFailure('Looking up commands failed', error, correlationId ?? undefined)
    return bodies.map(() => refused(unavailableBecause(error) ?? unavailable()))
  }
}

/** The access log has a command that the viewer may not send, or not on this account. */
function recordBarred(viewer: Viewer, body: CommandBody, { status }: Problem): void {
  if (status !== 403 && status !== 404) return
  const subject = 'accountId' in body && isUuid(body.accountId) ? body.accountId : null
  recordDenial(viewer, { right: body.type, subject })
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

function answered(
  body: CommandBody,
  { stream: { type, id } }: CommandEnvelope,
  answer: Answer,
  zone: string,
): CommandAnswer {
  switch (answer.outcome) {
    case 'accepted': {
      const [{ stream, events }] = answer.changes
      const account = accountAt(stream, new Date())
      if (!account) throw new Error(`A command was accepted on ${id}, which holds no account`)
      const { version } = stream
      return { outcome: 'accepted', accountId: id, version, account, events: events.map(eventJson) }
    }
    case 'refused':
      return refused(refusalProblem(type, answer.refusal, inputNames(body), zone))
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

/** The inputs that a refusal calls otherwise than the command that was sent. */
function inputNames(body: CommandBody): Readonly<Record<string, string>> {
  const customer = 'customerEmail'
  if (body.type !== 'Transfer') return { customer }
  return { to: body.toNumber === undefined ? 'toAccountId' : 'toNumber', customer }
}
