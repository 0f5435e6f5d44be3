import type { Role } from '@/domain/person/role'
import { personIdFor } from '../ids'
import { issueLink, type NewLink } from '../people/join-links'
import { withPassword } from '../people/passwords'
import { addRecord, findRecords } from '../people/records'
import { type Asker, type Changed, changePerson, type Desk } from './desk'

/** What was recorded, and the link that is shown once; null when the person has used one since. */
export type Linked =
  | (Extract<Changed, { outcome: 'done' }> & {
      readonly personId: string
      readonly link: NewLink | null
    })
  | Exclude<Changed, { outcome: 'done' }>

/** Whom to invite, as `readName` and `readEmail` have them. */
export type Invited = { readonly name: string; readonly email: string; readonly role: Role }

/**
 * Invites somebody. Name and address are written first, so that an invitation in the log always has
 * its person; without an invitation they can do nothing. Their id follows from the command's, so a
 * repeated command invites once; it makes a new link, which replaces the one before.
 */
export async function invitePerson(desk: Desk, invited: Invited, asker: Asker): Promise<Linked> {
  const personId = personIdFor(asker.commandId)
  const { email, role } = invited
  await addRecord(desk.db, { id: personId, ...invited })
  const [ofAddress] = await findRecords(desk.db, { emails: [email] })
  if (ofAddress === undefined) return { outcome: 'reused' }
  if (ofAddress.id !== personId) return EMAIL_TAKEN
  const command = { type: 'InvitePerson', personId, role } as const
  return withLink(desk, personId, await changePerson(desk, personId, command, asker))
}

const EMAIL_TAKEN = {
  outcome: 'refused',
  kind: 'EmailTaken',
  field: 'email',
  sentence: 'The bank has a person with this e-mail address already.',
} as const

/** Takes somebody's password, second factor and sessions, and makes a link for new ones. */
export async function resetSignIn(desk: Desk, personId: string, asker: Asker): Promise<Linked> {
  const changed = await changePerson(desk, personId, { type: 'ResetSignIn' }, asker)
  return withLink(desk, personId, changed)
}

/** Whoever has a password meanwhile has used the link of the same command, asked for again. */
async function withLink({ db }: Desk, personId: string, changed: Changed): Promise<Linked> {
  if (changed.outcome !== 'done') return changed
  const [record] = await findRecords(db, { ids: [personId] })
  const isJoined = (await withPassword(db, [personId])).has(personId)
  if (!record || isJoined) return { ...changed, personId, link: null }
  const purpose = record.status === 'invited' ? 'invitation' : 'reset'
  return { ...changed, personId, link: await issueLink(db, personId, purpose) }
}
