import { reasonOf } from '@/domain/bank-account/rules'
import type { Aggregate, AnyRefusal, Decision } from '@/domain/event-sourcing/aggregate'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { unreachable } from '@/domain/unreachable'
import type { ApprovalEvent, Asked, Person } from './events'
import { type ApprovalRefusal, type ReasonRefusal, sentenceFor } from './refusal'

/** What became of a request, so far. */
export type ApprovalStatus =
  | 'requested'
  | 'approved'
  | 'rejected'
  | 'withdrawn'
  | 'carried-out'
  | 'failed'

export type Requested = {
  readonly status: ApprovalStatus
  readonly asked: Asked
  /** Who approved, rejected or withdrew it; null while it waits. */
  readonly decidedBy: Person | null
  /** Why it was rejected. */
  readonly reason: string | null
  /** The asked command, once the account has answered it. */
  readonly commandId: string | null
  /** What the account said to it, if that was no. */
  readonly refusal: AnyRefusal | null
}

export type Approval = { readonly status: 'none' } | Requested

/** Who decides: a program can't. */
export type Decider = Person & { readonly kind: 'person' | 'service' }

export type ApprovalCommand =
  | { readonly type: 'RequestApproval'; readonly asked: Asked }
  | { readonly type: 'ApproveRequest'; readonly by: Decider }
  | { readonly type: 'RejectRequest'; readonly by: Decider; readonly reason: string }
  | { readonly type: 'WithdrawRequest'; readonly by: Decider }
  /** What the account said to the asked command; `refusal` is null if it was carried out. */
  | {
      readonly type: 'RecordOutcome'
      readonly commandId: string
      readonly refusal: AnyRefusal | null
    }

type Decided = Decision<ApprovalEvent, ApprovalRefusal>

export const APPROVAL_TYPE = 'Approval'

export function approvalStream(id: string): StreamRef {
  return { type: APPROVAL_TYPE, id }
}

/** A command that one member of the staff asks for and another one decides on: four eyes. */
export const approval: Aggregate<Approval, ApprovalCommand, ApprovalEvent, ApprovalRefusal> = {
  type: APPROVAL_TYPE,
  initial: { status: 'none' },
  evolve,
  decide,
  sentenceFor,
}

function evolve(state: Approval, event: ApprovalEvent): Approval {
  if (event.type === 'ApprovalRequested') {
    const { type: _, ...asked } = event
    const none = { decidedBy: null, reason: null, commandId: null, refusal: null }
    return { status: 'requested', asked, ...none }
  }
  if (state.status === 'none') throw new Error(`${event.type} before anything was requested`)
  switch (event.type) {
    case 'ApprovalGiven':
      return { ...state, status: 'approved', decidedBy: event.by }
    case 'ApprovalRejected':
      return { ...state, status: 'rejected', decidedBy: event.by, reason: event.reason }
    case 'ApprovalWithdrawn':
      return { ...state, status: 'withdrawn', decidedBy: event.by }
    case 'ApprovalCarriedOut':
      return { ...state, status: 'carried-out', commandId: event.commandId }
    case 'ApprovalFailed': {
      const { commandId, refusal } = event
      return { ...state, status: 'failed', commandId, refusal }
    }
    default:
      return unreachable(event)
  }
}

function decide(command: ApprovalCommand, state: Approval): Decided {
  if (command.type === 'RequestApproval') {
    if (state.status !== 'none') return refuse({ type: 'AlreadyRequested', field: null })
    return accept({ type: 'ApprovalRequested', ...command.asked })
  }
  if (state.status === 'none') return refuse({ type: 'ApprovalNotFound', field: null })
  if (command.type === 'RecordOutcome') return outcomeOf(command, state)
  const decided = alreadyDecided(state)
  if (decided) return refuse(decided)
  const { by } = command
  const isOwn = by.id === state.asked.by.id
  const person = { id: by.id, name: by.name }
  if (command.type === 'WithdrawRequest') {
    if (!isOwn) return refuse({ type: 'NotYourRequest', field: null, by: state.asked.by.name })
    return accept({ type: 'ApprovalWithdrawn', by: person })
  }
  if (by.kind !== 'person') return refuse({ type: 'DecidedByPeopleOnly', field: null })
  if (isOwn) return refuse({ type: 'OwnRequest', field: null })
  if (command.type === 'ApproveRequest') return accept({ type: 'ApprovalGiven', by: person })
  const reason = reasonOf(command.reason)
  if (typeof reason !== 'string') return refuse(reason as ReasonRefusal) // a text has no others
  return accept({ type: 'ApprovalRejected', by: person, reason })
}

/** Every process may say what came of it: the second time changes nothing. */
function outcomeOf(
  { commandId, refusal }: Extract<ApprovalCommand, { type: 'RecordOutcome' }>,
  { status }: Requested,
): Decided {
  if (status === 'carried-out' || status === 'failed') return { outcome: 'accepted', events: [] }
  if (status !== 'approved') return refuse({ type: 'NotApproved', field: null })
  return accept(
    refusal === null
      ? { type: 'ApprovalCarriedOut', commandId }
      : { type: 'ApprovalFailed', commandId, refusal },
  )
}

function alreadyDecided({ status, decidedBy }: Requested): ApprovalRefusal | null {
  if (status === 'requested') return null
  const how = status === 'rejected' || status === 'withdrawn' ? status : 'approved'
  return { type: 'AlreadyDecided', field: null, how, by: decidedBy?.name ?? '' }
}

function accept(event: ApprovalEvent): Decided {
  return { outcome: 'accepted', events: [event] }
}

function refuse(refusal: ApprovalRefusal): Decided {
  return { outcome: 'refused', refusal }
}
