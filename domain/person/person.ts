import type { Aggregate, Decision } from '@/domain/event-sourcing/aggregate'
import type { StreamRef } from '@/domain/event-sourcing/operation'
import { stateOf } from '@/domain/event-sourcing/stream'
import { unreachable } from '@/domain/unreachable'
import type { PersonCommand, PersonRefusal } from './commands'
import type { PersonEvent } from './events'
import type { Role } from './role'

/** A person whom the bank knows: what they may do, and whether they can come in. */
export type Person = {
  /** Whether they have set a password: not yet, yes, or not since a reset. */
  readonly status: 'invited' | 'joined' | 'reset'
  readonly personId: string
  readonly role: Role
  readonly disabled: boolean
}

/** The state of a person's stream; `none` before its first event. */
export type PersonState = { readonly status: 'none' } | Person

function evolve(state: PersonState, event: PersonEvent): PersonState {
  if (event.type === 'PersonInvited' || event.type === 'PersonEnrolled') {
    if (state.status !== 'none') throw new Error('A person begins once')
    const { personId, role } = event
    const status = event.type === 'PersonInvited' ? 'invited' : 'joined'
    return { status, personId, role, disabled: false }
  }
  if (state.status === 'none') throw new Error(`A person does not begin with ${event.type}`)
  switch (event.type) {
    case 'PersonJoined':
    case 'SignInRestored':
      return { ...state, status: 'joined' }
    case 'RoleChanged':
      return { ...state, role: event.to }
    case 'PersonDisabled':
      return { ...state, disabled: true }
    case 'PersonEnabled':
      return { ...state, disabled: false }
    case 'SignInReset':
      return { ...state, status: state.status === 'invited' ? 'invited' : 'reset' }
    case 'SessionsEnded':
      return state
    default:
      return unreachable(event)
  }
}

type Decided = Decision<PersonEvent, PersonRefusal>

/** The rules for one person; those over all administrators are in `membership.ts`. */
function decide(command: PersonCommand, state: PersonState): Decided {
  if (command.type === 'InvitePerson' || command.type === 'EnrolPerson') {
    if (state.status !== 'none') return refuse({ type: 'PersonAlreadyExists', field: null })
    return accept(...beginning(command))
  }
  if (state.status === 'none') return refuse({ type: 'PersonNotFound', field: null })
  return decideOn(command, state)
}

type Beginning = Extract<PersonCommand, { type: 'InvitePerson' | 'EnrolPerson' }>

function beginning(command: Beginning): PersonEvent[] {
  const { personId, role } = command
  if (command.type === 'InvitePerson') return [{ type: 'PersonInvited', personId, role }]
  const { hasPassword, isDisabled } = command
  return [
    { type: hasPassword ? 'PersonEnrolled' : 'PersonInvited', personId, role },
    ...(isDisabled ? [{ type: 'PersonDisabled', personId } as const] : []),
  ]
}

function decideOn(command: Exclude<PersonCommand, Beginning>, person: Person): Decided {
  const { status, personId, role, disabled } = person
  switch (command.type) {
    case 'JoinBank':
      if (disabled) return refuse({ type: 'DisabledPerson', field: null })
      if (status === 'joined') return accept()
      return accept({ type: status === 'invited' ? 'PersonJoined' : 'SignInRestored', personId })
    case 'ChangeRole':
      if (command.by === personId) return refuse({ type: 'OwnRole', field: 'role' })
      if (command.role === role) return refuse({ type: 'RoleUnchanged', field: 'role' })
      return accept({ type: 'RoleChanged', personId, from: role, to: command.role })
    case 'DisablePerson':
      if (command.by === personId) return refuse({ type: 'OwnAccess', field: null })
      if (disabled) return refuse({ type: 'AlreadyDisabled', field: null })
      return accept({ type: 'PersonDisabled', personId })
    case 'EnablePerson':
      if (!disabled) return refuse({ type: 'NotDisabled', field: null })
      return accept({ type: 'PersonEnabled', personId })
    case 'ResetSignIn':
      if (disabled) return refuse({ type: 'DisabledPerson', field: null })
      return accept({ type: 'SignInReset', personId })
    case 'EndSessions':
      return accept({ type: 'SessionsEnded', personId })
    default:
      return unreachable(command)
  }
}

function accept(...events: PersonEvent[]): Decided {
  return { outcome: 'accepted', events }
}

function refuse(refusal: PersonRefusal): Decided {
  return { outcome: 'refused', refusal }
}

const SENTENCES: Readonly<Record<PersonRefusal['type'], string>> = {
  PersonNotFound: 'The bank doesn’t know this person.',
  PersonAlreadyExists: 'The bank knows this person already.',
  RoleUnchanged: 'They have this role already.',
  OwnRole: 'You can’t change your own role. Another administrator can.',
  OwnAccess: 'You can’t disable yourself. Another administrator can.',
  AlreadyDisabled: 'They are disabled already.',
  NotDisabled: 'They are not disabled.',
  DisabledPerson: 'They are disabled. Enable them first.',
  LastAdministrator:
    'They are the last administrator who can sign in. Make somebody else administrator first.',
}

export const person: Aggregate<PersonState, PersonCommand, PersonEvent, PersonRefusal> = {
  type: 'Person',
  initial: { status: 'none' },
  evolve,
  decide,
  sentenceFor: ({ type }) => SENTENCES[type],
}

/** A person's stream; its id is derived from theirs, see `personStreamId` in db/ids.ts. */
export function personStream(id: string): StreamRef {
  return { type: person.type, id }
}

/** The person of a stream; null for a stream of another type, or without events. */
export function personOf(stream: Parameters<typeof stateOf>[1]): Person | null {
  const state = stateOf(person, stream)
  return state === null || state.status === 'none' ? null : state
}

/** What an event takes from its person: their sessions, or their password and second factor too. */
export function takenBy({ type }: PersonEvent): { sessions: boolean; signIn: boolean } {
  const signIn = type === 'SignInReset'
  const sessions = type === 'SessionsEnded' || type === 'PersonDisabled' || type === 'RoleChanged'
  return { sessions: sessions || signIn, signIn }
}
