import 'server-only'
import { accountAt } from '@/app/_server/accounts/wire'
import { decideOn } from '@/app/_server/approvals/decisions'
import { askedIn, type Looked, sendForApproval } from '@/app/_server/approvals/requests'
import { commandCaseFile } from '@/app/_server/case-files/case-commands'
import { answerProblem, unavailable, unavailableBecause } from '@/app/_server/http/problems'
import { takeFrom } from '@/app/_server/limits/take'
import { commandBatch } from '@/app/_server/payment-batches/batch-commands'
import { type AskedOrder, commandOrder } from '@/app/_server/payment-orders/order-commands'
import { mayEnter, recordDenial } from '@/app/_server/people/denials'
import type { Viewer } from '@/app/_server/people/viewer'
import { executeInTime } from '@/app/_server/process/execute-in-time'
import { logFailure } from '@/app/_server/process/log'
import { noteCommand } from '@/app/_server/process/request-notes'
import { eventJson } from '@/app/_server/streams/wire'
import type { DecisionBody } from '@/app/_wire/approvals'
import type { CaseFileBody } from '@/app/_wire/case-files'
import type { CommandAnswer, CommandBody } from '@/app/_wire/commands'
import type { BatchBody } from '@/app/_wire/payment-batches'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { admit, unproven } from './admission'
import {
  isDecision,
  isOfAccount,
  isOfBatch,
  isOfCaseFile,
  isOfOrder,
  type ReadCommand,
  readCommand,
} from './command-body'
import { type Known, lookUp, payeeOf } from './lookups'

/**
 * Executes one command from `viewer`. Never throws for invalid input.
 * @param correlationId is stored with its events, such as the trace that it belongs to
 */
export async function dispatch(
  viewer: Viewer,
  body: unknown,
  zone?: string,
  correlationId: string | null = null,
): Promise<CommandAnswer> {
  const [answer] = await dispatchAll(viewer, [body], correlationId, zone)
  return answer ?? refused(unavailable('fault'))
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
  const answers = await answersTo(viewer, bodies, correlationId, zone)
  for (const [n, answer] of answers.entries()) noteCommand(idIn(bodies[n]), outcomeIn(answer))
  return answers
}

/** The id as it was sent, which may be anything. */
function idIn(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'commandId' in body ? body.commandId : null
}

function outcomeIn(answer: CommandAnswer): string {
  if (answer.outcome !== 'refused') return answer.outcome
  return answer.problem.status === 503 ? 'unavailable' : 'refused'
}

async function answersTo(
  viewer: Viewer,
  bodies: readonly unknown[],
  correlationId: string | null,
  zone: string,
): Promise<CommandAnswer[]> {
  const barred = mayEnter(viewer, 'sendCommands')
  if (barred) return bodies.map(() => refused(barred))
  const tooMany = takeFrom('commands', viewer.userId, bodies.length)
  if (tooMany) return bodies.map(() => refused(tooMany))
  const read = bodies.map(readCommand)
  try {
    const asked = read.flatMap(one => (one.ok ? [one.body] : []))
    const known = await lookUp(viewer, asked.filter(isOfAccount), asked.filter(isOfOrder))
    const tasks = await Promise.all(read.map(one => taskOf(viewer, one, known, correlationId)))
    // Nothing is awaited between two commands, so that they enter the queue in their order.
    return await Promise.all(tasks.map(task => run(viewer, task, zone)))
  } catch (error) {
    logFailure('Looking up commands failed', error, correlationId ?? undefined)
    return bodies.map(() => refused(unavailableBecause(error) ?? unavailable('fault')))
  }
}

/** What is to be done for one command. */
type Task =
  | { readonly problem: Problem }
  | { readonly decision: DecisionBody }
  | { readonly order: AskedOrder }
  | { readonly ofBatch: BatchBody }
  | { readonly ofCaseFile: CaseFileBody }
  | {
      readonly body: CommandBody
      readonly envelope: CommandEnvelope
      readonly looked: Looked
    }

async function taskOf(
  viewer: Viewer,
  command: ReadCommand,
  known: Known,
  correlationId: string | null,
): Promise<Task> {
  if (!command.ok) return command
  const { body } = command
  if (isDecision(body)) return { decision: body }
  if (isOfBatch(body)) return { ofBatch: body }
  if (isOfCaseFile(body)) return { ofCaseFile: body }
  if (isOfOrder(body)) {
    return { order: { body, to: 'accountId' in body ? payeeOf(body, known) : null } }
  }
  const envelope = admit(viewer, body, known, correlationId)
  if ('status' in envelope) {
    recordBarred(viewer, body, envelope)
    return { problem: envelope }
  }
  const { problem, done } = await unproven(viewer, body, known)
  if (problem) return { problem }
  const { asked, done: forget } = await askedIn(envelope)
  const allDone = () => {
    done()
    forget()
  }
  return { body, envelope, looked: { asked, done: allDone } }
}

/** Carries a command out, or sends it to a second member of the staff if it needs one. */
async function run(viewer: Viewer, task: Task, zone: string): Promise<CommandAnswer> {
  if ('problem' in task) return refused(task.problem)
  if ('decision' in task) {
    const decided = await decideOn(viewer, task.decision, zone)
    return 'status' in decided ? refused(decided) : { outcome: 'decided', ...decided }
  }
  if ('order' in task) {
    const ordered = await commandOrder(viewer, task.order, zone)
    return 'status' in ordered ? refused(ordered) : { outcome: 'ordered', ...ordered }
  }
  if ('ofBatch' in task) {
    const done = await commandBatch(viewer, task.ofBatch, zone)
    return 'status' in done ? refused(done) : { outcome: 'batched', ...done }
  }
  if ('ofCaseFile' in task) {
    const filed = await commandCaseFile(viewer, task.ofCaseFile, zone)
    return 'status' in filed ? refused(filed) : { outcome: 'filed', ...filed }
  }
  const { body, envelope, looked } = task
  const { asked, done } = looked
  if (!asked) {
    return answered(body, envelope, await executeInTime(envelope).finally(done), zone)
  }
  const sent = await sendForApproval(envelope, asked)
  if ('answer' in sent) return answered(body, envelope, sent.answer, zone)
  return { outcome: 'requested', approvalId: sent.approvalId, accountId: envelope.stream.id }
}

/** The access log has a command that the viewer may not send, or not on this account. */
function recordBarred(viewer: Viewer, body: CommandBody, { status }: Problem): void {
  if (status !== 403 && status !== 404) return
  const subject = 'accountId' in body && isUuid(body.accountId) ? body.accountId : null
  recordDenial(viewer, { right: body.type, subject })
}

function answered(
  body: CommandBody,
  { stream: { type, id } }: CommandEnvelope,
  answer: Answer,
  zone: string,
): CommandAnswer {
  if (answer.outcome !== 'accepted') {
    return refused(answerProblem(type, answer, inputNames(body), zone))
  }
  const [{ stream, events }] = answer.changes
  const account = accountAt(stream, new Date())
  if (!account) throw new Error(`A command was accepted on ${id}, which holds no account`)
  const { version } = stream
  return { outcome: 'accepted', accountId: id, version, account, events: events.map(eventJson) }
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
