import { accountOf } from '@/domain/bank-account/bank-account'
import type { Answer, CommandEnvelope } from '@/domain/event-sourcing/ports'

/** The accounts that all callers share. */
export type Scene = {
  readonly accounts: readonly string[]
  /** Accounts of one currency whose money only goes round among them, so that their sum stays. */
  readonly circle: readonly string[]
}

/** Orders to a writer, one line of JSON each. */
export type Order =
  | { readonly kind: 'send'; readonly envelopes: readonly CommandEnvelope[] }
  | ({ readonly kind: 'write' } & Scene)
  /** Lose one side of the next transfer: a fault to be found. */
  | { readonly kind: 'lose' }
  /** Send nothing more, and report when all pending commands are settled. */
  | { readonly kind: 'rest' }

/** Reports of a writer, one line of JSON each, written before it goes on. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'sent'; readonly envelope: CommandEnvelope }
  | { readonly kind: 'answered'; readonly commandId: string; readonly heard: Heard }
  | { readonly kind: 'unanswered'; readonly commandId: string; readonly reason: string }
  | { readonly kind: 'failure'; readonly text: string }
  | { readonly kind: 'resting' }

/** What a caller keeps of an answer: enough to tell it from any other answer. */
export type Heard =
  | { readonly outcome: 'accepted'; readonly changes: readonly HeardChange[] }
  | { readonly outcome: 'refused' | 'reused'; readonly reason: string }

export type HeardChange = {
  readonly accountId: string
  readonly version: number
  readonly balance: string
  readonly eventIds: readonly string[]
}

/** The answer as its caller keeps it; null without one. */
export function heardOf(answer: Answer): Heard | null {
  switch (answer.outcome) {
    case 'unavailable':
    case 'detached':
      return null
    case 'reused':
      return { outcome: 'reused', reason: '' }
    case 'refused':
      return { outcome: 'refused', reason: answer.refusal.type }
    case 'accepted':
      return {
        outcome: 'accepted',
        changes: answer.changes.map(({ stream, events }) => ({
          accountId: stream.aggregateId,
          version: stream.version,
          balance: String(accountOf(stream)?.balance),
          eventIds: events.map(({ eventId }) => eventId),
        })),
      }
  }
}
