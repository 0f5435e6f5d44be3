import type { Aggregate, AnyRefusal, Decision } from '@/domain/event-sourcing/aggregate'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { unreachable } from '@/domain/unreachable'
import type { AlertEvent, Measured, Person, Severity } from './events'

/** What a rule watches, as it stands: raised, or over. One stream for each rule keeps its history. */
export type KnownAlert = Measured & {
  readonly status: 'raised' | 'cleared'
  readonly rule: string
  readonly severity: Severity
  readonly since: string
  /** Who said that they look after it; null while nobody has. */
  readonly acknowledgedBy: Person | null
  /** When it was over; null while it is raised. */
  readonly until: string | null
}

export type Alert = { readonly status: 'none' } | KnownAlert

export type AlertCommand =
  | ({
      readonly type: 'RaiseAlert'
      readonly rule: string
      readonly severity: Severity
      readonly since: string
    } & Measured)
  | { readonly type: 'AcknowledgeAlert'; readonly by: Person }
  | ({ readonly type: 'ClearAlert'; readonly until: string } & Measured)

export type AlertRefusal = AnyRefusal &
  (
    | { readonly type: 'AlertNotRaised'; readonly field: null }
    | { readonly type: 'AlreadyAcknowledged'; readonly field: null; readonly by: string }
  )

type Decided = Decision<AlertEvent, AlertRefusal>

export const ALERT_TYPE = 'Alert'

export function alertStream(id: string): StreamRef {
  return { type: ALERT_TYPE, id }
}

/** A fault of the bank's own running that somebody should look at. */
export const alert: Aggregate<Alert, AlertCommand, AlertEvent, AlertRefusal> = {
  type: ALERT_TYPE,
  initial: { status: 'none' },
  evolve,
  decide,
  sentenceFor,
}

function evolve(state: Alert, event: AlertEvent): Alert {
  if (event.type === 'AlertRaised') {
    const { type: _, ...raised } = event
    return { status: 'raised', ...raised, acknowledgedBy: null, until: null }
  }
  if (state.status === 'none') throw new Error(`${event.type} before anything was raised`)
  switch (event.type) {
    case 'AlertAcknowledged':
      return { ...state, acknowledgedBy: event.by }
    case 'AlertCleared': {
      const { type: _, ...cleared } = event
      return { ...state, ...cleared, status: 'cleared' }
    }
    default:
      return unreachable(event)
  }
}

/** Every instance may tell the same fault: the second time changes nothing. */
function decide(command: AlertCommand, state: Alert, { now }: { readonly now: Date }): Decided {
  const isRaised = state.status === 'raised'
  switch (command.type) {
    case 'RaiseAlert': {
      const { type: _, ...raised } = command
      if (isRaised || isToldBefore(state, raised.since)) return NOTHING
      return happened({ type: 'AlertRaised', ...raised }, raised.since, now)
    }
    case 'ClearAlert': {
      const { type: _, ...cleared } = command
      if (!isRaised) return NOTHING
      return happened({ type: 'AlertCleared', ...cleared }, cleared.until, now)
    }
    case 'AcknowledgeAlert': {
      if (!isRaised) return refuse({ type: 'AlertNotRaised', field: null })
      const { acknowledgedBy } = state
      if (acknowledgedBy === null) {
        return { outcome: 'accepted', events: [{ type: 'AlertAcknowledged', by: command.by }] }
      }
      if (acknowledgedBy.id === command.by.id) return NOTHING
      return refuse({ type: 'AlreadyAcknowledged', field: null, by: acknowledgedBy.name })
    }
    default:
      return unreachable(command)
  }
}

const NOTHING: Decided = { outcome: 'accepted', events: [] }

/** Whether the fault began before the last one was over: it is the same, as another instance saw it. */
function isToldBefore(state: Alert, since: string): boolean {
  return state.status === 'cleared' && state.until !== null && since <= state.until
}

/** Dated when it happened: a fault of the database is recorded when the database is back. */
function happened(event: AlertEvent, at: string, now: Date): Decided {
  const occurredAt = new Date(Math.min(Date.parse(at), now.getTime()))
  return { outcome: 'accepted', events: [event], occurredAt }
}

function refuse(refusal: AlertRefusal): Decided {
  return { outcome: 'refused', refusal }
}

function sentenceFor(refusal: AlertRefusal): string {
  switch (refusal.type) {
    case 'AlertNotRaised':
      return 'This alert is over.'
    case 'AlreadyAcknowledged':
      return `${refusal.by} has already acknowledged this.`
    default:
      return unreachable(refusal)
  }
}
