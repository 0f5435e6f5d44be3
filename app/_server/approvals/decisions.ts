import 'server-only'
import { answerProblem, problem } from '@/app/_server/http/problems'
import { recordDenial } from '@/app/_server/people/denials'
import { type Moved, mustProve } from '@/app/_server/people/proof'
import { mayDo, type Right } from '@/app/_server/people/rights'
import type { Viewer } from '@/app/_server/people/viewer'
import { bank } from '@/app/_server/process/bank'
import { carryOut } from '@/app/_server/process/carry-out'
import { executeInTime } from '@/app/_server/process/execute-in-time'
import { logFailure } from '@/app/_server/process/log'
import type { ApprovalJson, DecisionBody } from '@/app/_wire/approvals'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { findRoleOfToken } from '@/db/people/tokens'
import { findActive } from '@/db/people/users'
import { type ApprovalCommand, approvalStream, type Decider } from '@/domain/approval/approval'
import type { Asked } from '@/domain/approval/events'
import type { Actor, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { parseAmount } from '@/domain/money/money'
import { approvalJson, approvalNotFound, readRequest } from './approvals'

type Decided = { readonly approval: ApprovalJson } | Problem

/** The right that each decision takes; who asked may withdraw what they may still ask for. */
const RIGHT_FOR = {
  ApproveRequest: 'approve',
  RejectRequest: 'reject',
  WithdrawRequest: 'reverse',
} as const satisfies Record<DecisionBody['type'], Right>

/**
 * Decides on a request. What is approved is carried out at once; if this process is killed before
 * that, any other does it (`carry-out.ts`).
 */
export async function decideOn(viewer: Viewer, body: DecisionBody, zone: string): Promise<Decided> {
  const right = RIGHT_FOR[body.type]
  const barred = mayDo(viewer, right)
  if (barred) recordDenial(viewer, { right, subject: body.approvalId })
  if (barred) return barred
  const approvalId = body.approvalId.toLowerCase()
  const requested = isUuid(approvalId) ? await readRequest(approvalId) : null
  if (!requested) return approvalNotFound()
  const { asked, status } = requested.state
  if (body.type === 'ApproveRequest' && status === 'requested') {
    const lost = await lostRight(requested.actor, asked.by.name)
    const stopped = lost ?? mustProve(viewer, right, movedBy(asked))
    if (stopped) return stopped
  }
  const answer = await executeInTime(envelopeOf(viewer, body, approvalId))
  if (answer.outcome !== 'accepted') {
    return answerProblem(approvalStream(approvalId).type, answer, {}, zone)
  }
  if (body.type === 'ApproveRequest') await tryCarryOut(approvalId)
  const decided = await readRequest(approvalId)
  return decided ? { approval: approvalJson(decided, zone) } : approvalNotFound()
}

function movedBy({ amount, currency }: Asked): Moved {
  const parsed = parseAmount(amount, currency)
  return parsed.ok ? { minor: parsed.minor, currency } : 'unknown'
}

function envelopeOf(viewer: Viewer, body: DecisionBody, approvalId: string): CommandEnvelope {
  const { userId: id, name, role, kind } = viewer
  const by: Decider = { id, name, kind }
  const command: ApprovalCommand =
    body.type === 'RejectRequest'
      ? { type: body.type, by, reason: body.reason }
      : { type: body.type, by }
  const actor = { id, name, role }
  const { commandId } = body
  return {
    commandId,
    stream: approvalStream(approvalId),
    actor,
    correlationId: approvalId,
    command,
  }
}

/** The request is approved whatever happens here. */
async function tryCarryOut(approvalId: string): Promise<void> {
  await carryOut({ store: bank().store, execute: executeInTime }, approvalId).catch(error =>
    logFailure('An approved request could not be carried out yet', error, approvalId),
  )
}

/** Nothing is done in the name of somebody who may no longer ask for it, or of such a service. */
async function lostRight({ id }: Actor, name: string): Promise<Problem | null> {
  const { db } = bank()
  const role = isUuid(id) ? await findRoleOfToken(db, id, new Date()) : undefined
  if ((role ?? (await findActive(db, id))) === 'teller') return null
  const detail = `${name} is no longer a teller, so this can’t be approved. Reject it instead.`
  return problem('NotAllowed', detail)
}
