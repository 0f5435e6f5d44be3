import type { Named } from '@/domain/event-sourcing/aggregate'
import type { AnyOperation, Operation, Placed } from '@/domain/event-sourcing/operation'
import type { PersonCommand, PersonRefusal } from './commands'
import { type PersonState, person } from './person'
import { ROSTER_STREAM, type Roster, type RosterEvent } from './roster'

/** A command on a person, decided with the roster of administrators beside them. */
const membership: Operation<PersonCommand, PersonRefusal> = {
  streamsOf: home => [home, ROSTER_STREAM],

  decide(command, [of, all]) {
    if (!of || !all) throw new Error('A person is decided on with the roster')
    // The views are of these types by `streamsOf`.
    const before = of.state as PersonState
    const { administrators } = all.state as Roster
    const decision = person.decide(command, before, { ...of, facts: null })
    if (decision.outcome === 'refused') return decision
    const after = decision.events.reduce<PersonState>(person.evolve, before)
    const change = changeOf(before, after)
    if (change?.type === 'AdministratorRemoved') {
      const isLast = administrators.every(id => id === change.personId)
      const mayBeLast = command.type === 'DisablePerson' && command.evenLast === true
      const field = command.type === 'ChangeRole' ? ('role' as const) : null
      if (isLast && !mayBeLast) {
        return { outcome: 'refused', refusal: { type: 'LastAdministrator', field } }
      }
    }
    const at = (streamId: string) => (event: Named) => ({ streamId, event })
    const events: Placed[] = decision.events.map(at(of.id))
    return { ...decision, events: change ? [...events, at(all.id)(change)] : events }
  },
}

/** What an event of a person does to the roster; null: nothing. */
function changeOf(before: PersonState, after: PersonState): RosterEvent | null {
  const [was, is] = [isAdministrator(before), isAdministrator(after)]
  if (was === is || after.status === 'none') return null
  const { personId } = after
  return { type: is ? 'AdministratorAdded' : 'AdministratorRemoved', personId }
}

/**
 * Whether a person counts as an administrator who can sign in. After a reset they still do: the link
 * leads them back in, and whoever has lost the last one gets another from the server.
 */
function isAdministrator(state: PersonState): boolean {
  if (state.status === 'none' || state.status === 'invited') return false
  return state.role === 'admin' && !state.disabled
}

/** The operations of people, by the type of their command. */
export const MEMBERSHIP: Readonly<Record<PersonCommand['type'], AnyOperation>> = {
  InvitePerson: membership as AnyOperation,
  EnrolPerson: membership as AnyOperation,
  JoinBank: membership as AnyOperation,
  ChangeRole: membership as AnyOperation,
  DisablePerson: membership as AnyOperation,
  EnablePerson: membership as AnyOperation,
  ResetSignIn: membership as AnyOperation,
  EndSessions: membership as AnyOperation,
}
