import { z } from 'zod'
import type { PersonEvent } from '@/domain/person/events'
import type { PersonState } from '@/domain/person/person'
import { ROLES } from '@/domain/person/role'
import { personStreamId } from '../../ids'
import type { Codec } from '../codec'

const role = z.enum(ROLES)
const personId = z.string().min(1)
const plain = { schemaVersion: 1, schema: z.object({ personId }) }
const beginning = { schemaVersion: 1, schema: z.object({ personId, role }) }

const state = z.object({
  status: z.enum(['invited', 'joined', 'reset']),
  personId: z.string(),
  role,
  disabled: z.boolean(),
})

export const personCodec: Codec<PersonState, PersonEvent> = {
  events: {
    PersonInvited: beginning,
    PersonEnrolled: beginning,
    PersonJoined: plain,
    RoleChanged: { schemaVersion: 1, schema: z.object({ personId, from: role, to: role }) },
    PersonDisabled: plain,
    PersonEnabled: plain,
    SignInReset: plain,
    SignInRestored: plain,
    SessionsEnded: plain,
  },
  shape: 10,
  encodeState(person) {
    if (person.status === 'none') throw new Error('Only a person has a snapshot')
    return { ...person }
  },
  decodeState(json) {
    const parsed = state.safeParse(json)
    return parsed.success ? { state: parsed.data } : null
  },
  bearsOut(person, { event }) {
    if (person.status === 'none' || person.personId !== event.personId) return false
    return event.type !== 'RoleChanged' || event.to === person.role
  },
  faultsIn(person, { personId }, aggregateId) {
    const isOwn = person.status !== 'none' && person.personId === personId
    if (isOwn && personStreamId(personId) === aggregateId) return []
    return [`It names ${personId}, whose stream this is not.`]
  },
}
