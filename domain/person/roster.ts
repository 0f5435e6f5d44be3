import type { Aggregate } from '@/domain/event-sourcing/aggregate'
import type { StreamRef } from '@/domain/event-sourcing/operation'

/** Who came to and left the administrators that can sign in; by the ids of people. */
export type RosterEvent =
  | { readonly type: 'AdministratorAdded'; readonly personId: string }
  | { readonly type: 'AdministratorRemoved'; readonly personId: string }

export type Roster = { readonly administrators: readonly string[] }

/**
 * The administrators who can sign in. “One of them remains” is a rule over the streams of several
 * people, and two of these may change at the same moment. So every command that changes a person is
 * decided on this one stream too, and is saved only if it is still at the version that was read:
 * of two administrators who disable each other, the second is decided again, and refused.
 */
export const roster: Aggregate<Roster, never, RosterEvent, never> = {
  type: 'Roster',
  initial: { administrators: [] },
  evolve({ administrators }, { type, personId }) {
    const others = administrators.filter(id => id !== personId)
    return { administrators: type === 'AdministratorAdded' ? [...others, personId] : others }
  },
  decide() {
    throw new Error('The roster changes with its people only')
  },
  sentenceFor: () => 'The roster changes with its people only.',
}

/** A bank has one. */
export const ROSTER_STREAM: StreamRef = {
  type: roster.type,
  id: '5b0f3a52-6f1e-5c0d-9a34-7d2c1e8b4f60',
}
