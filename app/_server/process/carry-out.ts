import 'server-only'
import { findApproved } from '@/db/approvals/approvals'
import type { EventStore } from '@/db/event-store'
import { approvedCommandIds } from '@/db/ids'
import type { Db } from '@/db/query'
import { type Approval, approval, approvalStream } from '@/domain/approval/approval'
import { accountStream } from '@/domain/bank-account/account-stream'
import type { AnyRefusal } from '@/domain/event-sourcing/aggregate'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'
import { stateOf } from '@/domain/event-sourcing/stream'
import { unreachable } from '@/domain/unreachable'
import { BANK } from './hold-expiry'

/** A process that approves a request carries it out at once; the others leave it this long. */
const LEFT_MS = 3_000

const APPROVALS_MAX = 50

/** What the bank needs to do something by itself. */
export type ReactorParts = {
  readonly db: Db
  readonly store: Pick<EventStore, 'caughtUp' | 'getEventStream' | 'present' | 'stateAt'>
  execute(envelope: CommandEnvelope): Promise<Answer>
}

/**
 * Carries out what an approved request asks for, by the six steps as any command, and records what
 * came of it. The ids of both commands follow from the approval's event: whoever does it, and however often
 * after a crash, the account is changed once. The actor is the person who asked; who approved it, the
 * request's stream tells, whose id is the correlation id of the account's events.
 * @returns whether the request is over
 */
export async function carryOut(
  { store, execute }: Pick<ReactorParts, 'store' | 'execute'>,
  approvalId: string,
): Promise<boolean> {
  const { stream } = await store.stateAt(approvalId, {})
  const state: Approval = stateOf(approval, stream) ?? approval.initial
  if (state.status !== 'approved') return true
  const [requested, given] = await store.getEventStream(approvalId, 1, 2)
  if (!requested || !given) throw new Error(`The request ${approvalId} has no approval`)
  const ids = approvedCommandIds(given.eventId)
  const answer = await execute({
    commandId: ids.asked,
    stream: accountStream(state.asked.accountId),
    actor: requested.actor,
    correlationId: approvalId,
    command: state.asked.command,
  })
  const refusal = refusalIn(answer)
  if (refusal === undefined) return false
  const recorded = await execute({
    commandId: ids.outcome,
    stream: approvalStream(approvalId),
    actor: BANK,
    correlationId: approvalId,
    command: { type: 'RecordOutcome', commandId: ids.asked, refusal },
  })
  return recorded.outcome !== 'unavailable'
}

/** Why the account refused; null if it did what was asked, undefined if it has not answered. */
export function refusalIn(answer: Answer): AnyRefusal | null | undefined {
  switch (answer.outcome) {
    case 'accepted':
      return null
    case 'refused':
      return answer.refusal
    case 'reused':
      return { type: 'CommandIdReused', field: null }
    case 'unavailable':
    case 'detached':
      return undefined
    default:
      return unreachable(answer)
  }
}

/**
 * Carries out the approved requests that were left, for example because a process was killed between
 * the approval and the command of the account.
 * @returns whether more may be left
 */
export async function carryOutApproved(parts: ReactorParts, now: Date): Promise<boolean> {
  const by = new Date(now.getTime() - LEFT_MS)
  const left = await findApproved(parts.db, by, APPROVALS_MAX)
  const over = await Promise.all(left.map(id => carryOut(parts, id)))
  return left.length === APPROVALS_MAX && over.every(Boolean)
}
