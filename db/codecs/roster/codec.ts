import { z } from 'zod'
import type { Roster, RosterEvent } from '@/domain/person/roster'
import type { Codec } from '../codec'

const ofPerson = { schemaVersion: 1, schema: z.object({ personId: z.string().min(1) }) }
const state = z.object({ administrators: z.array(z.string()) })

export const rosterCodec: Codec<Roster, RosterEvent> = {
  events: { AdministratorAdded: ofPerson, AdministratorRemoved: ofPerson },
  shape: 11,
  encodeState: ({ administrators }) => ({ administrators }),
  decodeState(json) {
    const parsed = state.safeParse(json)
    return parsed.success ? { state: parsed.data } : null
  },
  bearsOut: ({ administrators }, { event }) =>
    administrators.includes(event.personId) === (event.type === 'AdministratorAdded'),
}
