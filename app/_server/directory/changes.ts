import 'server-only'
import { publicUrl } from '@/app/_server/http/origins'
import { inputProblem, problem, unavailable } from '@/app/_server/http/problems'
import { type AccessKind, recordAccess } from '@/app/_server/people/access-log'
import { mayEnter } from '@/app/_server/people/denials'
import { mustProve } from '@/app/_server/people/proof'
import type { Viewer } from '@/app/_server/people/viewer'
import { endStreamsOfPerson } from '@/app/_server/people/watchers'
import { bank } from '@/app/_server/process/bank'
import { peopleDesk } from '@/app/_server/process/people-desk'
import { eventJson } from '@/app/_server/streams/wire'
import type { PersonChangeJson } from '@/app/_wire/people'
import type { Problem } from '@/app/_wire/types'
import { isUuid } from '@/app/_wire/uuid'
import { type Asker, type Changed, changePerson } from '@/db/directory/desk'
import { invitePerson, type Linked, resetSignIn } from '@/db/directory/invite'
import { readEmail, readName } from '@/db/directory/new-person'
import { findRecords } from '@/db/people/records'
import type { PersonCommand } from '@/domain/person/commands'
import { isRole } from '@/domain/person/role'
import { mailLink } from './mail'

/** What an administrator does to a person; `role` as it was typed. */
export type PersonChange =
  | { readonly type: 'role'; readonly role: string }
  | { readonly type: 'disable' | 'enable' | 'end-sessions' | 'reset' }

const KINDS: Readonly<Record<PersonChange['type'], AccessKind>> = {
  role: 'role-changed',
  disable: 'person-disabled',
  enable: 'person-enabled',
  'end-sessions': 'session-ended',
  reset: 'credentials-changed',
}

/** Changes a person; what it takes from them is taken when this returns, their open streams too. */
export async function change(
  viewer: Viewer,
  personId: string,
  asked: PersonChange,
  commandId: string,
): Promise<PersonChangeJson | Problem> {
  const right = asked.type === 'end-sessions' ? 'endSessions' : 'managePeople'
  const barred = barredFrom(viewer, right, commandId)
  if (barred) return barred
  const [record] = await findRecords(bank().db, { ids: [personId] })
  if (!record) return problem('NotFound', 'The bank doesn’t know this person.')
  const unproven = mustProve(viewer, right)
  if (unproven) return unproven
  const asker = askerOf(viewer, commandId)
  const answer = await carryOut(viewer, personId, asked, asker)
  if ('status' in answer) return answer
  if (asked.type !== 'enable') endStreamsOfPerson(personId)
  recordAccess({ kind: KINDS[asked.type], by: viewer, subject: personId })
  return answer
}

async function carryOut(
  viewer: Viewer,
  personId: string,
  asked: PersonChange,
  asker: Asker,
): Promise<PersonChangeJson | Problem> {
  if (asked.type === 'reset') return linked(await resetSignIn(peopleDesk(), personId, asker))
  const command = commandOf(asked, viewer.userId)
  if (!command) return inputProblem('Malformed', 'role', 'Choose a role.')
  const changed = await changePerson(peopleDesk(), personId, command, asker)
  if (changed.outcome !== 'done') return refusedBy(changed)
  return { personId, event: lastOf(changed), link: null, mail: 'off' }
}

function commandOf(
  asked: Exclude<PersonChange, { type: 'reset' }>,
  by: string,
): PersonCommand | null {
  switch (asked.type) {
    case 'role':
      return isRole(asked.role) ? { type: 'ChangeRole', role: asked.role, by } : null
    case 'disable':
      return { type: 'DisablePerson', by }
    case 'enable':
      return { type: 'EnablePerson' }
    default:
      return { type: 'EndSessions' }
  }
}

/** Invites somebody, by texts as they were typed. */
export async function invite(
  viewer: Viewer,
  typed: Readonly<Record<'role' | 'name' | 'email', string>>,
  commandId: string,
): Promise<PersonChangeJson | Problem> {
  const barred = barredFrom(viewer, 'managePeople', commandId)
  if (barred) return barred
  const { role } = typed
  if (!isRole(role)) return inputProblem('Malformed', 'role', 'Choose a role.')
  const [name, email] = [readName(typed.name), readEmail(typed.email)]
  if ('sentence' in name) return inputProblem('Malformed', name.field, name.sentence)
  if ('sentence' in email) return inputProblem('Malformed', email.field, email.sentence)
  const unproven = mustProve(viewer, 'managePeople')
  if (unproven) return unproven
  const invited = { ...name, ...email, role }
  const answer = await linked(await invitePerson(peopleDesk(), invited, askerOf(viewer, commandId)))
  if ('status' in answer) return answer
  recordAccess({
    ...{ kind: 'person-invited', by: viewer, subject: answer.personId, detail: { role } },
  })
  return answer
}

/** Why this viewer changes nobody, or the form has no id of its own. */
function barredFrom(
  viewer: Viewer,
  right: 'managePeople' | 'endSessions',
  commandId: string,
): Problem | null {
  const barred = mayEnter(viewer, right)
  if (barred) return barred
  return isUuid(commandId) ? null : problem('Malformed', 'Open the page again, then try again.')
}

function askerOf({ userId, name, role }: Viewer, commandId: string): Asker {
  return { actor: { id: userId, name, role }, commandId }
}

/** The link for the person who asked, and for whom it is, if the bank sends e-mail. */
async function linked(answer: Linked): Promise<PersonChangeJson | Problem> {
  if (answer.outcome !== 'done') return refusedBy(answer)
  const { personId, link } = answer
  const event = lastOf(answer)
  if (!link) return { personId, event, link: null, mail: 'off' }
  const url = new URL(`/join/${link.token}`, publicUrl()).href
  const [record] = await findRecords(bank().db, { ids: [personId] })
  const mail = record ? await mailLink(record, url, link.expiresAt) : 'off'
  return { personId, event, link: { url, expiresAt: link.expiresAt.toISOString() }, mail }
}

function lastOf({ events }: Extract<Changed, { outcome: 'done' }>): PersonChangeJson['event'] {
  const last = events.at(-1)
  return last ? eventJson(last) : null
}

function refusedBy(answer: Exclude<Changed, { outcome: 'done' }>): Problem {
  switch (answer.outcome) {
    case 'refused': {
      const { field, sentence } = answer
      return field === null
        ? problem('Refused', sentence)
        : inputProblem('Refused', field, sentence)
    }
    case 'reused':
      return problem(
        'CommandIdReused',
        'This form was already submitted with other values. Check the history, then submit again.',
      )
    default:
      return unavailable(answer.reason)
  }
}
