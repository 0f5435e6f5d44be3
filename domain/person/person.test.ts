import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Named } from '@/domain/event-sourcing/aggregate'
import type { StreamView } from '@/domain/event-sourcing/operation'
import type { PersonCommand, PersonRefusal } from './commands'
import type { PersonEvent } from './events'
import { MEMBERSHIP } from './membership'
import { type PersonState, person } from './person'
import { ROLES } from './role'
import { ROSTER_STREAM, type Roster, type RosterEvent, roster } from './roster'

const NOW = new Date('2026-11-27T12:00:00Z')

/** People and their roster in memory: what the store does with an operation. */
function openBank() {
  const people = new Map<string, PersonState>()
  let all: Roster = roster.initial
  const view = (type: string, id: string, state: unknown): StreamView => ({
    ...{ type, id, state, version: 0, now: NOW, startedAt: null, facts: null },
  })
  return {
    stateOf: (id: string) => people.get(id) ?? person.initial,
    administrators: () => all.administrators,
    /** The types of the events, or of the refusal. */
    send(id: string, command: PersonCommand): string[] | string {
      const state = people.get(id) ?? person.initial
      const decision = MEMBERSHIP[command.type].decide(command, [
        view(person.type, id, state),
        view(roster.type, ROSTER_STREAM.id, all),
      ])
      if (decision.outcome === 'refused') return decision.refusal.type
      for (const { streamId, event } of decision.events) {
        if (streamId === ROSTER_STREAM.id) all = roster.evolve(all, event as RosterEvent)
        else people.set(id, person.evolve(people.get(id) ?? person.initial, event as PersonEvent))
      }
      return decision.events.map(({ event }: { event: Named }) => event.type)
    },
  }
}

type Bank = ReturnType<typeof openBank>

function letIn(bank: Bank, id: string, role: (typeof ROLES)[number]) {
  bank.send(id, { type: 'InvitePerson', personId: id, role })
  bank.send(id, { type: 'JoinBank' })
}

describe('a person', () => {
  test('is invited, joins, and changes role', () => {
    const bank = openBank()
    const invite = { type: 'InvitePerson', personId: 'jana', role: 'teller' } as const
    expect(bank.send('jana', invite)).toEqual(['PersonInvited'])
    expect(bank.stateOf('jana')).toEqual({
      ...{ status: 'invited', personId: 'jana', role: 'teller', disabled: false },
    })
    expect(bank.send('jana', { type: 'JoinBank' })).toEqual(['PersonJoined'])
    expect(bank.send('jana', { type: 'JoinBank' })).toEqual([])
    const change = { type: 'ChangeRole', role: 'auditor', by: 'petr' } as const
    expect(bank.send('jana', change)).toEqual(['RoleChanged'])
    expect(bank.stateOf('jana')).toMatchObject({ status: 'joined', role: 'auditor' })
    expect(bank.administrators()).toEqual([])
  })

  test('who was known before is recorded as they were', () => {
    const bank = openBank()
    const known = { type: 'EnrolPerson', personId: 'a', role: 'admin', hasPassword: true } as const
    expect(bank.send('a', { ...known, isDisabled: false })).toEqual([
      ...['PersonEnrolled', 'AdministratorAdded'],
    ])
    expect(bank.send('b', { ...known, personId: 'b', isDisabled: true })).toEqual([
      ...['PersonEnrolled', 'PersonDisabled'],
    ])
    const without = { ...known, personId: 'c', hasPassword: false, isDisabled: false }
    expect(bank.send('c', without)).toEqual(['PersonInvited'])
    expect(bank.administrators()).toEqual(['a'])
  })

  test('comes back in after a reset', () => {
    const bank = openBank()
    letIn(bank, 'jana', 'customer')
    expect(bank.send('jana', { type: 'ResetSignIn' })).toEqual(['SignInReset'])
    expect(bank.stateOf('jana')).toMatchObject({ status: 'reset' })
    expect(bank.send('jana', { type: 'JoinBank' })).toEqual(['SignInRestored'])
    expect(bank.stateOf('jana')).toMatchObject({ status: 'joined' })
    expect(bank.send('jana', { type: 'EndSessions' })).toEqual(['SessionsEnded'])
  })

  test('who has never joined is still invited after a reset', () => {
    const bank = openBank()
    bank.send('jana', { type: 'InvitePerson', personId: 'jana', role: 'customer' })
    bank.send('jana', { type: 'ResetSignIn' })
    expect(bank.stateOf('jana')).toMatchObject({ status: 'invited' })
    expect(bank.send('jana', { type: 'JoinBank' })).toEqual(['PersonJoined'])
  })

  const REFUSED: [string, PersonCommand, PersonRefusal['type']][] = [
    ['jana', { type: 'InvitePerson', personId: 'jana', role: 'teller' }, 'PersonAlreadyExists'],
    ['nobody', { type: 'EnablePerson' }, 'PersonNotFound'],
    ['nobody', { type: 'JoinBank' }, 'PersonNotFound'],
    ['jana', { type: 'ChangeRole', role: 'customer', by: null }, 'RoleUnchanged'],
    ['jana', { type: 'ChangeRole', role: 'admin', by: 'jana' }, 'OwnRole'],
    ['jana', { type: 'DisablePerson', by: 'jana' }, 'OwnAccess'],
    ['jana', { type: 'EnablePerson' }, 'NotDisabled'],
    ['gone', { type: 'DisablePerson', by: null }, 'AlreadyDisabled'],
    ['gone', { type: 'ResetSignIn' }, 'DisabledPerson'],
    ['gone', { type: 'JoinBank' }, 'DisabledPerson'],
  ]

  test.each(REFUSED)('%s: %o is refused as %s', (id, command, refusal) => {
    const bank = openBank()
    letIn(bank, 'jana', 'customer')
    letIn(bank, 'gone', 'teller')
    bank.send('gone', { type: 'DisablePerson', by: null })
    const before = bank.stateOf(id)
    expect(bank.send(id, command)).toBe(refusal)
    expect(bank.stateOf(id)).toBe(before)
    expect(person.sentenceFor({ type: refusal, field: null } as PersonRefusal)).toMatch(/\w\.$/)
  })

  test('begins once, and with the right event', () => {
    const begun = person.evolve(person.initial, {
      ...{ type: 'PersonInvited', personId: 'a', role: 'admin' },
    })
    const again = { type: 'PersonEnrolled', personId: 'a', role: 'admin' } as const
    const enabled = { type: 'PersonEnabled', personId: 'a' } as const
    expect(() => person.evolve(begun, again)).toThrow('A person begins once')
    expect(() => person.evolve(person.initial, enabled)).toThrow('does not begin')
  })
})

describe('the last administrator who can sign in', () => {
  test('keeps role and access; one of two does not', () => {
    const bank = openBank()
    letIn(bank, 'a', 'admin')
    letIn(bank, 'b', 'admin')
    expect(bank.send('b', { type: 'DisablePerson', by: 'a' })).toEqual([
      ...['PersonDisabled', 'AdministratorRemoved'],
    ])
    // Somebody invited can't sign in yet.
    bank.send('c', { type: 'InvitePerson', personId: 'c', role: 'admin' })
    const demote = { type: 'ChangeRole', role: 'teller', by: null } as const
    for (const command of [{ type: 'DisablePerson', by: null }, demote] as const) {
      expect(bank.send('a', command)).toBe('LastAdministrator')
    }
    expect(bank.send('c', { type: 'JoinBank' })).toEqual(['PersonJoined', 'AdministratorAdded'])
    expect(bank.send('a', demote)).toEqual(['RoleChanged', 'AdministratorRemoved'])
    expect(bank.administrators()).toEqual(['c'])
  })

  test('may go when who runs the server says so', () => {
    const bank = openBank()
    letIn(bank, 'a', 'admin')
    expect(bank.send('a', { type: 'DisablePerson', by: null, evenLast: true })).toEqual([
      ...['PersonDisabled', 'AdministratorRemoved'],
    ])
  })

  test('is never gone, whatever people do to each other', () => {
    const ids = ['a', 'b', 'c', 'd']
    const id = fc.constantFrom(...ids)
    const role = fc.constantFrom(...ROLES)
    const command: fc.Arbitrary<PersonCommand> = fc.oneof(
      fc.record({ type: fc.constant('InvitePerson' as const), personId: id, role }),
      fc.record({ type: fc.constant('ChangeRole' as const), role, by: id }),
      fc.record({ type: fc.constant('DisablePerson' as const), by: id }),
      fc.constantFrom(
        ...[{ type: 'JoinBank' } as const, { type: 'EnablePerson' } as const],
        ...[{ type: 'ResetSignIn' } as const, { type: 'EndSessions' } as const],
      ),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(id, command), { maxLength: 60 }), steps => {
        const bank = openBank()
        letIn(bank, 'a', 'admin')
        for (const [to, asked] of steps) {
          bank.send(to, asked.type === 'InvitePerson' ? { ...asked, personId: to } : asked)
          const can = ids.filter(one => {
            const state = bank.stateOf(one)
            return (
              (state.status === 'joined' || state.status === 'reset') &&
              !state.disabled &&
              state.role === 'admin'
            )
          })
          expect(bank.administrators().toSorted()).toEqual(can)
          expect(can.length).toBeGreaterThan(0)
        }
      }),
    )
  })

  test('is kept by the roster alone, which takes no commands', () => {
    expect(() => roster.decide({} as never, roster.initial, {} as never)).toThrow()
    expect(roster.sentenceFor({} as never)).toMatch(/people/)
  })
})
